"""Which lists are folded: shared with an invitation, with the waiting-room code, with neither."""

from collections import Counter
from itertools import count
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from pwa.vault.patient.code_pool import CodePool
from pwa.vault.patient.codes import format_code, new_code
from tests.inputs.entry import (
    ELSEWHERE,
    HERE,
    NEXT_DOOR,
    Sender,
    attached,
    take_coded_only,
)
from tests.inputs.invitations import Invited
from tests.pages.checked import open_page
from tests.people.logins import LIST


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


@pytest.mark.parametrize("field", ["waiting_room", "entry_code"])
def test_the_waiting_room_has_numbers_of_its_own(send: Sender, room: str, field: str) -> None:
    flood = [send(HERE) for _ in range(7)]

    inside = [send(HERE, **{field: room}) for _ in range(3)]

    assert flood[-1] == "429"
    assert inside == ["open", "open", "429"], "more than fit in the room are lists like any other"


def test_a_full_waiting_room_goes_on_among_the_others(send: Sender, room: str) -> None:
    became = [send(HERE, waiting_room=room) for _ in range(6)]

    assert became == ["open"] * 4 + ["folded"] * 2


def test_refusal_begins_at_what_the_disk_bears_and_says_when_it_ends(send: Sender) -> None:
    assert [send(f"198.51.{number}.1") for number in range(7)][5:] == ["folded", "429"]

    wait = int(send.answer.headers["Retry-After"])
    sentence = send.answer.get_json()["errors"]["uid"]
    assert 86_000 < wait <= 86_400
    assert "vandaag heel veel lijsten" in sentence


def test_nothing_is_made_for_what_does_not_come_in(
    send: Sender, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, take = count(), CodePool.take
    monkeypatch.setattr(CodePool, "take", lambda pool: (next(taken), take(pool))[1])
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


def test_the_list_of_the_day_says_what_is_used_up(
    send: Sender, room: str, assistant: FlaskClient
) -> None:
    before = assistant.get("/practice/lines")
    for _ in range(2):
        send(waiting_room=room)
    after = assistant.get("/practice/lines", headers={"If-None-Match": before.headers["ETag"]})
    assert "code van de wachtkamer kwamen heel veel lijsten" in after.text
    for number in range(7):
        send(f"198.51.{number}.1")

    page = open_page(assistant, LIST)

    assert "code van de wachtkamer kwamen heel veel lijsten" in page.text
    assert "komen alleen nog lijsten met een uitnodiging" in page.text
