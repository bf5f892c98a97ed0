"""A practice's own phrases: written with translations, offered, and kept by plans as they were."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.locales import LANGUAGES, join_words
from pwa.plan.core import PlanError
from pwa.plan.own.core import check_sentence, parse_texts, read_typed, write_typed
from pwa.plan.own.models import PhraseVersion
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.desk import CARERS_FORM, Desk, fields_of
from tests.people.stories import find_token

PHRASES = "/practice/phrases"
FORM = {
    "base": "0",
    "role": "family",
    "topics": "lonely",
    "text-nl": "{aantal} per week samen naar de markt met {wie}",
    "text-ar": "الذهاب إلى السوق مع {wie} {aantal} في الأسبوع",
}


def send(client: FlaskClient, address: str, fields: dict[str, str]) -> HtmlPage | None:
    token = find_token(client.get(address.removesuffix("/offer")).text)
    answer = client.post(address, data={"csrf_token": token, **fields})
    if answer.status_code == 303:
        return None
    assert answer.status_code in (409, 422)
    return check_page(answer)


def uid_of(db: Session) -> str:
    db.rollback()
    return db.scalars(select(PhraseVersion.uid)).first() or ""


def option_of(page: HtmlPage, text: str) -> str:
    select_ = page.find("select[@name='step-1-what']")
    return next(
        (each.get("value", "") for each in select_.iter("option") if text in (each.text or "")), ""
    )


def test_open_places_are_words_between_braces() -> None:
    text = read_typed(" {aantal} per week  met { wie } ")
    assert text == "%(count)s per week met %(person)s"
    assert write_typed(text) == "{aantal} per week met {wie}"


@pytest.mark.parametrize(
    "typed", ["{bedrag} sparen", "{aantal", "aantal}", "%(count)s", "%(nothing)s", "x" * 201]
)
def test_a_place_that_no_phrase_has_is_refused(typed: str) -> None:
    with pytest.raises(PlanError):
        read_typed(typed)


def test_a_translation_has_the_same_places_each_once() -> None:
    assert check_sentence("b %(count)s", "%(count)s a") == "b %(count)s"
    for text in ("b", "%(minutes)s b", "%(count)s %(count)s"):
        with pytest.raises(PlanError):
            check_sentence(text, "%(count)s a")


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"ar": "x"},
        {"nl": ""},
        {"nl": 1},
        {"nl": "x", "xx": "y"},
        {"nl": "%(nothing)s"},
        {"nl": "%(count)s", "tr": "x"},
        {"nl": "x" * 401},
    ],
)
def test_a_stored_phrase_is_read_strictly(raw: dict[str, object]) -> None:
    with pytest.raises(PlanError):
        parse_texts(raw)


@pytest.mark.on_one_database
def test_a_phrase_is_offered_read_in_each_language_and_kept_by_the_plan(
    desk: Desk, carer: FlaskClient, db_session: Session
) -> None:
    assert send(desk.client, f"{PHRASES}/new", FORM) is None
    page = open_page(desk.client, PHRASES)
    lacking = [item.dutch_name for code, item in LANGUAGES.items() if code not in ("nl", "ar")]
    assert f"niet in het {join_words(lacking, 'nl')}" in page.text
    uid = uid_of(db_session)
    code = option_of(desk.opens(), "samen naar de markt")
    assert code == f"own:{uid}:1"

    step = {"step-1-what": code, "step-1-count": "2", "step-1-person": "mijn zus"}
    desk.saves({**CARERS_FORM, **step})

    first = fields_of(desk.opens())
    assert (first["step-1-what"], first["step-1-was"]) == (code, code)
    assert "السوق مع أختي مرتين" in open_page(carer, "/ar/mine/plan").part("step-1")
    turkish = open_page(carer, "/tr/mine/plan").part("step-1")
    assert "2 keer per week samen naar de markt met mijn zus" in turkish
    assert "Hollandaca" in turkish, "it says in which language it is"

    address = f"{PHRASES}/{uid}"
    changed = {**FORM, "base": "1", "text-nl": "{aantal} per week samen kaarten met {wie}"}
    assert send(desk.client, address, changed) is None
    assert send(desk.client, f"{address}/offer", {"retire": "1"}) is None
    assert option_of(desk.opens(), "samen kaarten") == ""
    desk.saves({**fields_of(desk.opens()), "goal": "minder pijn"})
    assert "samen naar de markt" in open_page(carer, "/nl/mine/plan").part("step-1")

    versions = open_page(desk.client, address).part("versions")
    assert "samen naar de markt" in versions
    assert "samen kaarten" in versions
    assert send(desk.client, f"{address}/offer", {"again": "1"}) is None
    assert option_of(desk.opens(), "samen kaarten") == f"own:{uid}:4"
    db_session.rollback()
    actions = set(db_session.scalars(select(AccessEvent.action)))
    assert actions >= {"phrase:add", "phrase:change", "phrase:retire"}


@pytest.mark.on_one_database
def test_a_change_to_a_phrase_that_is_not_offered_does_not_offer_it_again(
    desk: Desk, db_session: Session
) -> None:
    assert send(desk.client, f"{PHRASES}/new", FORM) is None
    address = f"{PHRASES}/{uid_of(db_session)}"
    assert send(desk.client, f"{address}/offer", {"retire": "1"}) is None

    changed = {**FORM, "base": "2", "text-nl": "{aantal} per week samen kaarten met {wie}"}
    assert send(desk.client, address, changed) is None

    assert "samen kaarten" in open_page(desk.client, address).part("versions")
    assert option_of(desk.opens(), "samen kaarten") == ""
    db_session.rollback()
    phrase = AccessEvent.action.like("phrase:%")
    logged = select(AccessEvent.action).where(phrase).order_by(AccessEvent.number)
    assert list(db_session.scalars(logged)) == ["phrase:add", "phrase:retire", "phrase:change"]


@pytest.mark.on_one_database
def test_wrong_sentences_and_two_editors_lose_nothing(
    desk: Desk, colleague: Desk, db_session: Session
) -> None:
    wrong = {**FORM, "text-ar": "السوق", "text-tr": "{bedrag}"}
    page = send(desk.client, f"{PHRASES}/new", wrong)
    assert page is not None
    assert page.find("*[@id='text-ar-error']") is not None
    assert page.find("input[@name='text-tr']").get("value") == "{bedrag}"

    assert send(desk.client, f"{PHRASES}/new", FORM) is None
    address = f"{PHRASES}/{uid_of(db_session)}"
    hers = {**FORM, "base": "1", "text-nl": "{aantal} samen zwemmen met {wie}"}
    assert send(colleague.client, address, hers) is None
    page = send(desk.client, address, {**FORM, "base": "1"})
    assert page is not None
    assert "samen zwemmen" in page.part("versions")
    assert page.find("input[@name='base']").get("value") == "2"
    assert page.find("input[@name='text-nl']").get("value") == FORM["text-nl"]


@pytest.mark.postgresql  # SQLite lets writers in one by one
def test_two_presses_at_once_are_two_versions_or_a_conflict(
    app: Flask, desk: Desk, db_session: Session
) -> None:
    assert send(desk.client, f"{PHRASES}/new", FORM) is None
    address = f"{PHRASES}/{uid_of(db_session)}"
    db_session.rollback()
    token = find_token(desk.client.get(address).text)
    fields = {"csrf_token": token, **FORM, "base": "1"}
    presses = [address, f"{address}/offer"] * 4
    with ThreadPoolExecutor(len(presses)) as pool:
        said = list(pool.map(lambda to: _tab(app, desk.client).post(to, data=fields), presses))

    assert {each.status_code for each in said[::2]} <= {303, 409}
    assert {each.status_code for each in said[1::2]} == {303}
    versions = list(db_session.scalars(select(PhraseVersion.version)))
    assert sorted(versions) == list(range(1, len(versions) + 1))


def _tab(app: Flask, client: FlaskClient) -> FlaskClient:
    """Open another tab of the same browser."""
    tab = app.test_client()
    for name in ("gesprek_staff", "gesprek_keys"):
        cookie = client.get_cookie(name)
        assert cookie
        tab.set_cookie(name, cookie.value)
    return tab
