"""A restore replays the journal: what was erased or ended after the backup stays so."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from pwa import retention
from pwa.audit import AccessEvent
from pwa.conversation.models import Conversation, StoredDocument
from pwa.staff.core import Role
from pwa.vault.master.master_keys import master_keys
from pwa.vault.practice.models import KeyHolder, PracticeKey, StaffSession
from pwa.vault.work import Work
from pwa.web.extensions import db
from tests.databases.backups import Operator
from tests.databases.homes import Home
from tests.inputs.key_life import forget_password, share_one
from tests.pages.checked import check_page
from tests.people.colleagues import disable, hire
from tests.people.logins import LIST, give, give_password
from tests.people.stories import STORY_A, DemoLogin, Login, log_in, share
from tests.people.team import TEAM, membership_of

OPEN = "/nl/open"


def opens(app: Flask, code: str) -> int:
    """Type a code as a patient does; gives the status of the answer, 303 if it opens."""
    return app.test_client().post(OPEN, data={"code": code}).status_code


def withdraw(app: Flask, code: str, *, and_plan: bool = False) -> None:
    phone = app.test_client()
    assert phone.post(OPEN, data={"code": code}).status_code == 303
    fields = {"and_plan": "1"} if and_plan else {}
    answer = phone.post("/nl/mine/withdraw", data=fields)
    assert answer.status_code == 303, answer.text


def count(home: Home, model: type, *which: object) -> int:
    engine = create_engine(home.database_url)
    with Session(engine) as session:
        found = session.scalar(select(func.count()).select_from(model).where(*which))  # type: ignore[arg-type]
    engine.dispose()
    return found or 0


@pytest.fixture
def code(app: Flask) -> str:
    """The code of a list that is in the backup."""
    return share(app.test_client(), "de-dreef", STORY_A)["code"]


@pytest.fixture
def file(code: str, operator: Operator) -> Path:
    """A backup made before the test changes anything."""
    return operator.backup()


def test_what_was_taken_back_stays_taken_back(
    app: Flask, code: str, file: Path, operator: Operator
) -> None:
    withdraw(app, code)

    home, said = operator.restore(file)

    assert count(home, StoredDocument) == 0
    with home.app() as again:
        assert opens(again, code) == 410
    assert "rows erased or ended again" in said


def test_without_the_journal_it_comes_back_and_the_command_says_so(
    app: Flask, code: str, file: Path, operator: Operator
) -> None:
    withdraw(app, code)
    (operator.home.instance / "journal.jsonl").unlink()

    refused = operator.try_restore(file)
    home, said = operator.restore(file, "--without-journal")

    assert refused.exit_code == 1
    assert "`--without-journal` restores all the same" in refused.output
    assert "lists of patients, old codes, colleagues who left, old passwords" in said
    with home.app() as again:
        assert opens(again, code) == 303


def test_what_expired_stays_erased(app: Flask, code: str, file: Path, operator: Operator) -> None:
    with app.app_context():
        retention.purge(Work(db.session(), master_keys(), datetime.now(UTC) + timedelta(days=40)))

    home, _ = operator.restore(file)

    assert count(home, StoredDocument) == 0
    with home.app() as again:
        assert opens(again, code) == 410


def test_a_renewed_code_stays_dead_and_the_list_asks_for_new_keys(
    app: Flask, staff_client: FlaskClient, db_session: Session, operator: Operator
) -> None:
    code, address = share_one(app, "de-dreef", db_session)
    file = operator.backup()
    renewed = check_page(give(staff_client, f"{address}/keys"))
    new = renewed.find("p[@data-code]").text or ""

    home, said = operator.restore(file)

    assert "de-dreef: 1 lists need new keys" in said
    with home.app() as again:
        assert opens(again, code) == opens(again, new) == 404
        client = again.test_client()
        log_in(client, operator.home.demo())
        assert "nieuwe code nodig" in client.get(LIST).text
        anew = check_page(give(client, f"{address}/keys"))
        assert opens(again, anew.find("p[@data-code]").text or "") == 303
        assert "nieuwe code nodig" not in client.get(LIST).text


def test_a_colleague_who_left_is_out_and_the_keys_are_new(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, operator: Operator
) -> None:
    poh = hire(app, demo, Role.POH)
    file = operator.backup()
    before = count(operator.home, PracticeKey)
    page = f"{TEAM}{membership_of(app, poh)}"
    assert give(staff_client, page, f"{page}/end").status_code == 303

    home, _ = operator.restore(file)

    assert count(home, PracticeKey) == before + 2
    with home.app() as again:
        assert give_password(again.test_client(), poh).status_code == 422


def test_a_blocked_account_stays_blocked(app: Flask, demo: DemoLogin, operator: Operator) -> None:
    poh = hire(app, demo, Role.POH)
    file = operator.backup()
    disable(app, poh)

    with operator.restored(file) as again:
        assert give_password(again.test_client(), poh).status_code == 422


def test_a_replaced_password_opens_nothing(
    app: Flask, demo: DemoLogin, code: str, file: Path, operator: Operator
) -> None:
    new = forget_password(app, demo)

    home, _ = operator.restore(file)

    assert count(home, KeyHolder, KeyHolder.membership_id.is_not(None)) == 0
    with home.app() as again:
        for login in (demo, Login(demo.email, new.password, demo.totp_secret)):
            assert give_password(again.test_client(), login).status_code == 422
        link = again.test_cli_runner().invoke(args=["practice", "reset", "de-dreef", demo.email])
        assert link.exit_code == 0, link.output


def test_every_login_ends(
    app: Flask, staff_client: FlaskClient, code: str, file: Path, operator: Operator
) -> None:
    assert count(operator.home, StaffSession) > 0

    home, _ = operator.restore(file)

    assert count(home, StaffSession) == 0


def test_the_access_log_tells_of_the_restore_and_holds_again(
    app: Flask, code: str, file: Path, operator: Operator
) -> None:
    for _ in range(3):
        share(app.test_client(), "de-dreef", STORY_A)
    assert operator.run("audit", "anchor").exit_code == 0

    home, said = operator.restore(file)

    assert re.search(r"entries \d+ to \d+ are lost, and whatever came after", said)
    assert count(home, AccessEvent, AccessEvent.action == "log:restore") == 1
    for command in ("anchor", "verify", "anchor", "verify"):
        answer = operator.run("audit", command, home=home)
        assert answer.exit_code == 0, answer.output
    assert "restored on" in answer.output
    assert "nothing wrong" in answer.output


def test_a_forged_restore_hides_nothing(
    app: Flask, code: str, file: Path, operator: Operator
) -> None:
    operator.restore(file)
    anchors = operator.home.instance / "access-log-anchors.jsonl"
    text = anchors.read_text(encoding="utf-8")
    anchors.write_text(text.replace('"number": ', '"number": 1'), encoding="utf-8")

    answer = operator.run("audit", "verify")

    assert answer.exit_code == 1
    assert "tells of a restore that never was" in answer.output


def journal(operator: Operator) -> Path:
    return operator.home.instance / "journal.jsonl"


def change_number(lines: list[str]) -> list[str]:
    return [lines[0].replace('"at": "2', '"at": "3'), *lines[1:]]


@pytest.mark.parametrize(
    "harm",
    [change_number, lambda lines: lines[1:], lambda lines: [lines[1], lines[0]]],
    ids=["changed", "removed", "swapped"],
)
def test_a_journal_that_was_tampered_with_is_refused(
    harm: Callable[[list[str]], list[str]], app: Flask, operator: Operator
) -> None:
    codes = [share(app.test_client(), "de-dreef", STORY_A)["code"] for _ in range(2)]
    file = operator.backup()
    for one in codes:
        withdraw(app, one)
    path = journal(operator)
    path.write_text("".join(harm(path.read_text().splitlines(keepends=True))))

    said = operator.try_restore(file)

    assert said.exit_code == 1
    assert "is not what was written" in said.output


def test_a_journal_that_ends_before_the_backup_is_refused(
    app: Flask, code: str, operator: Operator
) -> None:
    withdraw(app, code)
    file = operator.backup()
    journal(operator).write_text("")

    said = operator.try_restore(file)

    assert said.exit_code == 1
    assert "is an older copy" in said.output


def test_nothing_is_erased_that_the_journal_cannot_take(
    app: Flask, home: Home, code: str, operator: Operator
) -> None:
    journal(operator).unlink(missing_ok=True)
    journal(operator).mkdir()
    phone = app.test_client()
    phone.post(OPEN, data={"code": code})

    answer = phone.post("/nl/mine/withdraw")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert count(home, StoredDocument) == 1
    journal(operator).rmdir()
    assert phone.post("/nl/mine/withdraw").status_code == 303
    assert count(home, StoredDocument) == 0


def test_the_journal_says_nothing_to_a_thief(
    app: Flask, code: str, operator: Operator, db_session: Session
) -> None:
    conversation = str(db_session.scalars(select(Conversation.id)).one())
    db_session.rollback()
    withdraw(app, code)

    text = journal(operator).read_text(encoding="utf-8")

    for word in (conversation, conversation.replace("-", ""), code, "hoofdpijn", "de-dreef"):
        assert word not in text
