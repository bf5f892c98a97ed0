"""Pages with the Dutch under each text: none is missing, none is another's, and no answer is lost."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pytest
from flask.testing import FlaskClient

from pwa.locales import LANGUAGES
from pwa.site.under.core import OF, Node, is_text, segments, text_of
from pwa.site.under.markup import read_page
from scripts.strings import catalogues, read_catalogue
from tests.pages.catalogues import catalogue
from tests.pages.checked import check_page, open_page
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import STORY_A, DemoLogin

pytestmark = pytest.mark.on_one_database

OTHERS = [code for code in LANGUAGES if code != "nl"]
OF_EVERYBODY = ("", "p/{slug}", "check/{slug}", "help/{slug}?topic=money", "open", "own", "offline")
PERSONAL = (
    *("mine", "mine/plan", "mine/help", "mine/log", "mine/keep", "mine/withdraw", "mine/change"),
    *("done", "mine/then-and-now", "mine/after"),
)


@cache
def translations(language: str) -> dict[str, set[str]]:
    """Give each text of a language with the Dutch of all the messages that are written so."""
    found = defaultdict(set)
    for message in read_catalogue(dict(catalogues())["nl"], "nl"):
        own = str(catalogue(language).gettext(message.id)) if isinstance(message.id, str) else ""
        if own and message.context is None:
            found[tidy(own)].add(tidy(str(message.string)))
    return found


def tidy(text: str) -> str:
    return " ".join(text.split())


def twins(page: Node) -> Iterator[tuple[str, Node]]:
    """Go through what is under a text: the own text, and the element with the Dutch."""
    for node in page.nodes():
        if OF in node.attributes:
            yield node.attributes[OF], node


def alone(node: Node, language: str) -> Iterator[str]:
    """Go through the texts of ours in an element that have no Dutch after them though it differs."""
    known = translations(language)
    if node.tag in ("title", "option", "script", "style", "svg"):
        return
    for segment in segments(node):
        if not is_text(segment):
            yield from (text for item in segment for text in alone_in(item, language))
            continue
        has_twin = any(isinstance(item, Node) and OF in item.attributes for item in segment)
        text = text_of(segment)
        if not has_twin and text in known and text not in known[text]:
            yield text


def alone_in(item: Node | str, language: str) -> Iterator[str]:
    return alone(item, language) if isinstance(item, Node) else iter(())


def faults_of(client: FlaskClient, language: str, path: str) -> list[str]:
    answer = client.get(f"/{language}-nl/{path}")
    if answer.status_code // 100 == 3:
        assert answer.location.startswith(f"/{language}-nl/"), answer.location
        return []
    assert answer.status_code == 200, path
    check_page(answer)
    page, known = read_page(answer.text), translations(language)
    faults = []
    pairs = list(twins(page))
    names = {each.own_name for each in LANGUAGES.values()}
    faults += [f"{own!r} has a translation" for own, _ in pairs if own in names]
    for own, twin in pairs:
        dutch = text_of(twin.children)
        # Inside a sentence a text begins with a small letter.
        expected = {text[:1].lower() + text[1:] for text in known.get(own, ())}
        if own in known and dutch[:1].lower() + dutch[1:] not in expected:
            faults.append(f"{own!r} has {dutch!r} under it")
        if (twin.attributes["lang"], twin.attributes["dir"]) != ("nl", "ltr"):
            faults.append(f"{dutch!r} does not say that it is Dutch")
    faults += [f"{text!r} has no Dutch" for text in alone(page, language)]
    return [f"/{language}-nl/{path}: {fault}" for fault in (faults if pairs else ["nothing"])]


def test_every_text_of_every_page_has_its_own_dutch_under_it(
    app_pages: FlaskClient, demo: DemoLogin
) -> None:
    """All pages in one language of each direction, and two of the largest in all the others."""
    faults = []
    for language in OTHERS:
        is_whole = language in ("tr", "ar")
        for path in (*OF_EVERYBODY, *PERSONAL) if is_whole else ("check/{slug}", "mine/plan"):
            faults += faults_of(app_pages, language, path.format(slug=demo.slug))
    assert not faults, "\n".join(faults)


@pytest.fixture
def app_pages(carer: FlaskClient, desk: Desk) -> FlaskClient:
    """The carer, with a plan and a pass."""
    desk.saves(CARERS_FORM)
    return carer


def test_switching_it_on_and_off_half_way_loses_no_answer(
    client: FlaskClient, demo: DemoLogin
) -> None:
    fields = {**STORY_A, "own_words": "أنا أعتني بأمي"}

    def ticked(address: str) -> set[tuple[str, str]]:
        tree = open_page(client, address, method="POST", data=fields).tree
        return {
            (field.get("name", ""), field.get("value", ""))
            for field in tree.iter("input")
            if field.get("checked") is not None
        } | {("own_words", "".join(tree.find(".//textarea[@name='own_words']").itertext()))}  # type: ignore[union-attr]

    plain = ticked(f"/ar/check/{demo.slug}/form")
    assert ("tired", "much") in plain
    assert ticked(f"/ar-nl/check/{demo.slug}/form") == plain


def test_links_and_forms_stay_in_both_and_one_leads_back(
    client: FlaskClient, demo: DemoLogin
) -> None:
    page = open_page(client, f"/tr-nl/p/{demo.slug}")
    assert page.find("a[@data-under]").get("href") == f"/tr/p/{demo.slug}"
    assert page.find("a[@data-exit]").get("href") == "/tr/away"
    assert page.find("a[@hreflang='ar']").get("href") == f"/ar-nl/p/{demo.slug}"
    assert page.find("a[@hreflang='nl']").get("href") == f"/nl/p/{demo.slug}"
    assert page.tree.find(".//script") is None

    check = open_page(client, f"/tr-nl/check/{demo.slug}")
    assert check.find("form[@id='check']").get("action") == f"/tr-nl/check/{demo.slug}/review"
    off = check.find("button[@data-under]")
    assert off.get("formaction") == f"/tr/check/{demo.slug}/form"
    review = open_page(client, f"/tr-nl/check/{demo.slug}/review", method="POST", data=STORY_A)
    assert "Delen met de praktijk" in review.text


def test_only_languages_with_another_text_have_it(client: FlaskClient, demo: DemoLogin) -> None:
    assert client.get(f"/nl-nl/p/{demo.slug}").location == f"/nl/p/{demo.slug}"
    for path in ("/xx-nl/", "/tr-nl/nothing", "/tr-nl/p/nobody"):
        assert client.get(path).status_code == 404, path
    assert "data-under" not in client.get(f"/nl/p/{demo.slug}").text
    for code in OTHERS:
        choice = open_page(client, f"/{code}/p/{demo.slug}").find("a[@data-under]")
        assert choice.get("href") == f"/{code}-nl/p/{demo.slug}"
