"""Which lists come in, and which are folded: by invitation, by the waiting-room code, by neither."""

from collections import Counter
from collections.abc import Iterator
from itertools import count
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from pwa.extensions import db, limiter
from pwa.practice.models import Practice
from pwa.practice.waiting_room import waiting_room_code
from pwa.vault.code_pool import POOL
from pwa.vault.codes import format_code, new_code
from pwa.vault.ring import master_keys
from tests.colleagues import open_other_practice
from tests.databases import Home
from tests.invitations import Invited, invite
from tests.pages import open_page
from tests.people import STORY_A, DemoLogin

HERE = "203.0.113.7"
# Addresses of the tests, each a network of its own; the second one is beside the first.
NEXT_DOOR, ELSEWHERE = "203.0.113.8", "198.51.100.1"
SETTINGS = {
    "GESPREK_LISTS_PER_NETWORK": "2 per hour",
    "GESPREK_LISTS_PER_NEIGHBOURS": "3 per hour",
    "GESPREK_LISTS_PER_PRACTICE": "4 per hour",
    "GESPREK_LISTS_WAITING_ROOM": "2 per hour",
    "GESPREK_LISTS_AT_MOST": "6 per day",
}


@pytest.fixture
def app(home: Home) -> Iterator[Flask]:
    """The app with small numbers, so that a table of tests needs no thousands of lists."""
    with home.app(**SETTINGS) as app:
        yield app


class Sender:
    """Shares by the contract, from any address, and says what became of it."""

    def __init__(self, app: Flask, session: Session, slug: str) -> None:
        self.client, self.session, self.slug = app.test_client(), session, slug

    def __call__(self, address: str = HERE, **fields: str) -> str:
        """Give `open` or `folded`, or the status of a refusal."""
        answer = self.client.post(
            f"/nl/check/{self.slug}",
            data={**STORY_A, "uid": str(uuid4()), "consent": "1", **fields},
            headers={"Accept": "application/json"},
            environ_base={"REMOTE_ADDR": address},
        )
        self.answer = answer
        if answer.status_code != 201:
            return str(answer.status_code)
        self.session.rollback()
        newest = select(Conversation).order_by(Conversation.created_at.desc()).limit(1)
        row = self.session.scalars(newest).one()
        return "folded" if row.is_folded else "open"


@pytest.fixture
def send(app: Flask, db_session: Session, demo: DemoLogin) -> Sender:
    limiter.reset()
    return Sender(app, db_session, demo.slug)


@pytest.fixture
def room(app: Flask, demo: DemoLogin) -> str:
    return room_of(app, demo.slug)


@pytest.fixture
def invited(assistant: FlaskClient) -> Invited:
    return invite(assistant)


def room_of(app: Flask, slug: str) -> str:
    """Compute the code of a practice's waiting room."""
    with app.app_context():
        practice = db.session.scalars(select(Practice).where(Practice.slug == slug)).one()
        return waiting_room_code(practice, master_keys())


def attached(session: Session) -> int:
    session.rollback()
    return len(
        session.scalars(select(Conversation).where(Conversation.invitation_id.is_not(None))).all()
    )


def take_coded_only(session: Session) -> None:
    session.execute(update(Practice).values(takes_coded_only=True, revision=Practice.revision + 1))
    session.commit()


@pytest.mark.parametrize(
    ("addresses", "folded_after"),
    [
        ([HERE], 2),
        ([HERE, NEXT_DOOR], 3),
        (["2001:db8:1:1::1", "2001:db8:1:1::2"], 2),
        (["2001:db8:1:1::1", "2001:db8:1:2::1"], 3),
        ([f"198.51.{number}.1" for number in range(6)], 4),
    ],
    ids=["one address", "IPv4 /24", "IPv6 /64", "IPv6 /48", "everywhere"],
)
def test_what_is_more_than_usual_is_folded_and_not_refused(
    send: Sender, addresses: list[str], folded_after: int
) -> None:
    became = [send(addresses[turn % len(addresses)]) for turn in range(6)]

    assert became == ["open"] * folded_after + ["folded"] * (6 - folded_after)


def test_one_network_takes_its_own_part_only(send: Sender) -> None:
    flood = [send(HERE) for _ in range(4)]

    assert flood == ["open", "open", "folded", "folded"]
    assert send(ELSEWHERE) == "open"
    assert send(NEXT_DOOR) == "open"


def test_the_first_lists_of_an_invitation_are_outside_every_number(
    send: Sender, invited: Invited, db_session: Session
) -> None:
    flood = [send(HERE) for _ in range(7)]

    mine = [send(HERE, invitation=invited.token) for _ in range(3)]
    further = send(HERE, invitation=invited.token)

    assert flood[-1] == "429"
    assert mine == ["open"] * 3
    assert further == "429"
    assert attached(db_session) == 3


def test_a_fourth_list_of_an_invitation_is_one_like_any_other(
    send: Sender, invited: Invited, db_session: Session
) -> None:
    became = [send(HERE, invitation=invited.token) for _ in range(6)]

    assert became == ["open"] * 5 + ["folded"]
    assert attached(db_session) == 3


