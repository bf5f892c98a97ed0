"""The first page, the neutral page, and files that browsers request by themselves."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pwa.locales import LANGUAGES
from pwa.patient.access import COOKIE
from pwa.web import http
from tests.pages.checked import open_page
from tests.people.stories import STORY_A, DemoLogin, share

pytestmark = pytest.mark.on_one_database


@pytest.mark.changes_nothing
def test_the_first_page_offers_every_language(client: FlaskClient) -> None:
    for language in LANGUAGES:
        page = open_page(client, f"/{language}/")

        for other in LANGUAGES.values():
            assert page.find(f"a[@hreflang='{other.code}']").text == other.own_name


@pytest.mark.changes_nothing
@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("tr-TR,tr;q=0.9,en;q=0.5", "tr"),
        ("tr-TR,en;q=0.9", "tr"),
        ("ar-MA,nl;q=0.8", "ar"),
        ("AR-eg;q=0.9, EN;q=0.8", "ar"),
        ("so-SO,en-GB;q=0.7,nl;q=0.3", "en"),
        ("en;q=0.2,nl-BE;q=0.9", "nl"),
        ("tr;q=0,ar;q=0.1", "ar"),
        ("zh-Hant-TW,*;q=0.5", "nl"),
        ("", "nl"),
        (";;q=x,,-", "nl"),
    ],
)
def test_the_first_page_comes_in_the_language_of_the_browser(
    client: FlaskClient, asked: str, given: str
) -> None:
    page = open_page(client, "/", headers={"Accept-Language": asked})

    assert page.tree.get("lang") == given
    assert page.response.vary.as_set() >= {"accept-language"}


@pytest.mark.changes_nothing
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/p/{Slug}", "/p/{slug}"),
        ("/P/{SLUG}/", "/p/{slug}"),
        ("/nl/p/{slug}/", "/nl/p/{slug}"),
        ("/NL/check/{Slug}", "/nl/check/{slug}"),
        ("/nl/help/{Slug}/?topic=pain", "/nl/help/{slug}?topic=pain"),
        ("/nl/p/{slug}.", "/nl/p/{slug}"),
        ("/nl/p/{slug})%20", "/nl/p/{slug}"),
        ("/Ar/Open/", "/ar/open"),
        ("/tr/own/", "/tr/own"),
    ],
)
def test_an_address_typed_by_hand_leads_to_the_page(
    client: FlaskClient, demo: DemoLogin, typed: str, meant: str
) -> None:
    names = {"slug": demo.slug, "Slug": demo.slug.title(), "SLUG": demo.slug.upper()}

    answer = client.get(typed.format(**names))

    assert (answer.status_code, answer.location) == (302, meant.format(**names))
    assert client.get(answer.location, follow_redirects=True).status_code == 200


@pytest.mark.changes_nothing
@pytest.mark.parametrize(
    "address", ["/NERGENS/", "/nl/nergens/", "/nl//NERGENS", "/practice/NERGENS/", "/nl/p/"]
)
def test_an_address_of_nothing_leads_nowhere(client: FlaskClient, address: str) -> None:
    assert client.get(address, base_url="http://localhost").status_code == 404


@pytest.mark.changes_nothing
def test_what_is_sent_to_a_wrong_address_is_not_sent_again(
    client: FlaskClient, demo: DemoLogin
) -> None:
    assert client.post(f"/nl/check/{demo.slug.upper()}").status_code == 404


@pytest.mark.changes_nothing
def test_a_language_that_does_not_exist_is_not_found(client: FlaskClient) -> None:
    open_page(client, "/xx/", status=404)


def test_the_example_is_offered_where_there_is_one(client: FlaskClient, demo: DemoLogin) -> None:
    page = open_page(client, "/nl/")

    assert page.find(f"a[@href='/nl/p/{demo.slug}']") is not None


def test_no_example_is_offered_elsewhere(app: Flask) -> None:
    app.config["DEMO_SLUG"] = None

    page = open_page(app.test_client(), "/nl/")

    assert "/p/" not in page.response.text


@pytest.mark.changes_nothing
@pytest.mark.parametrize(
    ("language", "title", "month"),
    [
        ("nl", "Kalender", "november 2026"),
        ("en", "Calendar", "November 2026"),
        ("tr", "Takvim", "Kasım 2026"),
        ("ar", "التقويم", "نوفمبر 2026"),
    ],
)
def test_who_leaves_lands_on_a_calendar(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, language: str, title: str, month: str
) -> None:
    # 00:30 on 23 November in the Netherlands, still 22 November in UTC.
    monkeypatch.setattr(http, "now", lambda: datetime(2026, 11, 22, 23, 30, tzinfo=UTC))

    page = open_page(client, f"/{language}/away")

    assert page.title == title
    assert page.find("caption").text == month
    assert page.find("td[@aria-current='date']").text == "23"


@pytest.mark.changes_nothing
def test_the_calendar_tells_nothing_about_where_somebody_was(client: FlaskClient) -> None:
    page = open_page(client, "/nl/away")

    assert page.tree.find(".//a") is None
    assert page.tree.find(".//form") is None
    assert page.find("link[@rel='icon']").get("href") == "data:,"
    assert "gesprek" not in page.text.casefold()
    assert page.response.headers["Cache-Control"] == "no-store"


def test_leaving_takes_the_pass_away(client: FlaskClient, demo: DemoLogin) -> None:
    share(client, demo.slug, STORY_A)
    assert client.get_cookie(COOKIE) is not None

    client.get("/nl/away")

    assert client.get_cookie(COOKIE) is None


@pytest.mark.changes_nothing
def test_browsers_and_search_engines_get_what_they_ask_for(client: FlaskClient) -> None:
    icon = client.get("/favicon.ico")
    robots = client.get("/robots.txt")

    assert icon.mimetype == "image/svg+xml"
    assert "Disallow: /\n" in robots.text
    assert robots.mimetype == "text/plain"


@pytest.mark.changes_nothing
def test_a_page_that_does_not_exist_leads_to_the_first_page_in_each_language(
    client: FlaskClient,
) -> None:
    page = open_page(client, "/nl/nothing/here", status=404)

    assert page.find("a[@data-language='tr']").get("href") == "/tr/"


@pytest.mark.changes_nothing
def test_the_language_menu_never_hands_on_what_a_visitor_brought(
    client: FlaskClient, demo: DemoLogin
) -> None:
    first = open_page(client, f"/nl/p/{demo.slug}?invitation=secret&_external=1")

    assert "secret" not in first.response.text
    assert "secret" not in client.get(f"/nl/p/{demo.slug}").text
