"""Limits of the patient's side stop somebody who guesses, but not a full waiting room."""

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from limits import RateLimitItemPerDay
from werkzeug.test import TestResponse

from pwa.locales import TIME_ZONE
from pwa.patient import limits
from pwa.vault.patient.codes import format_code, new_code, new_link_secret
from pwa.web.extensions import limiter
from tests.pages.checked import check_page
from tests.people.stories import STORY_A, Fields, share

pytestmark = pytest.mark.on_one_database

WAITING_ROOM = "198.51.100.7"
PHONES = 40

Post = Callable[[str, Fields], TestResponse]


@pytest.fixture(autouse=True)
def _fresh_counts(app: Flask) -> None:
    limiter.reset()


def phone(app: Flask, address: str = WAITING_ROOM) -> Post:
    """Give a function that posts a form from a new phone at an IP address."""
    client = app.test_client()

    def post(path: str, fields: Fields) -> TestResponse:
        return client.post(path, data=fields, environ_base={"REMOTE_ADDR": address})

    return post


def sending() -> Fields:
    return {**STORY_A, "uid": str(uuid4()), "consent": "1"}


def wrong_code() -> Fields:
    return {"code": format_code(new_code())}


def wrong_link() -> Fields:
    return {"link": new_link_secret()}


def tells_when(answer: TestResponse) -> bool:
    """Say whether the page names the minute at which `Retry-After` is over."""
    seconds = int(answer.headers["Retry-After"])
    said = re.search(r"weer vanaf (?:[a-z]+ )?(\d\d:\d\d)\.", check_page(answer).text)
    assert said, answer.text
    # The page rounds up to the next minute; the answer may be up to three seconds old.
    times = [datetime.now(UTC) + timedelta(seconds=seconds + more) for more in (57, 60)]
    return said[1] in {f"{time.astimezone(TIME_ZONE):%H:%M}" for time in times}


def test_a_waiting_room_of_forty_phones_shares_within_the_hour(app: Flask) -> None:
    statuses = {phone(app)("/nl/check/de-dreef", sending()).status_code for _ in range(PHONES)}

    assert statuses == {303}


def test_a_flood_from_one_address_stops_nobody_there(app: Flask) -> None:
    flood = {phone(app)("/nl/check/de-dreef", sending()).status_code for _ in range(121)}

    assert flood == {303}


