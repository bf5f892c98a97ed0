"""Check the table of docs/privacy.md that says for each kind of token what an event does to it."""

import ast
import base64
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import sleep
from uuid import UUID
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.documents import take_turn
from pwa.conversation.models import Conversation, StoredDocument
from pwa.conversation.patient_keys import drop_keys
from pwa.locales import LANGUAGES
from pwa.patient.tokens import ReplyTo, write_reply_token
from pwa.vault.master.master_keys import master_keys
from tests.pages.checked import check_page
from tests.people.colleagues import open_other_practice
from tests.web.test_taking_turns import A_MOMENT_S
from tests.web.token_events import EVENTS
from tests.web.token_kinds import DEAD, KINDS, Held, hold, new_list, try_all

ROOT = Path(__file__).parents[2]
SECTION = "## What opens a list, and when that ends"
NO_TOKEN = "no token: "
STAFF = "of staff, for whom it opens no patient's list by itself: "
RECEIVER = "of a receiver, for whom it opens no list: "
# Every label (context string) of a MAC, derived key, wrap or sealed cookie, by file and expression:
# the kind of a patient's token, or why it is none. A label that is missing here fails the test.
LABELS = {
    "patient/tokens.py _COOKIE": "pass",
    "patient/tokens.py _REPLY_TO": "token for a change",
    "patient/tokens.py _RECEIPT": NO_TOKEN + "names a sending to the phone",
    "patient/tokens.py _PROOF": NO_TOKEN + "the phone checks it, nobody sends it back",
    "patient/access.py 'own phone'": NO_TOKEN + "the name that an own phone has for a list",
    "sharing/sending.py 'submission'": "same sending again",
    "sharing/sending.py 'submission body'": "same sending again",
    "sharing/sending.py 'submission reply'": "same sending again",
    "progress/sending.py 'tick'": "tick",
    "appointments/invitations.py 'invitation'": "invitation",
    "appointments/invitations.py 'invitation code'": "invitation",
    "appointments/for_patient.py 'invitation appointment'": "what an invitation shows",
    "appointments/routes.py 'tried invitation'": NO_TOKEN + "counts wrong invitations",
    "appointments/invitations.py 'invitation form'": NO_TOKEN + "the same form twice is one",
    "progress/calendar/writing.py 'calendar'": NO_TOKEN + "names an entry of a calendar",
    "sharing/entry.py 'tried entry code'": NO_TOKEN + "counts wrong codes",
    "patient/limits.py 'tried key'": NO_TOKEN + "counts wrong codes",
    "vault/patient/codes.py f'{self.kind} lookup'": "code, link, own phone",
    "practice/waiting_room.py 'waiting room'": "waiting-room code",
    "consult/together/service.py _FORM": NO_TOKEN + "the same form twice is one",
    "audit/restored.py 'access log restored'": NO_TOKEN + "an entry of the access log",
    "backup/service.py _SEAL": NO_TOKEN + "the end of a backup",
    "handover/links.py 'handover link'": RECEIVER + "one letter and the answer to it",
    "handover/receiver/passes.py _CONTEXT": RECEIVER + "one letter and the answer to it",
    "handover/links.py 'handover digits'": RECEIVER + "one letter and the answer to it",
    "journal/watching.py _LABEL": NO_TOKEN + "digests of the journal",
    "account/login/devices.py 'known device'": STAFF + "a browser that was logged in before",
    "account/login/devices.py 'device cookie'": STAFF + "a browser that was logged in before",
    "staff/cookies.py 'session cookie'": STAFF + "a row of its own",
    "setup/paper_key.py _LABEL": STAFF + "a recovery key, on its way to the paper",
    "account/factors/app_codes.py 'totp'": STAFF + "codes of an app",
    "account/factors/recovery_codes.py 'recovery codes'": STAFF + "codes on paper",
    "setup/service.py _LABEL": STAFF + "the operator's link",
    "voice/recordings/guests/service.py 'recording link'": STAFF
    + "a guest's link to the recording room",
    "team/links.py _LOOKUP": STAFF + "a colleague's link",
}
# These modules get the label from their callers, so only the callers are searched.
_WITH_ANY_LABEL = ("vault/crypto.py", "vault/sealed_cookie.py")
JSON = {"Accept": "application/json"}


