"""Languages of sound: the whole flow with recordings, offered only while none is missing."""

import re
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from pwa.locales import SOUNDS
from pwa.practice.models import Practice
from pwa.voice.clips import Clip, write_index
from pwa.voice.core import KEPT_PARTS
from pwa.voice.recordings.exchange.project import project_folder
from pwa.voice.sentences import sentences
from tests.inputs.heard import SLUG, choose, make_stale, record, record_all
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.pages.paper import print_plan, read_back, scan
from tests.people.desk import CARERS_FORM, Desk
from tests.people.recorder import ROOM, Recorder
from tests.people.stories import STORY_A, DemoLogin, find_token, share

START, CHECK = f"/rif/p/{SLUG}", f"/rif/check/{SLUG}"
SETTINGS = "/practice/settings"
JSON = {"Accept": "application/json"}
_FOREIGN_LINK = re.compile(r'(?:href|action|formaction)="/(?:nl|en|tr|ar)/')


@pytest.fixture
def heard(app: Flask, demo: DemoLogin) -> Flask:
    """The app, with a practice that offers Tarifit and has all its recordings."""
    record_all(app, "rif")
    choose(app, "nl", "rif", "tr")
    return app


def tiles(client: FlaskClient) -> list[str]:
    page = open_page(client, f"/nl/p/{SLUG}")
    return [tile.get("hreflang", "") for tile in page.tree.findall(".//a[@hreflang]")]


def offered_in_settings(client: FlaskClient) -> dict[str, str]:
    page = open_page(client, SETTINGS)
    boxes = page.tree.findall(".//input[@name='languages']/..")
    return {box[0].get("value", ""): " ".join("".join(box.itertext()).split()) for box in boxes}


def is_dutch(page: HtmlPage) -> bool:
    """Say whether a page is written in Dutch, and leads only to pages of its own language."""
    others = [
        found[0]
        for found in re.finditer(r"<(?:a|form|button)\b[^>]*>", page.response.text)
        if _FOREIGN_LINK.search(found[0]) and "data-language" not in found[0]
        if "hreflang" not in found[0]
    ]
    assert others == []
    return (page.tree.get("lang"), page.tree.get("dir")) == ("nl", "ltr")


def test_a_language_of_sound_is_unknown_while_one_recording_is_missing(
    app: Flask, client: FlaskClient, staff_client: FlaskClient
) -> None:
    [missing] = record_all(app, "rif", but=1)
    assert "rif" not in offered_in_settings(staff_client)
    choose(app, "nl", "rif")

    assert tiles(client) == ["nl"]
    unknown = client.get(f"/xx/p/{SLUG}").status_code
    for path in (START, CHECK, f"/rif/voice/{SLUG}", f"/rif/kept/{SLUG}", f"/ary/p/{SLUG}"):
        assert client.get(path).status_code == unknown == 404, path
    assert 'lang="nl"' in client.get(START, headers={"Accept-Language": "nl"}).text
    assert "er ontbreken opnames" in offered_in_settings(staff_client)["rif"]

    record(app, missing)

    assert client.get(START).status_code == 200
    assert "op gehoor" in offered_in_settings(staff_client)["rif"]


@pytest.mark.on_one_database
def test_a_recording_of_the_project_counts_as_well(app: Flask, client: FlaskClient) -> None:
    [missing] = record_all(app, "rif", but=1)
    choose(app, "nl", "rif")
    folder = project_folder(app.config["VOICE_FOLDER"])
    (folder / "rif").mkdir(parents=True)
    write_index(folder, "rif", {missing.id: Clip("0123456789abcdef", 1_000)})

    assert client.get(START).status_code == 200


@pytest.mark.on_one_database
def test_the_room_records_its_dutch_sentences_before_it_is_offered(
    staff_client: FlaskClient, demo: DemoLogin
) -> None:
    page = open_page(staff_client, "/practice/recordings/rif")
    lines = page.tree.findall(".//a[@lang]")
    assert {line.get("lang") for line in lines} == {"nl"}
    assert "Heeft u hier last van?" in page.text


@pytest.mark.on_one_database
def test_without_a_script_the_flow_stays_in_the_language(heard: Flask, client: FlaskClient) -> None:
    review = open_page(client, f"{CHECK}/review", method="POST", data=STORY_A)
    assert is_dutch(review)
    form = open_page(client, f"{CHECK}/form", method="POST", data=STORY_A)
    assert is_dutch(form)
    answer = client.post(CHECK, data={**STORY_A, "uid": str(uuid4()), "consent": "1"})
    assert (answer.status_code, answer.location) == (303, "/rif/done")
    kept = client.get(f"/rif/kept/{SLUG}").get_json()["pages"]
    assert CHECK in [page["path"] for page in kept]


def test_without_a_practice_that_chose_it_every_address_is_unknown(
    app: Flask, client: FlaskClient, demo: DemoLogin
) -> None:
    record_all(app, "rif")
    for path in ("/rif/", "/rif/open", "/rif/mine", "/rif/away", "/rif/by-ear", START):
        assert client.get(path).status_code == 404, path
    assert client.post(CHECK, data={**STORY_A}, headers=JSON).status_code == 404


