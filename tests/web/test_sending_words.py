"""Every state of a sending has a text in every language, and each page contains those it needs."""

import re
from pathlib import Path

import pytest
import tinyhtml5
from flask.testing import FlaskClient

from pwa.locales import LANGUAGES
from pwa.web.assets import check_style
from tests.pages.sentences import find_untranslated

pytestmark = pytest.mark.on_one_database

JS = Path("pwa/static/js")
CLASS = re.compile(r'(?:class=|className = )"([^"]+)"')
STATE = re.compile(r'data-state="(\w+)"')
FIRST = {"on_phone", "sending", "waiting"}
ALL = FIRST | {
    "on_tablet",
    "portal",
    "busy",
    "later",
    "stay",
    "stay_full",
    "come_back",
    "no_need",
    "received",
    "code_later",
    "changed_there",
    "without_code",
    "cancelled",
    "changed",
    "maybe",
    "other_body",
    "erased",
    "set_aside",
    "expired",
    "too_large",
    "list_closed",
    "faulty",
    "refused",
}


def words_of(client: FlaskClient, address: str, mark: str) -> str:
    found = re.search(rf"<template {mark}>(.*?)</template>", client.get(address).text, re.DOTALL)
    assert found, f"{address} has no words"
    return found[1]


def test_the_start_page_has_the_words_of_every_state(client: FlaskClient) -> None:
    for language in LANGUAGES:
        words = words_of(client, f"/{language}/p/de-dreef", "data-all-states")

        assert set(STATE.findall(words)) == ALL
        tree = tinyhtml5.parse(
            f'<main lang="{language}">{words}</main>', namespace_html_elements=False
        )
        assert list(find_untranslated(tree.find(".//main"), language)) == []


def test_the_check_has_those_that_it_needs_without_a_network(client: FlaskClient) -> None:
    for language in LANGUAGES:
        words = words_of(client, f"/{language}/check/de-dreef", "data-states")

        assert set(STATE.findall(words)) == FIRST
        assert 'data-do="cancel"' in words


def test_what_arrives_in_the_check_by_script_is_styled_there(client: FlaskClient) -> None:
    arrives = words_of(client, "/nl/p/de-dreef", "data-all-states")
    arrives += words_of(client, "/nl/offline", "data-idle")
    said = (JS / "check/entry.js").read_text("utf-8") + (JS / "device/room.js").read_text("utf-8")
    given = {name for names in CLASS.findall(arrives + said) for name in names.split()}

    # A class inside `:not(…)` is not styled by that rule.
    styled = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r":not\([^)]*\)", "", check_style().text)))

    assert given - styled == {"error"}  # `error` is a hook for scripts


def test_every_state_is_told_somewhere() -> None:
    scripts = "".join(
        (JS / f"{name}.js").read_text("utf-8")
        for name in ("send/states", "check/sending", "send/pending", "device/network")
    )
    kinds = (JS / "send/stores.js").read_text("utf-8")

    assert [
        state for state in ALL if not re.search(rf'["\[ ]{state}["\],:]', scripts + kinds)
    ] == []
