"""The choice of a language on the first screen, and its order in the settings of a practice."""

import pytest
import tinyhtml5
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.locales import LANGUAGES, Language, find_language
from pwa.practice.models import Practice
from tests.pages.checked import check_page, open_page
from tests.people.stories import DemoLogin, find_token

pytestmark = pytest.mark.on_one_database

SETTINGS = "/practice/settings"
TILES = (
    "{% from 'macros/layout.html' import language_tiles with context %}"
    "{{ language_tiles(here, entries) }}"
)


def test_six_tiles_show_the_own_language_first_and_open_the_others(app: Flask) -> None:
    known = [*LANGUAGES.values()]
    codes = ("de", "it", "pt", "ro", "bg", "hu", "so", "sq", "he")
    many = [Language(code, code.title(), "ltr", code) for code in codes]
    every = known + many
    for count in range(2, 13):
        for here in (every[0], every[count - 1]):
            entries = [(each, f"/{each.code}/") for each in every[:count]]
            with app.test_request_context("/nl/"):
                html = render_template_string(TILES, here=here, entries=entries)
            tree = tinyhtml5.parse(html, namespace_html_elements=False)
            links = tree.findall(".//li[@dir]//a")
            assert [link.get("hreflang") for link in links] == [
                here.code,
                *(each.code for each in every[:count] if each != here),
            ]
            assert [link.get("aria-current") for link in links].index("true") == 0
            behind = tree.findall(".//details//a")
            assert len(links) - len(behind) == (count if count <= 6 else 5)
            for tile in tree.findall(".//li[@dir]"):
                language = find_language(tile.get("lang", ""))
                assert language is None or tile.get("dir") == language.direction
                ear = tile.find("button")
                assert ear is not None
                assert ear.get("data-ear") == tile.get("lang")
                assert ear.get("hidden") is not None, "no button that does nothing"


def test_every_ear_is_named_in_its_own_language(client: FlaskClient, demo: DemoLogin) -> None:
    page = open_page(client, f"/nl/p/{demo.slug}")
    names = {
        button.get("data-ear"): button.get("aria-label")
        for button in page.tree.findall(".//button[@data-ear]")
    }
    assert set(names) == set(LANGUAGES)
    assert (names["nl"], names["en"], names["tr"]) == ("Luister", "Listen", "Dinle")


class Orderer:
    """Somebody with the settings open, who presses the buttons that move a language."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        page = open_page(client, SETTINGS)
        inputs = page.find(f"form[@action='{SETTINGS}']").iter("input")
        fields = [field for field in inputs if field.get("type") != "checkbox"]
        self.values = {field.get("name", ""): field.get("value", "") for field in fields}
        self.values["csrf_token"] = find_token(page.response.text)
        self.values["phone"] = "030 111 22 33"

    def moves(self, order: list[str], **button: str) -> list[str]:
        answer = self._sends(order, **button)
        assert answer.status_code == 200
        shown = check_page(answer)
        assert shown.find("input[@id='phone']").get("value") == "030 111 22 33"
        boxes = shown.tree.findall(".//input[@name='languages']")
        return [box.get("value", "") for box in boxes if box.get("checked") is not None]

    def saves(self, order: list[str]) -> None:
        assert self._sends(order).status_code == 303

    def _sends(self, order: list[str], **button: str) -> TestResponse:
        return self.client.post(SETTINGS, data={**self.values, "languages": order, **button})


def test_moving_a_language_keeps_what_is_typed_and_saves_nothing(
    staff_client: FlaskClient, db_session: Session
) -> None:
    orderer = Orderer(staff_client)

    order = orderer.moves(["nl", "en", "tr", "ar"], up="ar")
    assert order == ["nl", "en", "ar", "tr"]
    order = orderer.moves(order, down="nl")
    assert order == ["en", "nl", "ar", "tr"]
    assert orderer.moves(order, up="en") == order, "the first stays the first"
    assert orderer.moves(order, up="xx") == order

    assert db_session.scalars(select(Practice)).one().languages == list(LANGUAGES)


def test_patients_choose_in_the_order_of_the_practice(
    client: FlaskClient, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    Orderer(staff_client).saves(["en", "nl", "ar", "tr"])

    start = open_page(client, f"/tr/p/{demo.slug}").tree.findall(".//a[@hreflang]")
    assert [link.get("hreflang") for link in start] == ["tr", "en", "nl", "ar"]
    check = open_page(client, f"/tr/check/{demo.slug}").tree.findall(".//button[@data-language]")
    assert [button.get("data-language") for button in check] == ["en", "nl", "ar", "tr"]
    answer = client.get(f"/p/{demo.slug}", headers={"Accept-Language": "xx"})
    assert answer.location.startswith("/en/"), "the first language of the practice"
