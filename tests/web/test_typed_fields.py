"""All text fields of patients and practice: invisible text is no answer, long text is refused."""

import json
import uuid
from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pwa.selfcheck.questions import MAX_KNOWN_AS, MAX_OTHER, MAX_OWN_WORDS, MAX_REASON
from tests.inputs.blanks import BLANKS
from tests.inputs.invitations import lines, tomorrow
from tests.pages.checked import check_page, open_page
from tests.people.desk import CARERS_FORM, Desk
from tests.people.logins import give
from tests.people.stories import STORY_A, DemoLogin, find_token, share

pytestmark = pytest.mark.on_one_database

# Blank texts that a browser can send: without lone surrogates, which UTF-8 cannot encode.
SENT = [text for text in BLANKS if text and not any("\ud800" <= sign <= "\udfff" for sign in text)]
PATIENT = {
    "reason": MAX_REASON,
    "own_words": MAX_OWN_WORDS,
    "strengths_other": MAX_OTHER,
    "helpers_other": MAX_OTHER,
    "priority_other": MAX_OTHER,
    "known_as": MAX_KNOWN_AS,
}
PLAN = {
    "goal": 200, "teach_back": 400, "if_worse": 400, "next_talk": 80,
    "step-1-name": 60, "step-1-person": 60, "step-1-when": 80,
}  # fmt: skip
SETTINGS = {
    "name": 120, "phone": 30, "neighbourhood": 120,
    "out_of_hours_name": 120, "out_of_hours_phone": 30, "if_worse_text": 500,
}  # fmt: skip
# The emoji is two UTF-16 units: the browser's `maxlength` would count it twice and cut the text.
LONG = "🚶 lopen en praten, "


def long_text(most: int) -> str:
    return (LONG * most)[: most + 1].replace(" ", "_")


def change_settings(client: FlaskClient, changes: Mapping[str, str], status: int) -> str:
    page = open_page(client, "/practice/settings")
    base = page.find("input[@name='base']").get("value", "")
    token = find_token(page.response.text)
    fields = {**json.loads(base), **changes, "base": base, "csrf_token": token}
    answer = client.post("/practice/settings", data=fields)
    assert answer.status_code == status, changes
    return check_page(answer).text if status != 303 else ""


@pytest.mark.parametrize("blank", SENT, ids=ascii)
def test_what_shows_nothing_is_no_answer_of_a_patient(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, blank: str
) -> None:
    fields = {**dict.fromkeys(PATIENT, blank), "priority": "other"}
    shared = share(app.test_client(), demo.slug, {**STORY_A, **fields})

    page = open_page(staff_client, "/practice/")
    row = page.find("tr[@data-row]/td[@data-name]")
    assert " ".join("".join(row.itertext()).split()).split(" ") == ["–", shared["code"][:4]]
    here = row.find(".//a")
    assert here is not None
    give(staff_client, here.get("href", ""))
    seen = open_page(staff_client, here.get("href", ""))
    assert seen.part("reason") == "Komt voor, in eigen woorden niet ingevuld"
    assert seen.part("own-words") == "In eigen woorden niet ingevuld"
    assert "iets anders" in seen.part("priority")
    assert seen.tree.find(".//bdi[@class='own']") is None


@pytest.mark.parametrize("blank", SENT, ids=ascii)
def test_what_shows_nothing_is_no_name_and_no_text_of_the_practice(
    staff_client: FlaskClient, desk: Desk, blank: str
) -> None:
    for name in ("name", "phone", "out_of_hours_name", "out_of_hours_phone"):
        assert change_settings(staff_client, {name: blank}, 422)
    change_settings(staff_client, {"neighbourhood": blank, "if_worse_text": blank}, 303)
    team = {"name": blank, "email": "sanne@example.org", "role": "poh"}
    assert give(staff_client, "/practice/team/invite", **team).status_code == 422
    words = {name: blank for name in PLAN if not name.startswith("step")}
    empty = desk.saves(
        {**words, "base": "0", "step-1-text": blank, "step-1-name": blank}, status=422
    )
    assert empty is not None
    assert "Het plan is nog leeg" in empty.text
    invited = {"time": "1040", "day": tomorrow(), "patient_language": "nl", "label": blank}
    give(staff_client, "/practice/invite", **invited)
    assert [line.split()[1] for line in lines(staff_client)] == ["–"]


