"""Compressed answers: for which browsers, in which content coding, and which are not compressed."""

import gzip
import re
from collections.abc import Callable

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pwa.web import assets
from pwa.web.packed import pack
from tests.people.stories import DemoLogin

pytestmark = pytest.mark.on_one_database

DECODE: dict[str | None, Callable[[bytes], bytes]] = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    None: bytes,
}
TOKENS = st.sampled_from(["br", "gzip", "identity", "*", "deflate", "zstd", "BR", "brr", "x-br"])
QUALITIES = st.sampled_from(["", ";q=0", ";q=0.000", ";q=1", ";q=0.5", " ; q=0.001", ";q=0.9"])
NAMED = st.lists(st.tuples(TOKENS, QUALITIES), max_size=6, unique_by=lambda pair: pair[0].lower())
BLANKS = st.sampled_from([",", ", ", " ,\t"])
# Any text that can arrive in a header; proxies reject line ends and control characters.
HOSTILE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=60)
BROKEN = st.sampled_from(
    ["br;q=nan", "br;q=-1", "br;q=1e9", "br;q=", "br;;", ",,,", '"br', "br;q=0,br", "gzip;br;q=0"]
)


def quality(named: list[tuple[str, str]], coding: str) -> float:
    """Give the quality (0 to 1) that a browser gave a coding, without using the app's code."""
    wanted = {token.lower(): float(re.sub(r"[^\d.]", "", q) or 1) for token, q in named}
    return wanted.get(coding, wanted.get("*", 0.0))


@given(named=NAMED, blank=BLANKS)
def test_each_browser_gets_what_it_likes_best(named: list[tuple[str, str]], blank: str) -> None:
    body = b"the same for everybody " * 20
    header = blank.join(token + q for token, q in named)

    _, headers, sent = pack(body, ("br", "gzip")).answer({"HTTP_ACCEPT_ENCODING": header})

    coding = dict(headers).get("Content-Encoding")
    assert DECODE[coding](sent) == body
    best = max(quality(named, name) for name in ("br", "gzip", "identity"))
    if best == 0:
        assert coding is None
    else:
        assert quality(named, coding or "identity") == best
        assert coding == "br" or quality(named, "br") < best, "the smallest among equals"


@pytest.fixture
def packed_addresses(app: Flask, demo: DemoLogin) -> list[str]:
    """One address of each kind: two static files, the check, the worker, a bundle."""
    with app.test_request_context():
        files = [assets.asset_url("img/icons.svg"), assets.asset_url("img/icon-180.png")]
    return [*files, f"/nl/check/{demo.slug}", "/nl/own", "/sw.js", f"/nl/kept/{demo.slug}"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(header=st.one_of(HOSTILE, BROKEN, NAMED.map(lambda n: ",".join(t + q for t, q in n))))
def test_whatever_is_asked_for_the_body_can_be_read_and_is_known_again(
    client: FlaskClient, packed_addresses: list[str], header: str
) -> None:
    asked = {"Accept-Encoding": header}
    for address in packed_addresses:
        plain = client.get(address)
        for answer in (client.get(address, headers=asked), client.get(address, headers=asked)):
            assert answer.status_code == 200
            assert DECODE[answer.content_encoding](answer.data) == plain.data
            assert answer.headers["Vary"] == "Accept-Encoding"
            assert int(answer.headers["Content-Length"]) == len(answer.data)
            is_other = answer.content_encoding is not None
            assert (answer.headers["ETag"] != plain.headers["ETag"]) == is_other
        known = {"If-None-Match": f'"x", W/{answer.headers["ETag"]}'}
        again = client.get(address, headers=asked | known)
        assert (again.status_code, again.data) == (304, b"")
        assert client.get(address, headers=known).status_code == (200 if is_other else 304)


def test_a_coding_that_is_refused_is_not_sent(
    client: FlaskClient, packed_addresses: list[str]
) -> None:
    for address in packed_addresses:
        for refused in ("br;q=0", "gzip;q=0, br;q=0", "*;q=0", "identity;q=0, *;q=0"):
            answer = client.get(address, headers={"Accept-Encoding": refused})
            assert answer.content_encoding is None


@given(others=st.one_of(HOSTILE, BROKEN).map(lambda text: re.sub(r'["*]', "", text)))
def test_a_known_body_is_found_behind_whatever_else_is_listed(others: str) -> None:
    packed = pack(b"body")
    known = f'{others}, "{packed.etag}"'
    assert packed.answer({"HTTP_IF_NONE_MATCH": known})[::2] == ("304 NOT MODIFIED", b"")
    assert packed.answer({"HTTP_IF_NONE_MATCH": others})[::2] == ("200 OK", b"body")
