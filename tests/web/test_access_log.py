"""The page with the access log, for the GPs and managers who may read it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa import audit
from pwa.audit import AccessEvent, Outcome
from pwa.staff.core import Role
from tests.pages.checked import HtmlPage, open_page
from tests.people.colleagues import hire, open_other_practice
from tests.people.logins import give
from tests.people.stories import STORY_A, DemoLogin, find_token, log_in, share
from tests.people.team import membership_of

pytestmark = pytest.mark.on_one_database

LOG = "/practice/log/"


def note(db: Session, count: int, at: datetime, outcome: Outcome = Outcome.DONE) -> None:
    for _round in range(count):
        audit.record_system(db, action="check:expire", practice_id=1, at=at, outcome=outcome)
    db.commit()


def lines(page: HtmlPage) -> list[str]:
    """Give the text of each line, the newest first."""
    rows = page.tree.findall(".//tr[@data-number]")
    return [" ".join("".join(row.itertext()).split()) for row in rows]


def numbers(page: HtmlPage) -> list[int]:
    return [int(row.get("data-number", "")) for row in page.tree.findall(".//tr[@data-number]")]


def test_it_says_who_did_what_when_and_from_where(
    manager: FlaskClient, desk: object, demo: DemoLogin
) -> None:
    found = lines(open_page(manager, LOG))

    assert any("Bakker huisarts Antwoorden bekeken" in line for line in found)
    assert any("patiënt Antwoorden gedeeld" in line for line in found)
    assert any("Ingelogd" in line and "manager de-dreef praktijkmanager" in line for line in found)
    assert all("127.0.0.0/24" in line for line in found)
    assert all(f" {datetime.now(UTC).year} " in line for line in found)


def test_it_says_to_which_colleague_something_was_done(
    app: Flask, manager: FlaskClient, demo: DemoLogin
) -> None:
    colleague = membership_of(app, hire(app, demo, Role.POH))
    block = f"/practice/team/{colleague}/block"
    assert give(manager, f"/practice/team/{colleague}", block).status_code == 303

    assert any("poh de-dreef" in line for line in lines(open_page(manager, LOG)))


def test_nothing_of_what_people_wrote_is_in_it(
    manager: FlaskClient, carers_conversation: UUID
) -> None:
    page = open_page(manager, LOG)

    assert "hoofdpijn" not in page.text
    assert str(carers_conversation)[:8] in page.text


def test_looking_is_logged_and_seen_at_the_next_look(manager: FlaskClient) -> None:
    assert "Logboek bekeken" not in lines(open_page(manager, LOG))[0]
    assert "Logboek bekeken" in lines(open_page(manager, LOG))[0]


def test_what_was_refused_names_the_list_that_was_asked_for(
    assistant: FlaskClient, carers_conversation: UUID, db_session: Session
) -> None:
    assert assistant.get(f"/practice/c/{carers_conversation}/plan").status_code == 403

    refused = select(AccessEvent).where(AccessEvent.action == "page:open")
    assert db_session.scalars(refused).one().conversation_id == carers_conversation


def test_the_log_of_another_practice_is_not_there(
    app: Flask, manager: FlaskClient, carers_conversation: UUID
) -> None:
    other = app.test_client()
    log_in(other, open_other_practice(app))

    page = open_page(other, LOG)
    theirs = open_page(other, f"{LOG}?conversation={carers_conversation}")

    assert "Bakker" not in page.text
    assert lines(theirs) == []


def test_a_hundred_lines_make_a_page(manager: FlaskClient, db_session: Session) -> None:
    note(db_session, 150, datetime.now(UTC))

    first = open_page(manager, LOG)
    older = open_page(manager, first.find("a[@class='button button--second']").get("href", ""))

    assert len(numbers(first)) == 100
    # Each view of the log adds an entry; the second page goes on where the first one ended.
    assert numbers(older)[0] == numbers(first)[-1] - 1
    assert numbers(older)[-1] == 1


def test_a_period_is_days_here(manager: FlaskClient, db_session: Session) -> None:
    # 00:30 on 2 March in Amsterdam, still 1 March in UTC.
    note(db_session, 1, datetime(2026, 3, 1, 23, 30, tzinfo=UTC))

    def found(first: str, last: str) -> int:
        return len(lines(open_page(manager, f"{LOG}?first={first}&last={last}")))

    assert found("2026-03-02", "2026-03-02") == 1
    assert found("2026-03-01", "2026-03-01") == 0
    assert found("2026-02-01", "2026-03-02") == 1
    assert found("", "2026-03-01") == 0


@pytest.mark.parametrize(
    ("query", "every", "never"),
    [
        ("group=contents", "Antwoorden", "Ingelogd"),
        ("group=house", "Logboek bekeken", "Ingelogd"),
        ("outcome=refused", "geweigerd", "Ingelogd"),
    ],
)
def test_the_filters(
    app: Flask,
    demo: DemoLogin,
    manager: FlaskClient,
    desk: object,
    query: str,
    every: str,
    never: str,
) -> None:
    assistant = app.test_client()
    log_in(assistant, hire(app, demo, Role.ASSISTANT))
    assert assistant.get(LOG).status_code == 403

    open_page(manager, LOG)

    found = lines(open_page(manager, f"{LOG}?{query}"))

    assert found
    assert all(every in line for line in found)
    assert not any(never in line for line in found)


def test_a_colleague_is_chosen_by_name(manager: FlaskClient, desk: object) -> None:
    page = open_page(manager, LOG)
    [option] = [item for item in page.tree.iter("option") if item.text == "Bakker"]

    found = lines(open_page(manager, f"{LOG}?member={option.get('value')}"))

    assert found
    assert all("Bakker" in line for line in found)


def test_a_patients_code_finds_what_happened_with_that_list(
    app: Flask, manager: FlaskClient, demo: DemoLogin, carers_conversation: UUID
) -> None:
    other = share(app.test_client(), demo.slug, STORY_A)

    answer = give(manager, LOG, f"{LOG}find", code=other["code"])
    page = open_page(manager, answer.location)

    assert answer.status_code == 303
    assert other["code"] not in answer.location
    assert len(lines(page)) == 1
    assert str(carers_conversation)[:8] not in page.text


def test_it_finds_it_also_after_the_patient_took_everything_back(
    app: Flask, manager: FlaskClient, demo: DemoLogin
) -> None:
    patient = app.test_client()
    code = share(patient, demo.slug, STORY_A)["code"]
    assert patient.post("/nl/mine/withdraw", data={"plan": "1"}).status_code == 303

    answer = give(manager, LOG, f"{LOG}find", code=code)

    assert "Antwoorden en plan gewist" in lines(open_page(manager, answer.location))[0]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("K7QM-4T2X-9HDG", "Er zit een typefout in de code"),
        ("0000-0000-0000", "Geen lijst gevonden met deze code"),
        ("", "Er zit een typefout in de code"),
    ],
)
def test_a_code_that_finds_nothing_is_told(manager: FlaskClient, code: str, message: str) -> None:
    token = find_token(manager.get(LOG).text)

    page = open_page(
        manager,
        f"{LOG}find",
        method="POST",
        status=422,
        data={"csrf_token": token, "code": code},
    )

    assert message in page.text


@pytest.mark.parametrize(
    "query",
    [
        "first=gisteren",
        "last=2026-02-30",
        "member=Bakker",
        "group=everything",
        "outcome=maybe",
        "conversation=1",
        "before=-1",
        "before=99999999999999999999",
    ],
)
def test_a_filter_that_cannot_be_read_shows_nothing(manager: FlaskClient, query: str) -> None:
    page = open_page(manager, f"{LOG}?{query}", status=422)

    assert lines(page) == []
    assert manager.get(f"{LOG}export?{query}").status_code == 303


def test_nothing_found_is_said(manager: FlaskClient) -> None:
    page = open_page(manager, f"{LOG}?conversation={uuid4()}")

    assert "Niets gevonden" in page.text


def test_the_last_check_is_shown(app: Flask, manager: FlaskClient, db_session: Session) -> None:
    assert "Nog niet gecontroleerd" in open_page(manager, LOG).text
    for command in ("verify", "anchor"):
        result = app.test_cli_runner().invoke(args=["audit", command])
        assert result.exit_code == 0, result.output

    page = open_page(manager, LOG)

    assert "niets veranderd" in page.text
    assert "Elders vastgelegd op" in page.text


def test_a_check_that_found_something_is_shown_to_everybody_who_looks(
    manager: FlaskClient, db_session: Session
) -> None:
    now = datetime.now(UTC)
    audit.record_system(
        db_session, action="log:verify", practice_id=1, at=now, outcome=Outcome.FAILED
    )
    db_session.commit()

    page = open_page(manager, LOG)

    assert "is een fout gevonden" in page.text
    assert "fout gevonden" in lines(page)[0]


def test_an_action_of_an_older_version_is_shown_as_it_was_written(
    manager: FlaskClient, db_session: Session
) -> None:
    audit.record_system(db_session, action="fax:send", practice_id=1, at=datetime.now(UTC))
    db_session.commit()

    assert "fax:send" in lines(open_page(manager, LOG))[0]


def test_what_happened_with_one_conversation_can_be_asked_for_the_patient(
    manager: FlaskClient, desk: object, carers_conversation: UUID, db_session: Session
) -> None:
    found = audit.events_of(db_session, 1, carers_conversation, most=50)

    assert [entry.action for entry in found][-1] == "check:share"
    assert {entry.conversation_id for entry in found} == {carers_conversation}
    assert found[0].at >= found[-1].at - timedelta(seconds=1)
    everything = db_session.scalars(select(AccessEvent.number)).all()
    assert len(found) < len(everything)
