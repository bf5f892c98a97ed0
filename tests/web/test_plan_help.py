"""The help in a plan: as agreed, and what has become of it in the directory since."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from babel.dates import format_date
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.core import PLAN
from pwa.conversation.documents import add_document
from pwa.conversation.models import Conversation
from pwa.directory.hsds import Address, Location, Phone
from pwa.directory.keeping.service import find_columns
from pwa.directory.models import KeptService, KeptState, ServiceAlias, Source
from pwa.directory.packaged import EXAMPLE, NATIONAL, load_services
from pwa.locales import locale_of
from pwa.practice.models import Practice
from pwa.typed.phones import dial
from tests.databases.work import work_on
from tests.inputs.help_rows import add_row
from tests.inputs.plans import uid
from tests.pages.catalogues import dutch
from tests.pages.checked import open_page
from tests.pages.paper import read_back
from tests.people.desk import CARERS_FORM, Desk, fields_of

pytestmark = pytest.mark.on_one_database

TEAM = next(each for each in load_services(EXAMPLE) if each.name == "Buurtteam Overvecht")
OLD, NEW = TEAM.phones[0].number, "030 000 00 99"
NEW_PHONES = (Phone(id="9", number=NEW),)
CHANGED = "This has changed. Now:"
GONE = "This help is not in the list any more. Ask the practice:"

Change = Callable[..., None]


@pytest.fixture
def change(db_session: Session) -> Change:
    """Change the neighbourhood team in the directory, as a colleague does in another window."""

    def change_team(state: KeptState = KeptState.SHOWN, **values: Any) -> None:
        row = db_session.scalars(select(KeptService).where(KeptService.uid == TEAM.id)).one()
        for name, value in find_columns(replace(row.content, **values)).items():
            setattr(row, name, value)
        row.state, row.updated_at = state, datetime.now(UTC)
        db_session.commit()

    return change_team


@pytest.fixture
def agreed(desk: Desk) -> dict[str, str]:
    form = {**CARERS_FORM, "step-2-help": TEAM.id}
    desk.saves(form)
    return {**form, "base": "1"}


def patients_step(carer: FlaskClient, number: int = 2) -> str:
    return open_page(carer, "/en/mine/plan").part(f"step-{number}")


def records_text(desk: Desk) -> str:
    return desk.opens().find("textarea[@id='his-text']").text or ""


def test_a_fold_at_the_step_has_the_whole_card(agreed: dict[str, str], carer: FlaskClient) -> None:
    page = open_page(carer, "/nl/mine/plan")

    fold = page.find("li[@data-part='step-2']/details")
    words = " ".join("".join(fold.itertext()).split())
    assert page.find("li[@data-part='step-2']/details/summary").text == dutch(
        "More about this help"
    )
    assert TEAM.what["nl"] in words
    assert TEAM.locations[0].address
    assert TEAM.locations[0].address.line in words
    assert fold.find(f".//a[@href='tel:{dial(OLD)}']") is not None
    assert page.tree.find(".//li[@data-part='step-1']/details") is None


def test_a_number_that_moved_stands_beside_the_agreed_one(
    agreed: dict[str, str], desk: Desk, carer: FlaskClient, change: Change
) -> None:
    change(phones=NEW_PHONES)

    page = open_page(carer, "/en/mine/plan")

    said = page.part("step-2")
    assert said.index(OLD) < said.index(CHANGED) < said.index(NEW)
    calls = [
        link.get("href") for link in page.tree.iterfind(".//li[@data-part='step-2']//a[@href]")
    ]
    assert f"tel:{dial(NEW)}" in calls
    assert f"tel:{dial(OLD)}" not in calls, "somebody else may have the old number now"
    assert OLD in records_text(desk)
    assert NEW not in records_text(desk)
    notice = desk.opens().part("help-2")
    assert OLD in notice
    assert NEW in notice
    paper = read_back(carer.get("/nl/mine/plan.pdf").data)
    assert OLD in paper
    assert NEW in paper
    assert dutch(CHANGED) in paper


def test_another_name_and_address_are_told_and_what_is_lost_is_asked_for(
    agreed: dict[str, str], practice: Practice, carer: FlaskClient, change: Change
) -> None:
    place = Location(id="1", address=Address("Voorbeeldplein 9", "3564 AA", "Utrecht"))
    change(name="Wijkhuis", locations=(place,))
    said = patients_step(carer)
    assert said.index("Buurtteam Overvecht") < said.index(CHANGED) < said.index("Wijkhuis")
    assert "Voorbeeldplein 9" in said
    assert f"Call {OLD}" in said, "the number is still right"

    change(name=TEAM.name, locations=TEAM.locations, phones=())
    assert f"This has changed. Ask the practice: {practice.phone}" in patients_step(carer)


def test_help_that_nobody_translated_is_dutch_and_says_so_once(
    agreed: dict[str, str], carer: FlaskClient, change: Change
) -> None:
    change(what={"nl": "Wij helpen u verder."})

    page = open_page(carer, "/ar/mine/plan")
    sentence = page.find("li[@data-part='step-2']/p/span[@lang='nl']")
    assert (sentence.text, sentence.get("dir")) == ("Wij helpen u verder.", "ltr")
    paper = read_back(carer.get("/ar/mine/plan.pdf").data)
    assert paper.count("Wij helpen u verder.") == 1


def test_help_that_is_gone_says_so_with_its_old_words(
    agreed: dict[str, str], desk: Desk, practice: Practice, carer: FlaskClient, change: Change
) -> None:
    for state in (KeptState.HIDDEN, KeptState.GONE):
        change(state)
        page = open_page(carer, "/en/mine/plan")

        said = page.part("step-2")
        assert "Buurtteam Overvecht" in said
        assert OLD in said
        assert f"{GONE} {practice.phone}" in said
        assert page.tree.find(".//li[@data-part='step-2']/details") is None

    form = desk.opens()
    assert "Buurtteam Overvecht" in form.part("help-2")
    assert "Buurtteam Overvecht" in records_text(desk)
    # Saving again takes nothing away.
    shown = fields_of(form)
    assert shown["step-2-help"] == TEAM.id
    desk.saves(shown)
    assert OLD in patients_step(carer)


def test_what_was_agreed_on_stays_when_the_plan_is_saved_again(
    agreed: dict[str, str], desk: Desk, carer: FlaskClient, change: Change
) -> None:
    change(phones=NEW_PHONES)
    forged = {"step-2-agreed": NEW, "agreed": NEW, "step-2-phones": NEW}

    desk.saves({**agreed, **forged, "goal": "beter slapen"})
    assert CHANGED in patients_step(carer)

    desk.saves({**agreed, "base": "2", "step-2-help": ""})
    desk.saves({**agreed, "base": "3"})
    assert CHANGED not in patients_step(carer), "chosen anew, it is agreed on anew"
    assert NEW in patients_step(carer)


def test_a_conflict_of_editors_loses_no_agreed_number(
    agreed: dict[str, str], desk: Desk, colleague: Desk, carer: FlaskClient, change: Change
) -> None:
    change(phones=NEW_PHONES)
    second = {name: "" for name in agreed if name.startswith("step-2")}
    colleague.saves({**agreed, **second})

    page = desk.saves({**agreed, "step-2-when": "volgende week"}, status=409)

    assert page is not None
    assert fields_of(page)[f"choice-step-{uid(2)}"] == "mine"
    desk.saves(fields_of(page))
    assert OLD in patients_step(carer)
    assert CHANGED in patients_step(carer)

    now = {**agreed, "base": "3", "step-2-when": "volgende week"}
    colleague.saves({**now, "goal": "naar buiten"})
    page = desk.saves({**now, "goal": "minder pijn"}, status=409)
    assert page is not None
    choices = [name for name in fields_of(page) if name.startswith("choice-")]
    assert choices == ["choice-goal"], "both kept the help as it was"


def test_an_old_id_still_finds_its_help(
    agreed: dict[str, str], desk: Desk, carer: FlaskClient, practice: Practice, db_session: Session
) -> None:
    """The team was merged into another service, and that one into a third."""
    third = next(each for each in load_services(EXAMPLE) if each.name == "Hulp bij brieven")
    for old, new in ((TEAM.id, "second"), ("second", third.id)):
        db_session.add(ServiceAlias(practice_id=practice.id, old_uid=old, uid=new))
    db_session.commit()

    said = patients_step(carer)

    assert said.index("Buurtteam Overvecht") < said.index(CHANGED) < said.index(third.name)
    assert fields_of(desk.opens())["step-2-help"] == TEAM.id


def test_a_national_line_that_the_practice_hides_is_gone(
    desk: Desk, carer: FlaskClient, practice: Practice, db_session: Session
) -> None:
    line = load_services(NATIONAL)[0]
    desk.saves({**CARERS_FORM, "step-2-help": line.id})
    assert GONE not in patients_step(carer)

    add_row(db_session, practice, line, Source.NATIONAL, KeptState.HIDDEN)
    db_session.commit()

    assert GONE in patients_step(carer)


def test_the_card_of_a_national_line_says_when_the_practice_checked_it(
    desk: Desk, carer: FlaskClient, practice: Practice, db_session: Session
) -> None:
    line = load_services(NATIONAL)[0]
    today = datetime.now(UTC).date()
    assert line.assured_on != today
    desk.saves({**CARERS_FORM, "step-2-help": line.id})

    add_row(db_session, practice, replace(line, assured_on=today), Source.NATIONAL)
    db_session.commit()

    assert f"Last checked: {format_date(today, 'long', locale_of('en'))}." in patients_step(carer)


# --- Plans from before it was written down ---


def old_plan(option: str) -> dict[str, object]:
    step = {
        "what": {"text": "bellen", "language": "nl"},
        "who": {"role": "patient", "name": ""},
        "when": None,
        "help_option": option,
        "uid": uid(1),
    }
    return {"schema": 1, "steps": [step]}


def put_old_plan(session: Session, number: int, option: str) -> None:
    conversation = session.scalars(select(Conversation)).one()
    work = work_on(session, datetime.now(UTC))
    add_document(work, conversation, PLAN, number, 1, old_plan(option))
    session.commit()


def test_an_old_plan_shows_what_the_directory_says_now(
    desk: Desk, carer: FlaskClient, db_session: Session, change: Change
) -> None:
    put_old_plan(db_session, 1, TEAM.id)
    change(phones=NEW_PHONES)

    said = patients_step(carer, 1)

    assert NEW in said
    assert CHANGED not in said
    assert NEW in records_text(desk)

    # As in a real practice, which had the examples in its directory before it had one of its own.
    db_session.delete(
        db_session.scalars(select(KeptService).where(KeptService.uid == TEAM.id)).one()
    )
    db_session.commit()
    said = patients_step(carer, 1)
    assert "Buurtteam Overvecht" in said
    assert OLD in said
    assert GONE in said

    put_old_plan(db_session, 2, str(uuid4()))
    assert GONE in patients_step(carer, 1), "nobody knows the id"
    assert dutch("Help that is not in the list any more") in desk.opens().text
