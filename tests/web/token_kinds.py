"""Try every kind of key and token by which a patient comes to a list or shares one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.conversation.core import PLAN
from pwa.conversation.models import Conversation, StoredDocument
from pwa.conversation.service import has_document
from pwa.web.extensions import limiter
from tests.inputs.entry import room_of, take_coded_only
from tests.inputs.invitations import Invited, ask_appointment, invite
from tests.inputs.plans import uid
from tests.pages.checked import open_page
from tests.people.stories import STORY_A, find_token

SLUG = "de-dreef"
SHARE = f"/nl/check/{SLUG}"
WORKS, LEFT, DEAD, GONE = "works", "what is left", "dead", "gone"
ASIDE = "put aside"


@dataclass
class Held:
    """One patient's list with every key and token of it, and an older and a younger list.

    Attributes:
        sent: the form fields with which the list was shared.
        own: the key of an own phone, as the form field that opens the list.
        reply: the token for a change (`reply_to`).
        room: the waiting-room code.
    """

    app: Flask
    session: Session
    gp: FlaskClient
    browser: FlaskClient
    monkeypatch: pytest.MonkeyPatch
    sent: Mapping[str, str | list[str]]
    code: str
    link: str
    own: Mapping[str, str]
    reply: str
    invited: Invited
    room: str
    older: UUID
    conversation: UUID
    younger: UUID

    def press(self, page: str, to: str = "", **fields: str) -> None:
        """Let the GP send the form of a page, to the page itself or to the address `to`."""
        token = find_token(self.gp.get(page).text)
        answer = self.gp.post(to or page, data={"csrf_token": token, **fields})
        assert answer.status_code in {200, 303}, answer.text

    def send(self, fields: Mapping[str, str | list[str]]) -> TestResponse:
        client = self.app.test_client()
        return client.post(SHARE, data=fields, headers={"Accept": "application/json"})


def newest(session: Session) -> UUID:
    session.rollback()
    latest = select(Conversation.id).order_by(Conversation.created_at.desc()).limit(1)
    found = session.scalars(latest).one()
    session.rollback()
    return found


def new_list(**fields: str | list[str]) -> dict[str, str | list[str]]:
    return {**STORY_A, "uid": str(uuid4()), "consent": "1", **fields}


def hold(
    app: Flask,
    session: Session,
    gp: FlaskClient,
    assistant: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
) -> Held:
    """Share three lists; gives every key and token of the second one."""
    accept = {"Accept": "application/json"}
    ids = []
    browser, sent = app.test_client(), new_list()
    for client, fields in (
        (app.test_client(), new_list()),
        (browser, sent),
        (app.test_client(), new_list()),
    ):
        answer = client.post(SHARE, data=fields, headers=accept)
        if fields is sent:
            receipt = answer.get_json()
        ids.append(newest(session))
    link = receipt["link"].split("#")[1]
    own = app.test_client()
    own.post("/nl/open", data={"link": link})
    kept = own.post("/nl/mine/own").get_json()
    change = open_page(browser, "/nl/mine/change")
    return Held(
        app,
        session,
        gp,
        browser,
        monkeypatch,
        sent,
        receipt["code"],
        link,
        {kept["field"]: kept["key"]},
        change.find("input[@name='reply_to']").get("value", ""),
        invite(assistant),
        room_of(app, SLUG),
        *ids,
    )


def _try_pass(held: Held) -> str:
    return _look(held.browser)


def _look(browser: FlaskClient) -> str:
    answer = browser.get("/nl/mine/change")
    if answer.status_code == 303:
        return DEAD
    said = {200: WORKS, 404: LEFT, 410: GONE}[answer.status_code]
    assert said == GONE or browser.get("/nl/mine").status_code == 200
    return said


def _open(held: Held, key: Mapping[str, str]) -> str:
    browser = held.app.test_client()
    answer = browser.post("/nl/open", data=key)
    if answer.status_code == 303:
        return _look(browser)
    return {404: DEAD, 410: GONE}[answer.status_code]


def _try_reply(held: Held) -> str:
    answer = held.send(new_list(reply_to=held.reply))
    if answer.status_code in {201, 423}:
        return WORKS if answer.status_code == 201 else ASIDE
    assert set(answer.get_json()["errors"]) == {"reply_to"}
    return {422: DEAD, 410: GONE}[answer.status_code]


def _give_plan(held: Held) -> None:
    """Add a plan, which a tick needs, beside all that the event did; nothing opens it here."""
    conversation = held.session.get(Conversation, held.conversation)
    if conversation is not None and not has_document(held.session, conversation, PLAN):
        held.session.add(
            StoredDocument(
                practice_id=conversation.practice_id,
                conversation_id=conversation.id,
                kind=PLAN,
                number=1,
                schema=1,
                sealed_key=b"",
                body=b"",
                created_at=datetime.now(UTC),
            )
        )
    held.session.commit()


def _try_tick(held: Held) -> str:
    _give_plan(held)
    data = {"uid": str(uuid4()), "reply_to": held.reply, "step": uid(1), "how": "yes"}
    accept = {"Accept": "application/json"}
    answer = held.app.test_client().post(f"/nl/tick/{SLUG}", data=data, headers=accept)
    said = {201: WORKS, 422: DEAD, 410: GONE, 423: ASIDE}[answer.status_code]
    # The answers after the talk go by the same token; here they are not asked yet, which is said at `uid`.
    late = held.app.test_client().post(f"/nl/after/{SLUG}", data=data, headers=accept)
    faults = ["uid"] if said == WORKS else list(answer.get_json()["errors"])
    expected = 422 if said == WORKS else answer.status_code
    assert (late.status_code, list(late.get_json()["errors"])) == (expected, faults)
    return said


def _try_sending(held: Held) -> str:
    answer = held.send(held.sent)
    if answer.status_code in {410, 423}:
        return GONE if answer.status_code == 410 else ASIDE
    assert answer.status_code == 200
    return WORKS if answer.get_json()["code"] else DEAD


def try_invitation(held: Held) -> str:
    assert held.send(new_list(invitation=held.invited.token)).status_code == 201
    conversation = held.session.get_one(Conversation, newest(held.session))
    is_attached = conversation.invitation_id is not None
    held.session.rollback()
    return WORKS if is_attached else DEAD


def _try_appointment(held: Held) -> str:
    answer = ask_appointment(held.app.test_client(), held.invited.token)
    return {200: WORKS, 404: DEAD}[answer.status_code]


def _try_room(held: Held) -> str:
    take_coded_only(held.session)
    return {201: WORKS, 422: DEAD}[held.send(new_list(waiting_room=held.room)).status_code]


# Tried in this order: an attempt does not change what the later attempts answer.
KINDS: Mapping[str, Callable[[Held], str]] = {
    "pass": _try_pass,
    "code": lambda held: _open(held, {"code": held.code}),
    "link": lambda held: _open(held, {"link": held.link}),
    "own phone": lambda held: _open(held, held.own),
    "token for a change": _try_reply,
    "tick": _try_tick,
    "same sending again": _try_sending,
    "invitation": try_invitation,
    "what an invitation shows": _try_appointment,
    "waiting-room code": _try_room,
}


def try_all(held: Held) -> dict[str, str]:
    """Try every kind of token; gives for each kind what it still does."""
    said = {}
    for kind, attempt in KINDS.items():
        limiter.reset()
        said[kind] = attempt(held)
    return said
