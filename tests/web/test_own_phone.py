"""A phone that the patient said is the own one: its page with the saved copy, and its key."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from pwa.locales import LANGUAGES
from pwa.patient.access import COOKIE
from pwa.web.page_cache import BROWSER_KEEPS_S
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.logins import give
from tests.people.stories import STORY_A, STORY_B, DemoLogin, share


def opens(client: FlaskClient, **key: str) -> FlaskClient:
    """Come back with a code or a link."""
    answer = client.post("/nl/open", data=key)
    assert answer.status_code == 303, answer.text
    return client


def phone_id_on(page: HtmlPage) -> str:
    """Give the id by which an own phone recognises the pages of its list (`data-own`)."""
    found = page.find("*[@data-own]").get("data-own")
    assert found
    return found


@pytest.fixture
def shared(app: Flask, demo: DemoLogin) -> dict[str, str]:
    return share(app.test_client(), demo.slug, STORY_A)


@pytest.mark.on_one_database
def test_the_page_of_a_phone_is_the_same_for_everybody(
    app: Flask, demo: DemoLogin, shared: dict[str, str]
) -> None:
    for language in LANGUAGES:
        page = open_page(app.test_client(), f"/{language}/own")

        patient = opens(app.test_client(), code=shared["code"])
        assert patient.get(f"/{language}/own").data == page.response.data
        assert page.response.headers["Cache-Control"] == f"max-age={BROWSER_KEEPS_S}"
        assert demo.slug not in page.response.text


@pytest.mark.on_one_database
def test_in_a_language_that_does_not_exist_there_is_no_such_page(client: FlaskClient) -> None:
    open_page(client, "/xx/own", status=404)


def test_an_own_phone_gets_the_key_that_was_used(app: Flask, shared: dict[str, str]) -> None:
    secret = shared["link"].partition("#")[2]
    by_link = opens(app.test_client(), link=secret).post("/nl/mine/own")
    by_code = opens(app.test_client(), code=shared["code"].lower()).post("/nl/mine/own")

    assert by_link.get_json() == {"field": "link", "key": secret}
    assert by_code.get_json() == {"field": "code", "key": shared["code"].replace("-", "")}
    for answer in (by_link, by_code):
        assert answer.headers["Cache-Control"] == "no-store"
        field, key = answer.get_json().values()
        opens(app.test_client(), **{field: key})


def test_right_after_sharing_it_gets_the_link(app: Flask, demo: DemoLogin) -> None:
    client = app.test_client()
    link = share(client, demo.slug, STORY_A)["link"]

    answer = client.post("/nl/mine/own")

    assert answer.get_json() == {"field": "link", "key": link.partition("#")[2]}


def test_the_patients_log_tells_that_a_phone_kept_it(app: Flask, shared: dict[str, str]) -> None:
    client = opens(app.test_client(), code=shared["code"])
    before = open_page(client, "/en/mine/log").text

    client.post("/en/mine/own")

    after = open_page(client, "/en/mine/log").text
    assert "Kept on a phone" in after
    assert "Kept on a phone" not in before


def test_without_a_pass_there_is_no_key(client: FlaskClient) -> None:
    answer = client.post("/nl/mine/own")

    assert answer.status_code == 303
    assert answer.location == "/nl/open"


def test_another_site_gets_no_key(app: Flask, shared: dict[str, str]) -> None:
    client = opens(app.test_client(), code=shared["code"])

    answer = client.post("/nl/mine/own", headers={"Origin": "https://elsewhere.example"})

    assert answer.status_code == 403


def test_coming_back_by_a_key_shows_no_receipt(app: Flask, shared: dict[str, str]) -> None:
    """The pass cookie has one key only; a receipt shows code and link, right after sharing."""
    client = opens(app.test_client(), code=shared["code"])

    assert client.get("/nl/done").location == "/nl/mine"
    assert shared["code"] not in client.get("/nl/mine").text


def test_every_page_of_a_list_says_which_one_it_is(app: Flask, demo: DemoLogin) -> None:
    mother, son = app.test_client(), app.test_client()
    code = share(mother, demo.slug, STORY_A)["code"]
    share(son, demo.slug, STORY_B)

    ids = {phone_id_on(open_page(mother, f"/en/{path}")) for path in ("done", "mine")}
    again = phone_id_on(open_page(opens(app.test_client(), code=code), "/en/mine"))

    assert ids == {again}
    assert phone_id_on(open_page(son, "/en/mine")) not in ids


def test_new_keys_make_another_mark_of_the_same_list(
    app: Flask, shared: dict[str, str], staff_client: FlaskClient, db_session: Session
) -> None:
    client = opens(app.test_client(), code=shared["code"])
    first, generation = phone_id_on(open_page(client, "/en/mine")).split(".")
    keys = f"/practice/c/{db_session.scalars(select(Conversation.id)).one()}/keys"
    db_session.commit()
    renewed = check_page(give(staff_client, keys))

    client = opens(app.test_client(), code=renewed.find("p[@data-code]").text or "")
    second = phone_id_on(open_page(client, "/en/mine"))

    assert second == f"{first}.{int(generation) + 1}"


def test_what_is_gone_tells_the_phone_to_let_go(app: Flask, shared: dict[str, str]) -> None:
    client = opens(app.test_client(), code=shared["code"])
    before = phone_id_on(open_page(client, "/en/mine"))
    client.post("/en/mine/withdraw", data={"plan": "1"})

    page = open_page(
        app.test_client(), "/en/open", method="POST", status=410, data={"code": shared["code"]}
    )

    assert phone_id_on(page) == before.split(".")[0]
    assert page.find("*[@data-key-dead]") is not None


def test_a_key_that_nothing_has_closes_what_was_open(app: Flask, shared: dict[str, str]) -> None:
    client = opens(app.test_client(), code=shared["code"])

    page = open_page(client, "/en/open", method="POST", status=404, data={"link": "A" * 22})

    assert page.find("*[@data-key-dead]") is not None
    assert client.get_cookie(COOKIE) is None


def test_a_typing_error_is_no_dead_key(client: FlaskClient) -> None:
    page = open_page(client, "/en/open", method="POST", status=422, data={"code": "K7QM"})

    assert page.tree.find(".//*[@data-key-dead]") is None
