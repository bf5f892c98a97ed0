"""The table for people in docs/privacy.md says what the code does, cell by cell."""

from pathlib import Path

import pytest

from pwa.staff.core import Action, Role, may

PRIVACY = Path(__file__).parents[2] / "docs" / "privacy.md"
COLUMNS = {
    "GP (huisarts)": Role.GP,
    "practice nurse (POH)": Role.POH,
    "social worker (sociaal werker)": Role.SOCIAL_WORKER,
    "assistant (assistent)": Role.ASSISTANT,
    "manager (praktijkmanager)": Role.MANAGER,
}


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def read_table() -> dict[str, dict[Role, str]]:
    """Read the table: name of the action to the cell of each role."""
    section = PRIVACY.read_text("utf-8").split("## Who may do what")[1].split("\n## ")[0]
    head, _, *rows = [line for line in section.splitlines() if line.startswith("|")]
    roles = [COLUMNS[name] for name in cells(head)[1:]]
    table = {}
    for row in rows:
        first, *said = cells(row)
        table[first.split("`")[1]] = dict(zip(roles, said, strict=True))
    return table


def test_every_action_and_every_role_is_in_the_table() -> None:
    table = read_table()

    assert list(table) == [action.value for action in Action]
    assert all(set(row) == set(Role) for row in table.values())


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_each_cell_says_what_the_code_does(action: Action, role: Role) -> None:
    assert read_table()[action][role] == ("yes" if may(role, action) else "no")
