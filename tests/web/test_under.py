"""Pages with the Dutch under each text: none is missing, none is another's, and no answer is lost."""

from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from pwa.locales import LANGUAGES
from pwa.site.under.core import OF, put_under, text_of
from pwa.site.under.known import Known
from pwa.site.under.markup import read_page
from pwa.site.under.noting import ASKED
from pwa.vault.patient.codes import format_code, new_code
from pwa.web.extensions import limiter
from tests.pages.checked import check_page, open_page
from tests.pages.under import find_wrong_pairs, translations
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import STORY_A, DemoLogin

pytestmark = pytest.mark.on_one_database

OTHERS = [code for code in LANGUAGES if code != "nl"]
OF_EVERYBODY = ("", "p/{slug}", "check/{slug}", "help/{slug}?topic=money", "open", "own", "offline")
PERSONAL = (
    *("mine", "mine/plan", "mine/help", "mine/log", "mine/keep", "mine/withdraw", "mine/change"),
    *("done", "mine/then-and-now", "mine/after"),
)


def faults_of(client: FlaskClient, language: str, path: str) -> list[str]:
    answer = client.get(f"/{language}-nl/{path}")
    if answer.status_code // 100 == 3:
        assert answer.location.startswith(f"/{language}-nl/"), answer.location
        return []
    assert answer.status_code == 200, path
    check_page(answer)
    found = find_wrong_pairs(answer.text, language)
    return [f"/{language}-nl/{path}: {fault}" for fault in found]


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


def test_answers_to_forms_that_are_sent_once_have_their_dutch_too(
    app_pages: FlaskClient, demo: DemoLogin
) -> None:
    """Nothing is sent twice for it: a wrong code counts once."""
    faults = []
    for language in OTHERS:
        limiter.reset()
        for path, form, status in (
            ("open", {"code": format_code(new_code())}, 404),
            ("open", {"code": "K7QM"}, 422),
            (f"check/{demo.slug}", STORY_A, 422),
            (f"p/{demo.slug}", {}, 405),
            (f"check/{demo.slug}/review", {"own_words": "a" * 100_000}, 413),
        ):
            address = f"/{language}-nl/{path}"
            page = open_page(app_pages, address, method="POST", data=form, status=status)
            faults += [
                f"{address}: {each}" for each in find_wrong_pairs(page.response.text, language)
            ]
            assert page.tree.find(".//template[@data-later]/p") is None, address
    assert not faults, "\n".join(faults)


def test_what_is_stored_leads_on_in_both_languages(client: FlaskClient, demo: DemoLogin) -> None:
    fields = {**STORY_A, "uid": str(uuid4()), "consent": "1"}
    shared = client.post(f"/tr-nl/check/{demo.slug}", data=fields)
    assert shared.location == "/tr-nl/done"
    code = open_page(client, shared.location).find("p[@data-code]").text
    opened = client.post("/tr-nl/open", data={"code": code})
    assert opened.location == "/tr-nl/mine"
    taken_back = client.post("/tr-nl/mine/withdraw", data={"plan": "1"})
    assert taken_back.location == "/tr-nl/mine"
    gone = open_page(client, taken_back.location, status=410)
    assert list(find_wrong_pairs(gone.response.text, "tr")) == []


def test_a_script_gets_the_dutch_of_what_it_is_told_when_it_asks(
    client: FlaskClient, demo: DemoLogin
) -> None:
    asks = {"Accept": "application/json"}

    def told(**headers: str) -> dict[str, dict[str, str]]:
        fields = {**STORY_A, "uid": "none", "consent": "1"}
        answer = client.post(f"/tr/check/{demo.slug}", data=fields, headers={**asks, **headers})
        assert answer.status_code == 422
        return dict(answer.get_json())

    assert set(told()) == {"errors"}
    both = told(**{ASKED: "1"})
    for sentence in both["errors"].values():
        assert Known(both["dutch"], "tr").find(sentence) in translations("tr")[sentence]


def test_a_text_with_open_places_finds_its_dutch() -> None:
    pairs = {"Yorgunluk": "Moe zijn", "Seçtiğiniz: %(topic)s": "U koos: %(topic)s"}
    known = Known(pairs, "tr")
    assert known.find("Seçtiğiniz: yorgunluk") == "U koos: moe zijn"
    assert known.find("Seçtiğiniz: annem") == "U koos: annem"
    assert known.find("annem") == ""


def test_what_is_hidden_in_a_text_is_no_part_of_its_dutch() -> None:
    own, dutch = (
        read_page(f"<p>{text} <small hidden>{later}</small></p>")
        for text, later in (("Dinle", "Ses açık mı?"), ("Luister", "Staat het geluid aan?"))
    )
    put_under(own, dutch)
    pairs = {
        node.attributes[OF]: text_of(node.children) for node in own.nodes() if OF in node.attributes
    }
    assert pairs == {"Dinle": "Luister", "Ses açık mı?": "Staat het geluid aan?"}