def test_its_pages_are_the_dutch_ones_with_their_own_addresses(
    heard: Flask, client: FlaskClient
) -> None:
    assert tiles(client) == ["nl", "rif", "tr"]
    for path in ("/rif/", START, CHECK, "/rif/open", "/rif/away", f"/rif/help/{SLUG}"):
        page = open_page(client, path)
        assert is_dutch(page), path
        assert "/rif-nl/" not in page.response.text, path
    check = open_page(client, CHECK)
    assert "Heeft u hier last van?" in check.text
    tolk = check.tree.findall(".//select[@name='interpreter_language']/option[@selected]")
    assert [option.text for option in tolk] == ["Tarifit"]
    assert client.get("/rif-nl/open").status_code == 404

    manifest = client.get(f"/rif/voice/{SLUG}").get_json()
    kept = [each.text for each in sentences("rif") if each.part in KEPT_PARTS]
    assert [text for text in kept if text not in manifest["texts"]] == []
    file = manifest["texts"]["Heeft u hier last van?"][0]
    sound = client.get(f"/voice/{SLUG}/rif/{file}.mp3")
    assert (sound.status_code, sound.mimetype) == (200, "audio/mpeg")


def test_the_practice_reads_that_it_was_heard(
    heard: Flask, client: FlaskClient, staff_client: FlaskClient, db_session: Session
) -> None:
    answers = {**STORY_A, "interpreter": "1", "interpreter_language": "rif"}
    share(client, SLUG, answers, language="rif")
    conversation = db_session.scalars(select(Conversation.id)).one()
    db_session.rollback()
    desk = Desk(staff_client, conversation)
    desk.saves(CARERS_FORM)

    consult = open_page(staff_client, f"/practice/c/{conversation}").text
    assert "in het Tarifit, op gehoor" in consult
    assert "Tolk: Tarifit" in consult
    his = staff_client.get(f"/practice/c/{conversation}/his").text
    assert "Ingevuld in het Tarifit, op gehoor" in his
    # Typed words have the language of the page, which is Dutch.
    assert "in het Tarifit)" not in consult + his
    assert 'lang="rif"' not in desk.opens().response.text
    assert staff_client.get(f"/practice/c/{conversation}/plan.pdf").status_code == 200

    for path in ("done", "mine", "mine/plan", "mine/log", "mine/help", "mine/change"):
        assert is_dutch(open_page(client, f"/rif/{path}")), path
    plan = open_page(client, "/rif/mine/plan").find("main")
    assert "Tarifit" not in "".join(plan.itertext())  # no note beside words that they are foreign


def test_card_and_plan_are_on_dutch_paper(
    heard: Flask, client: FlaskClient, practice: Practice
) -> None:
    link = share(client, SLUG, STORY_A, language="rif")["link"]

    card = client.get("/rif/card.pdf")

    assert link.startswith("http://localhost/rif/open#")
    assert card.mimetype == "application/pdf"
    assert scan(card.data) == [link]
    assert "De dokter leest dit pas bij uw afspraak" in read_back(card.data)
    assert read_back(print_plan(heard, practice, "rif")) == read_back(
        print_plan(heard, practice, "nl")
    )


def test_a_changed_sentence_hides_the_language_and_loses_no_list(
    heard: Flask, client: FlaskClient, staff_client: FlaskClient
) -> None:
    assert client.get(START).status_code == 200
    keys = share(client, SLUG, STORY_A, language="rif")

    make_stale(heard, sentences("rif")[0])

    assert tiles(client) == ["nl", "tr"]
    assert client.get(CHECK).status_code == 404
    assert check_page(client.get("/rif/mine")).tree.get("lang") == "nl"
    # What a phone still had to send arrives, and its link opens.
    assert share(client, SLUG, STORY_A, language="rif")["link"].startswith("http://localhost/rif/")
    assert client.get("/rif/open").status_code == 200
    assert keys["code"]
    first = client.get(f"/p/{SLUG}", headers={"Accept-Language": "rif"})
    assert first.location.startswith("/nl/")


def test_papers_and_posters_are_in_written_languages_and_one_of_these_is_chosen(
    heard: Flask, staff_client: FlaskClient
) -> None:
    assert staff_client.get("/practice/paper-list/rif.pdf").status_code == 404
    assert "Tarifit" not in open_page(staff_client, "/practice/posters").text
    assert "Tarifit" in open_page(staff_client, "/practice/invite").text
    page = open_page(staff_client, SETTINGS)
    fields = page.find(f"form[@action='{SETTINGS}']").iter("input")
    values = {
        field.get("name", ""): field.get("value", "")
        for field in fields
        if field.get("type") != "checkbox"
    }
    values["csrf_token"] = find_token(page.response.text)
    refused = staff_client.post(SETTINGS, data={**values, "languages": [*SOUNDS]})
    assert refused.status_code == 422
    kept = staff_client.post(SETTINGS, data={**values, "languages": ["rif", "nl"]})
    assert kept.status_code == 303


def test_the_room_records_a_language_of_sound_and_says_what_is_missing(
    app: Flask, manager: FlaskClient, staff_client: FlaskClient
) -> None:
    first, second = record_all(app, "rif", but=2)
    speaks, listens = Recorder(manager, "rif"), Recorder(staff_client, "rif")
    assert "Tarifit" in open_page(manager, ROOM).part("languages")
    assert "Nog 2 zinnen van de vragen" in open_page(manager, speaks.room).part("missing")

    for sentence, said in ((first, "Nog 1 zin van de vragen"), (second, "kan de taal aanbieden")):
        assert speaks.records(sentence).status_code == 303
        assert listens.says(sentence, "good").status_code == 303
        assert said in open_page(manager, speaks.room).part("missing")
    assert "rif" in offered_in_settings(staff_client)