@pytest.fixture
def held(
    app: Flask,
    db_session: Session,
    staff_client: FlaskClient,
    assistant: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
) -> Held:
    return hold(app, db_session, staff_client, assistant, monkeypatch)


def read_table() -> dict[str, dict[str, str]]:
    """Read the table: event to kind of token to what the event does to it."""
    text = (ROOT / "docs" / "privacy.md").read_text("utf-8")
    section = text.split(SECTION)[1].split("\n## ")[0]
    head, _, *rows = [line for line in section.splitlines() if line.startswith("|")]
    kinds = _cells(head)[1:]
    return {
        first: dict(zip(kinds, said, strict=True)) for first, *said in (_cells(row) for row in rows)
    }


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def test_the_table_has_every_kind_and_every_event() -> None:
    table = read_table()

    assert list(table) == list(EVENTS)
    assert all(list(row) == list(KINDS) for row in table.values())


@pytest.mark.parametrize("event", EVENTS)
def test_each_cell_is_as_the_table_says(held: Held, event: str) -> None:
    EVENTS[event](held)

    assert try_all(held) == read_table()[event]


def test_every_kind_of_token_has_a_column() -> None:
    assert set(_labels()) == set(LABELS)
    named = {kind for said in LABELS.values() if ":" not in said for kind in said.split(", ")}
    assert named == set(KINDS)


def _labels() -> Iterator[str]:
    """Find the labels of all MACs, derived keys, wraps and sealed cookies: file and expression."""
    for path in (ROOT / "pwa").rglob("*.py"):
        name = path.relative_to(ROOT / "pwa").as_posix()
        if name in _WITH_ANY_LABEL:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr="mac" | "derive"), args=[label, *_]):
                    yield f"{name} {ast.unparse(label)}"
                case ast.Call(func=ast.Name(id="derive"), args=[_, label]):
                    yield f"{name} {ast.unparse(label)}"
                case ast.Call(
                    func=ast.Attribute(attr="wrap", value=ast.Attribute(attr="root")),
                    args=[_, label],
                ):
                    yield f"{name} {ast.unparse(label)}"
                case ast.Call(func=ast.Name(id="seal_cookie"), args=[_, label, _]):
                    yield f"{name} {ast.unparse(label)}"


def _token(app: Flask, held: Held, *, generation: int = 1, days: float = 0) -> str:
    with app.app_context():
        made = datetime.now(UTC) + timedelta(days=days)
        practice_id = held.session.get_one(Conversation, held.conversation).practice_id
        held.session.rollback()
        reply_to = ReplyTo(held.conversation, generation)
        return write_reply_token(reply_to, practice_id, master_keys(), now=made)


def _of_the_version_before(app: Flask, held: Held) -> str:
    """Make a token of the older format that phones may have: no generation, same MAC key."""
    with app.app_context():
        until = int(datetime.now(UTC).timestamp()) + 1000
        content = held.conversation.bytes + until.to_bytes(4)
        blob = content + master_keys().mac("reply to", content)[:16]
    return base64.urlsafe_b64encode(blob).rstrip(b"=").decode()


@pytest.mark.parametrize("wrong", ["old", "cut", "long", "words", "other generation", "over"])
def test_a_token_that_cannot_be_read_gets_the_plain_answer(
    app: Flask, held: Held, wrong: str
) -> None:
    good = _token(app, held)
    token = {
        "old": _of_the_version_before(app, held),
        "cut": good[:-2],
        "long": f"{good}AAAA",
        "words": "geen token, maar tekst",
        "other generation": _token(app, held, generation=2),
        "over": _token(app, held, days=-31),
    }[wrong]

    answer = held.send(new_list(reply_to=token))

    assert answer.status_code == 422
    assert set(answer.get_json()["errors"]) == {"reply_to"}
    assert held.send(new_list(reply_to=good)).status_code == 201