def test_one_who_guesses_does_not_hurt_thirty_nine_others(app: Flask) -> None:
    here = app.test_client()
    keys = [share(here, "de-dreef", STORY_A) for _ in range(PHONES - 1)]
    by_code, by_link = keys[: PHONES // 2], keys[PHONES // 2 :]
    guesser, old_card = phone(app), wrong_code()

    opened = [phone(app)("/nl/open", {"code": item["code"]}) for item in by_code]
    # The same old code tried again and again counts as one wrong code.
    tries = [guesser("/nl/open", old_card) for _ in range(8)]
    opened += [phone(app)("/nl/open", {"code": by_code[0]["code"]})]
    # Different wrong codes block codes from this network for a while, but no links.
    guesses = [guesser("/nl/open", wrong_code()) for _ in range(5)]
    opened += [phone(app)("/nl/open", {"link": item["link"].split("#")[1]}) for item in by_link]
    shared = phone(app)("/nl/check/de-dreef", sending())

    assert {answer.status_code for answer in tries} == {404}
    assert [answer.status_code for answer in guesses] == [404] * 4 + [429]
    assert "Open uw link of QR-code" in check_page(guesses[-1]).text
    assert {answer.status_code for answer in opened} == {303}
    assert shared.status_code == 303


class CountersClock:
    """The clock of the limits' counters, which these tests keep in memory."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead_s = 0.0
        for place in ("limits.storage.memory.time", "pwa.patient.limits.time"):
            monkeypatch.setattr(place, self)

    def time(self) -> float:
        return time.time() + self.ahead_s

    def forward(self, **span: float) -> None:
        self.ahead_s += timedelta(**span).total_seconds()


def test_twenty_wrong_codes_are_the_end_for_that_day_in_that_network_alone(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = share(app.test_client(), "de-dreef", STORY_A)
    right_code, right_link = {"code": keys["code"]}, {"link": keys["link"].split("#")[1]}
    clock, guesser = CountersClock(monkeypatch), phone(app)

    for _ in range(4):
        assert [guesser("/nl/open", wrong_code()).status_code for _ in range(5)] == [404] * 5
        told = guesser("/nl/open", wrong_code())
        assert told.status_code == 429
        clock.forward(minutes=11)
    assert tells_when(told)

    # From now on ten minutes of waiting are not enough, for anybody behind this address.
    for _ in range(3):
        told = guesser("/nl/open", wrong_code())
        assert told.status_code == 429
        assert tells_when(told)
        assert phone(app)("/nl/open", right_code).status_code == 429
        clock.forward(hours=7)
    assert phone(app)("/nl/open", right_link).status_code == 303
    assert phone(app, "198.51.100.8")("/nl/open", right_code).status_code == 303

    clock.forward(hours=3)  # a day after the first wrong code
    assert phone(app)("/nl/open", right_code).status_code == 303
    assert guesser("/nl/open", wrong_code()).status_code == 404


def test_wrong_links_are_limited_likewise(app: Flask) -> None:
    statuses = [phone(app)("/nl/open", wrong_link()).status_code for _ in range(6)]

    assert statuses == [404] * 5 + [429]


@pytest.mark.parametrize(
    ("guesser", "other", "status"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", 429),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", 303),
    ],
)
def test_an_ipv6_network_counts_as_one(app: Flask, guesser: str, other: str, status: int) -> None:
    code = share(app.test_client(), "de-dreef", STORY_A)["code"]
    for _ in range(5):
        phone(app, guesser)("/nl/open", wrong_code())

    assert phone(app, other)("/nl/open", {"code": code}).status_code == status


def test_when_codes_are_guessed_only_the_networks_that_guessed_are_refused(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(limits, "WRONG_IN_ALL", RateLimitItemPerDay(3))
    clock, keys = CountersClock(monkeypatch), share(app.test_client(), "de-dreef", STORY_A)
    code, link = {"code": keys["code"]}, {"link": keys["link"].split("#")[1]}
    guesser = phone(app, "203.0.113.1")
    for number in range(2):
        phone(app, f"203.0.113.{number}")("/nl/open", wrong_code())
    assert guesser("/nl/open", code).status_code == 303, "no alarm yet"
    clock.forward(hours=20)
    for number in (2, 3):
        phone(app, f"203.0.113.{number}")("/nl/open", wrong_code())

    refused = guesser("/nl/open", code)
    assert refused.status_code == 429
    assert "open uw link" in check_page(refused).text.casefold()
    assert tells_when(refused)
    assert phone(app)("/nl/open", code).status_code == 303
    assert guesser("/nl/open", link).status_code == 303

    seconds = int(refused.headers["Retry-After"])
    assert timedelta(hours=3.9).total_seconds() < seconds <= timedelta(hours=4).total_seconds()
    clock.forward(seconds=seconds)
    assert guesser("/nl/open", code).status_code == 303
    lines = capsys.readouterr().err
    assert '"event": "codes-guessed"' in lines
    assert "203.0.113" not in lines


@pytest.mark.alone
def test_guessers_hold_no_thread(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """While codes are being guessed, sixteen refusals at once come without a pause in a thread."""
    monkeypatch.setattr(limits, "WRONG_IN_ALL", RateLimitItemPerDay(1))
    guessers = [phone(app, f"203.0.113.{number}") for number in range(16)]
    for guesser in guessers:
        guesser("/nl/open", wrong_code())

    with ThreadPoolExecutor(16) as pool:
        started = time.monotonic()
        answers = list(pool.map(lambda guess: guess("/nl/open", wrong_code()), guessers))
        spent_s = time.monotonic() - started

    assert {answer.status_code for answer in answers} == {429}
    assert spent_s < 2  # a pause of half a second for each, one by one, would take eight seconds


@pytest.mark.parametrize(
    ("path", "field"),
    [("/nl/open", "code"), ("/practice/login", "email"), ("/nl/check/de-dreef", "own_words")],
)
def test_too_large_a_body_changes_nothing_about_the_limits(
    app: Flask, capsys: pytest.CaptureFixture[str], path: str, field: str
) -> None:
    """A limit that counts by a form field reads the body before its size has been checked."""
    guesser = phone(app)
    for _ in range(3):
        guesser("/nl/open", wrong_code())

    assert guesser(path, {field: "x" * 70_000}).status_code == 413

    statuses = [guesser("/nl/open", wrong_code()).status_code for _ in range(3)]
    assert statuses == [404, 404, 429]
    assert "limits-away" not in capsys.readouterr().err


def test_the_time_to_wait_is_the_one_that_is_left(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, guesser = CountersClock(monkeypatch), phone(app)
    guesser("/nl/open", wrong_code())
    clock.forward(minutes=4)
    for _ in range(4):
        guesser("/nl/open", wrong_code())

    told = guesser("/nl/open", wrong_code())

    assert told.status_code == 429
    # The counter rounds the time left up to the next second.
    assert 350 < int(told.headers["Retry-After"]) <= 361
    assert tells_when(told)


def test_a_pass_prints_only_so_many_papers(app: Flask) -> None:
    client, other = app.test_client(), app.test_client()
    for somebody in (client, other):
        share(somebody, "de-dreef", STORY_A)

    statuses = [client.post("/nl/mine/keep/json").status_code for _ in range(21)]

    assert statuses == [200] * 20 + [429]
    assert other.post("/nl/mine/keep/json").status_code == 200


@pytest.mark.parametrize("path", ["/nl/card.pdf", "/nl/mine/plan.pdf"])
def test_it_prints_only_so_many_pdfs(app: Flask, path: str) -> None:
    client, code = app.test_client(), share(app.test_client(), "de-dreef", STORY_A)["code"]
    client.post("/nl/open", data={"code": code})

    # This pass has nothing to print (303), but each request counts for the limit.
    statuses = [client.get(path).status_code for _ in range(21)]

    assert statuses == [303] * 20 + [429]