def test_the_code_on_the_card_counts_as_the_link_does(
    send: Sender, assistant: FlaskClient, invited: Invited, db_session: Session
) -> None:
    code = read_code(assistant, invited)

    assert send(HERE, entry_code=f" {code.lower()} ") == "open"
    assert attached(db_session) == 1
    assert [send(HERE, invitation=invited.token) for _ in range(2)] == ["open"] * 2
    assert attached(db_session) == 3
    send(HERE, entry_code=code)
    assert attached(db_session) == 3


@pytest.mark.parametrize("field", ["waiting_room", "entry_code"])
def test_the_waiting_room_has_numbers_of_its_own(send: Sender, room: str, field: str) -> None:
    flood = [send(HERE) for _ in range(7)]

    inside = [send(HERE, **{field: room}) for _ in range(3)]

    assert flood[-1] == "429"
    assert inside == ["open", "open", "429"], "more than fit in the room are lists like any other"


def test_a_full_waiting_room_goes_on_among_the_others(send: Sender, room: str) -> None:
    became = [send(HERE, waiting_room=room) for _ in range(6)]

    assert became == ["open"] * 4 + ["folded"] * 2


@pytest.mark.parametrize("nonsense", ["", "x", "K7QM4T2X9HDF", "é\ud800", "a" * 5000])
def test_what_stands_in_a_link_is_never_a_mistake(send: Sender, nonsense: str) -> None:
    sent = nonsense.encode("utf-8", "replace").decode()

    assert send(HERE, waiting_room=sent, invitation=sent) == "open"


def test_a_typing_mistake_in_a_code_is_told_at_its_field(send: Sender, room: str) -> None:
    wrong = room[:-1] + ("0" if room[-1] != "0" else "1")

    assert send(HERE, entry_code=wrong) == "422"
    assert list(send.answer.get_json()["errors"]) == ["entry_code"]


def test_the_code_of_another_practice_is_worth_nothing(
    app: Flask, send: Sender, db_session: Session
) -> None:
    open_other_practice(app, "elders")
    take_coded_only(db_session)

    assert send(HERE, waiting_room=room_of(app, "elders")) == "422"


def test_refusal_begins_at_what_the_disk_bears_and_says_when_it_ends(send: Sender) -> None:
    assert [send(f"198.51.{number}.1") for number in range(7)][5:] == ["folded", "429"]

    wait = int(send.answer.headers["Retry-After"])
    sentence = send.answer.get_json()["errors"]["uid"]
    assert 86_000 < wait <= 86_400
    assert "vandaag heel veel lijsten" in sentence


def test_only_by_code_takes_each_kind_of_code_and_nothing_else(
    send: Sender, assistant: FlaskClient, invited: Invited, room: str, db_session: Session
) -> None:
    code = read_code(assistant, invited)
    take_coded_only(db_session)

    assert send() == "422"
    assert "alleen lijsten aan met een code" in send.answer.get_json()["errors"]["entry_code"]
    assert send(entry_code=format_code(new_code())) == "422"
    assert "werkt niet bij deze praktijk" in send.answer.get_json()["errors"]["entry_code"]
    assert send(entry_code=code) == send(invitation=invited.token) == "open"
    assert send(entry_code=room) == send(waiting_room=room) == "open"


def test_who_guesses_codes_is_told_to_wait_and_stops_nobody(
    send: Sender, room: str, db_session: Session
) -> None:
    take_coded_only(db_session)
    card = format_code(new_code())

    tries = [send(entry_code=card) for _ in range(3)]
    guesses = [send(entry_code=format_code(new_code())) for _ in range(6)]

    assert tries == ["422"] * 3, "the same code is one try"
    assert guesses == ["422"] * 4 + ["429"] * 2
    assert 500 < int(send.answer.headers["Retry-After"]) <= 600
    assert send(entry_code=room) == "open", "a right code at the same address"
    assert send(ELSEWHERE, entry_code=format_code(new_code())) == "422"


def test_nothing_is_made_for_what_does_not_come_in(
    send: Sender, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, take = count(), POOL.take
    monkeypatch.setattr(POOL, "take", lambda: (next(taken), take())[1])
    uid = str(uuid4())
    became = [send(uid=uid), send(uid=uid)]
    send.slug = "nobody-here"
    became += [send() for _ in range(61)]
    send.slug = "de-dreef"
    take_coded_only(db_session)
    became += [send(), send(entry_code=format_code(new_code()))]

    assert Counter(became) == {"open": 1, "200": 1, "404": 60, "429": 1, "422": 2}
    assert next(taken) == 1


def test_the_same_sending_again_and_again_is_told_to_wait(send: Sender) -> None:
    uid = str(uuid4())
    became = Counter(send(uid=uid) for _ in range(123))

    assert became == {"open": 1, "200": 120, "429": 2}
    assert 3500 < int(send.answer.headers["Retry-After"]) <= 3600
    assert send() == "open"


def read_code(assistant: FlaskClient, invited: Invited) -> str:
    """Read the short code on the page of an invitation."""
    return open_page(assistant, invited.address).part("entry-code")