def test_a_token_of_another_practice_is_one_that_we_do_not_know(app: Flask, held: Held) -> None:
    open_other_practice(app)

    answer = app.test_client().post(
        "/nl/check/elders", data=new_list(reply_to=held.reply), headers=JSON
    )

    assert answer.status_code == 422
    assert set(answer.get_json()["errors"]) == {"reply_to"}


def test_a_token_begins_with_what_it_is_for(app: Flask, held: Held) -> None:
    """A phone names the draft after these 21 characters, so a later page of the list finds it."""
    later = _token(app, held, generation=2, days=3)

    assert later[:21] == held.reply[:21]
    assert later != held.reply


def test_what_was_taken_before_its_token_died_has_its_receipt(held: Held) -> None:
    fields = new_list(reply_to=held.reply)
    first = held.send(fields).get_json()
    EVENTS["new keys"](held)

    again = held.send(fields)

    assert (again.status_code, again.get_json()["receipt"]) == (200, first["receipt"])


def test_a_dead_token_uses_up_none_of_the_changes_of_a_list(app: Flask, held: Held) -> None:
    EVENTS["new keys"](held)
    for _again in range(21):
        assert held.send(new_list(reply_to=held.reply)).status_code == 422

    assert held.send(new_list(reply_to=_token(app, held, generation=2))).status_code == 201


@pytest.mark.parametrize(("event", "status"), [("new keys", 422), ("everything taken back", 410)])
def test_without_a_script_the_answers_are_shared_as_a_new_list(
    app: Flask, held: Held, event: str, status: int
) -> None:
    EVENTS[event](held)
    for language in LANGUAGES:
        browser = app.test_client()
        fields = new_list(reply_to=held.reply, reason="getypt na het delen", known_as="Samira")

        page = check_page(browser.post(f"/{language}/check/de-dreef", data=fields))

        assert page.response.status_code == status
        assert page.tree.find(".//input[@name='reply_to']") is None
        assert "".join(page.find("div[@data-errors]").itertext()).strip()
        form = page.find("form[@id='review']")
        again = _fields_of(form)
        assert again["reason"] == ["getypt na het delen"]
        assert again["known_as"] == ["Samira"]
        shared = browser.post(form.get("action", ""), data={**again, "consent": "1"})
        assert shared.status_code == 303
        assert browser.get(f"/{language}/done").status_code == 200


def _fields_of(form: Element) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for control in form.iter():
        name = control.get("name")
        if control.tag != "input" or not name:
            continue
        if control.get("type") in {"radio", "checkbox"} and "checked" not in control.attrib:
            continue
        fields.setdefault(name, []).append(control.get("value", "1"))
    return fields


@contextmanager
def while_keys_die(
    session: Session, conversation: UUID, act: Callable[[], str]
) -> Iterator[Future[str]]:
    """Run `act` in another thread after the keys are deleted, but before that is committed."""
    row = session.get_one(Conversation, conversation)
    with ThreadPoolExecutor(1) as pool:
        take_turn(session, row)
        drop_keys(session, row)
        session.flush()
        future = pool.submit(act)
        sleep(A_MOMENT_S)
        session.commit()
        yield future


@pytest.mark.parametrize("way", ["code", "link", "own phone", "token for a change"])
def test_nothing_gets_in_while_the_keys_die(held: Held, way: str) -> None:
    """On PostgreSQL the request finds the old keys, then waits for the lock and must look again."""
    with while_keys_die(held.session, held.conversation, partial(KINDS[way], held)) as asked:
        assert asked.result() == DEAD
    versions = held.session.scalars(
        select(StoredDocument.number).where(StoredDocument.conversation_id == held.conversation)
    )
    assert list(versions) == [1]
