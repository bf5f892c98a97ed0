"""Local help, as a visitor sees it."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from pwa.locales import LANGUAGES
from pwa.practice.models import Practice
from pwa.web import http
from tests.pages.checked import HtmlPage, open_page

pytestmark = pytest.mark.on_one_database

MONDAY_NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 21, 11, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    set_clock(monkeypatch, MONDAY_NOON)
    return monkeypatch


def set_clock(clock: pytest.MonkeyPatch, moment: datetime) -> None:
    clock.setattr(http, "now", lambda: moment)


def card(page: HtmlPage, name: str) -> str:
    return next(text for text in cards(page) if text.startswith(name))


def cards(page: HtmlPage) -> list[str]:
    return [" ".join("".join(element.itertext()).split()) for element in page.tree.iter("article")]


def numbers(page: HtmlPage) -> set[str]:
    links = (element.get("href", "") for element in page.tree.iter("a"))
    return {link for link in links if link.startswith("tel:")}


@pytest.mark.parametrize("query", ["", "?topic=money", "?topic=nonsense"])
def test_it_opens_in_every_language(client: FlaskClient, practice: Practice, query: str) -> None:
    for language in LANGUAGES:
        page = open_page(client, f"/{language}/help/{practice.slug}{query}")

        assert cards(page)


def test_a_topic_shows_its_own_help_with_a_button_to_call(
    client: FlaskClient, practice: Practice, clock: pytest.MonkeyPatch
) -> None:
    page = open_page(client, f"/nl/help/{practice.slug}?topic=money")

    names = [text.split(" Voorbeeld")[0].split(" Er denkt")[0] for text in cards(page)]
    assert names[0] == "Buurtteam Overvecht"
    assert "Geldfit" in names
    assert "tel:08008115" in numbers(page)
    assert page.find("a[@aria-current='true']").get("href", "").endswith("topic=money")


def test_it_says_until_when_somebody_is_there(
    client: FlaskClient, practice: Practice, clock: pytest.MonkeyPatch
) -> None:
    address = f"/nl/help/{practice.slug}?topic=money"

    assert "Nu open, tot 17:00" in card(open_page(client, address), "Buurtteam")

    set_clock(clock, SATURDAY)
    assert "Weer open: maandag 09:00" in card(open_page(client, address), "Buurtteam")


def test_a_line_that_never_closes_says_so(client: FlaskClient, practice: Practice) -> None:
    page = open_page(client, f"/nl/help/{practice.slug}?topic=lonely")

    assert "Dag en nacht open" in card(page, "De Luisterlijn")


def test_what_nobody_checked_for_long_is_marked_and_last(
    client: FlaskClient, practice: Practice, clock: pytest.MonkeyPatch
) -> None:
    page = open_page(client, f"/nl/help/{practice.slug}?topic=moving")

    assert cards(page)[-1].startswith("Wandelgroep De Gagel")
    assert "Misschien klopt dit niet meer" in cards(page)[-1]
    assert "Misschien" not in cards(page)[0]


def test_a_sensitive_number_warns_of_the_list_of_calls(
    client: FlaskClient, practice: Practice
) -> None:
    page = open_page(client, f"/nl/help/{practice.slug}?topic=conflict")
    warning = "Dit nummer blijft in uw lijst met telefoontjes staan"

    assert warning in card(page, "Veilig Thuis")
    assert warning not in card(page, "Buurtteam")


def test_examples_are_marked_as_examples(client: FlaskClient, practice: Practice) -> None:
    page = open_page(client, f"/nl/help/{practice.slug}?topic=caring")

    assert "Voorbeeld" in card(page, "Buurtteam")
    assert "Voorbeeld" not in card(page, "Mantelzorg Utrecht")
    assert "Die adressen en nummers bestaan niet" in page.text


@pytest.mark.parametrize("query", ["", "?topic=pain", "?topic=papers"])
def test_the_emergency_numbers_are_the_same_for_everybody(
    client: FlaskClient, practice: Practice, query: str
) -> None:
    page = open_page(client, f"/nl/help/{practice.slug}{query}")

    own = {"tel:+31300000000", "tel:+31300000009"}
    assert {"tel:112", "tel:113", "tel:08000113", "tel:08002000"} | own <= numbers(page)


def test_no_middle_dot_stands_beside_arabic_text(client: FlaskClient, practice: Practice) -> None:
    page = open_page(client, f"/ar/help/{practice.slug}")

    assert "·" not in page.text


def test_the_language_menu_keeps_the_topic(client: FlaskClient, practice: Practice) -> None:
    page = open_page(client, f"/nl/help/{practice.slug}?topic=money")

    assert page.find("a[@data-language='ar']").get("href") == (
        f"/ar/help/{practice.slug}?topic=money"
    )


def test_it_is_the_same_for_every_visitor_and_may_be_kept_for_a_minute(
    client: FlaskClient, practice: Practice
) -> None:
    address = f"/nl/help/{practice.slug}?topic=money"

    first = client.get(address)

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in first.headers
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/nl/help/nobody", "/xx/help/{slug}"])
def test_what_does_not_exist_is_not_found(
    client: FlaskClient, practice: Practice, path: str
) -> None:
    open_page(client, path.format(slug=practice.slug), status=404)


def test_nothing_of_a_strange_query_comes_back(client: FlaskClient, practice: Practice) -> None:
    query = "?_scheme=javascript&_external=1&slug=other&topic=%3Cscript%3E"

    page = open_page(client, f"/nl/help/{practice.slug}{query}")

    assert "javascript:" not in page.response.text
    assert page.find("a[@data-language='ar']").get("href") == f"/ar/help/{practice.slug}"
