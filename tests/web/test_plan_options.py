"""The help that the plan's form offers, and how it is looked up."""

from dataclasses import replace

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from pwa.directory.lookup import MAX_LISTED, list_for_topics, look_up
from pwa.directory.packaged import EXAMPLE, NATIONAL, load_services
from pwa.directory.service import directory_of
from pwa.practice.models import Practice
from tests.inputs.help_rows import add_row
from tests.people.desk import CARERS_FORM, Desk, fields_of

pytestmark = pytest.mark.on_one_database

TEAM = next(each for each in load_services(EXAMPLE) if each.name == "Buurtteam Overvecht")


def test_the_list_of_a_big_directory_stays_short_and_has_what_is_chosen(
    desk: Desk, practice: Practice, db_session: Session
) -> None:
    for number in range(MAX_LISTED + 50):
        many = replace(TEAM, id=f"many-{number}", name=f"Zorg {number:03}", topics=frozenset())
        add_row(db_session, practice, many)
    db_session.commit()
    last = f"many-{MAX_LISTED + 49}"
    desk.saves({**CARERS_FORM, "step-2-help": last})

    page = desk.opens()

    groups = page.tree.findall(".//select[@name='step-1-help']/optgroup")
    own, others, chosen = [[item.get("value") for item in group] for group in groups]
    assert own
    assert len(others) == MAX_LISTED
    assert chosen == [last]
    assert fields_of(page)["step-2-help"] == last
    fitting, _ = list_for_topics(directory_of(practice), {"money"}, "nl")
    assert {option.name for option in fitting} >= {"Buurtteam Overvecht", "Geldfit"}
    assert all("money" in option.topics for option in fitting)


def test_the_help_of_a_plan_is_looked_up_at_once(practice: Practice, db_session: Session) -> None:
    ids = [each.id for each in (*load_services(EXAMPLE), *load_services(NATIONAL))]
    directory = directory_of(practice)
    assert directory.practice_id
    statements: list[str] = []
    engine = db_session.get_bind()

    def note(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        found = look_up(directory, ids, "nl")
    finally:
        event.remove(engine, "before_cursor_execute", note)

    assert set(found) == set(ids)
    assert len([each for each in statements if "kept_service" in each]) == 1
