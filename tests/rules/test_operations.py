"""docs/operations.md names every setting and every command, and no other."""

import re
from collections.abc import Iterator
from pathlib import Path

import click

from pwa.app import create_app

ROOT = Path(__file__).resolve().parents[2]
SETTING = re.compile(r"GESPREK_[A-Z_]+")


def settings_in(*paths: Path) -> set[str]:
    return {name for path in paths for name in SETTING.findall(path.read_text(encoding="utf-8"))}


def test_every_setting_is_documented() -> None:
    assert settings_in(*(ROOT / "pwa").rglob("*.py")) <= settings_in(ROOT / "docs/operations.md")


def test_no_setting_is_documented_that_does_not_exist() -> None:
    assert settings_in(ROOT / "docs/operations.md") <= settings_in(*(ROOT / "pwa").rglob("*.py"))


# Commands of Flask and Flask-Migrate; the page names only `db upgrade` of these.
NOT_OURS = {"run", "shell", "routes", "db"}
TABLE = re.compile(r"^## Commands$.*?\n\n(?P<rows>(?:\|[^\n]*\n)+)", re.DOTALL | re.MULTILINE)


def commands_in(group: click.Group, *before: str) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            if command.invoke_without_command:
                yield " ".join((*before, name))
            yield from commands_in(command, *before, name)
        else:
            yield " ".join((*before, name))


def documented_commands() -> set[str]:
    table = TABLE.search((ROOT / "docs/operations.md").read_text(encoding="utf-8"))
    assert table
    cells = [row.split("|")[1] for row in table["rows"].splitlines()[2:]]
    # The names of commands only, without options and PLACEHOLDERS.
    texts = [text for cell in cells for text in re.findall(r"`([^`]+)`", cell)]
    return {" ".join(re.findall(r"(?<!\S)[a-z][a-z-]*(?!\S)", text)) for text in texts}


def test_every_command_is_documented_and_no_other(tmp_path: Path) -> None:
    cli = create_app({"GESPREK_DEMO": "1"}, tmp_path).cli
    ours = {name for name in commands_in(cli) if name.split()[0] not in NOT_OURS}

    assert documented_commands() == ours | {"db upgrade"}