@pytest.mark.parametrize(("name", "most"), PATIENT.items())
def test_what_a_patient_types_too_long_is_told_and_kept(
    client: FlaskClient, demo: DemoLogin, name: str, most: int
) -> None:
    text = long_text(most)
    fields = {**STORY_A, "priority": "other", name: text, "uid": str(uuid.uuid4()), "consent": "1"}

    page = check_page(client.post(f"/nl/check/{demo.slug}", data=fields))

    assert page.response.status_code == 422
    assert f"Deze tekst is te lang. Er passen {most} tekens in." in page.text
    field = page.find(f"*[@name='{name}']")
    assert field.get("maxlength") is None
    assert text in (field.get("value"), (field.text or "").removeprefix("\n"))


@pytest.mark.parametrize(("name", "most"), PLAN.items())
def test_what_is_typed_too_long_into_a_plan_is_told_and_kept(
    desk: Desk, name: str, most: int
) -> None:
    text = long_text(most)

    # No chip of a period is chosen: beside one, the field for a typed time does not count.
    fields = {**CARERS_FORM, "step-1-when_period": "", name: text}
    page = desk.saves(fields, status=422)

    assert page is not None
    assert f"Er passen {most} tekens in" in page.text
    field = page.find(f"*[@name='{name}']")
    assert field.get("data-room") == str(most)
    assert text in (field.get("value"), (field.text or "").removeprefix("\n"))


@pytest.mark.parametrize(("name", "most"), SETTINGS.items())
def test_what_is_typed_too_long_into_the_settings_is_told(
    staff_client: FlaskClient, name: str, most: int
) -> None:
    told = change_settings(staff_client, {name: long_text(most)}, 422)

    assert f"hoogstens {most} tekens" in told


def test_other_texts_of_the_practice_are_told_too(staff_client: FlaskClient) -> None:
    invited = {"time": "1040", "day": tomorrow(), "label": long_text(60)}
    answer = give(staff_client, "/practice/invite", **invited)
    assert (answer.status_code, "hoogstens 60 tekens" in answer.text) == (422, True)
    team = {"name": long_text(120), "email": "sanne@example.org", "role": "poh"}
    answer = give(staff_client, "/practice/team/invite", **team)
    assert (answer.status_code, "Deze naam is te lang" in answer.text) == (422, True)
    assert long_text(120) in answer.text


def test_no_field_for_text_cuts_what_is_typed(staff_client: FlaskClient, desk: Desk) -> None:
    for path in (desk.address, "/practice/invite", "/practice/settings", "/practice/team/invite"):
        page = open_page(staff_client, path)
        assert page.tree.find(".//*[@maxlength]") is None, path


def test_own_words_keep_their_lines_on_the_screen_and_not_in_the_record(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    words = "eerst mijn moeder\r\ndan het werk\r\nen slecht slapen"
    share(app.test_client(), demo.slug, {**STORY_A, "own_words": words})
    here = (
        open_page(staff_client, "/practice/").find("tr[@data-row]/td[@data-name]/a").get("href", "")
    )
    give(staff_client, here)

    seen = open_page(staff_client, here)

    shown = seen.find("details[@class='rest']//bdi[@class='own']")
    assert shown.text == "“eerst mijn moeder\ndan het werk\nen slecht slapen”"
    assert ".own{white-space:pre-line}" in seen.response.text
    record = open_page(staff_client, f"{here}/his").find("textarea").text or ""
    assert "eerst mijn moeder dan het werk en slecht slapen" in record


def test_words_run_in_the_direction_of_the_language_that_is_known(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    share(app.test_client(), demo.slug, {**STORY_A, "own_words": "WhatsApp ليلا"}, language="ar")
    here = (
        open_page(staff_client, "/practice/").find("tr[@data-row]/td[@data-name]/a").get("href", "")
    )
    give(staff_client, here)

    own = open_page(staff_client, here).find("*[@data-part='own-words']//bdi")

    assert (own.get("lang"), own.get("dir")) == ("ar", "rtl")
