"""Lists without an invitation beyond the usual number are folded into one line of the day."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from pwa.web.extensions import db
from tests.databases.homes import Home
from tests.databases.statements import statements
from tests.inputs.fold import FOLD, fold_all, ids_by_age, names_on, share_as
from tests.inputs.invitations import invite, today
from tests.pages.checked import check_page, open_page
from tests.people.desk import Desk
from tests.people.logins import LIST, give
from tests.people.stories import DemoLogin
from tests.web.test_today_lines import is_about_lines, is_whole_table, plan_of

OPEN = "/practice/open"


@pytest.fixture
def folded(app: Flask, demo: DemoLogin, db_session: Session) -> dict[str, str]:
    """Share and fold three lists; gives the code and the link of the last one."""
    for name in ("Een", "Twee"):
        share_as(app, demo.slug, name)
    keys = share_as(app, demo.slug, "Fátima")
    fold_all(db_session)
    return keys


def test_the_fold_is_one_line_below_all_others(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, folded: dict[str, str]
) -> None:
    share_as(app, demo.slug, "Gewoon")
    invite(staff_client, label="mw. Uitgenodigd", day=today().isoformat())

    page = open_page(staff_client, LIST)
    names = names_on(page)

    assert names[:2] == ["mw. Uitgenodigd", names[1]]
    assert "Gewoon" in names[1]
    assert names[2].startswith("3 lijsten zonder uitnodiging")
    assert len(names) == 3
    row = page.find("tr[@data-row='fold']")
    assert re.search(r"\d\d:\d\d–\d\d:\d\d", "".join(row.itertext()))
    assert "Fátima" not in page.text


def test_a_press_opens_what_is_folded(staff_client: FlaskClient, folded: dict[str, str]) -> None:
    link = open_page(staff_client, LIST).find("tr[@data-row='fold']").find(".//a")
    assert link is not None

    page = open_page(staff_client, link.get("href", ""))

    assert [name.split()[0] for name in names_on(page)] == ["Een", "Twee", "Fátima"]
    assert page.find("h1").text == "3 lijsten zonder uitnodiging"


def test_the_fold_is_cut_into_parts(
    staff_client: FlaskClient, folded: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("pwa.appointments.fold", "pwa.desk.view_models"):
        monkeypatch.setattr(f"{place}.LINES_PER_PAGE", 2)

    parts = [names_on(open_page(staff_client, f"{FOLD}?page={page}")) for page in (1, 2)]

    assert [len(part) for part in parts] == [2, 1]
    assert "Deel 2" in open_page(staff_client, FOLD).text


def test_without_a_fold_its_page_leads_to_the_day(staff_client: FlaskClient) -> None:
    answer = staff_client.get(f"{FOLD}?day={today()}")

    assert answer.status_code == 303
    assert answer.location.startswith(LIST)


@pytest.mark.parametrize("typed", ["fatima", "code"])
def test_name_and_code_look_inside_the_fold(
    staff_client: FlaskClient, folded: dict[str, str], typed: str
) -> None:
    answer = give(staff_client, LIST, OPEN, code=folded["code"][:4] if typed == "code" else typed)

    assert any("Fátima" in name for name in names_on(check_page(answer)))


def test_the_whole_code_opens_a_folded_list(
    staff_client: FlaskClient, folded: dict[str, str]
) -> None:
    answer = give(staff_client, LIST, OPEN, code=folded["code"])

    assert answer.status_code == 303
    assert answer.location.startswith("/practice/c/")


def test_who_may_not_open_sees_the_one_line_of_a_whole_code(
    assistant: FlaskClient, folded: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "pwa.desk.view_models._FOLDED_AT_ONCE", 0
    )  # the search reads no folded list at all

    page = check_page(give(assistant, LIST, OPEN, code=folded["code"]))

    assert [name.split()[0] for name in names_on(page)] == ["Fátima"]
    assert page.find("input[@name='code']").get("value") == folded["code"][:4]


def test_what_is_wrong_with_a_code_is_told_above_the_day_as_it_is(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, folded: dict[str, str]
) -> None:
    share_as(app, demo.slug, "Gewoon")

    page = check_page(give(staff_client, LIST, OPEN, code="0000-0000-0000"))

    assert "Geen lijst gevonden met deze code." in page.text
    assert names_on(page) == names_on(open_page(staff_client, LIST))
    assert "Fátima" not in page.text
    assert page.find("table").get("data-lines-at"), "it goes on asking for what is new"


@pytest.mark.parametrize("around", [{}, {"around": "1"}])
def test_a_search_in_very_many_goes_on_by_a_press_and_misses_nobody(
    staff_client: FlaskClient,
    folded: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    around: dict[str, str],
) -> None:
    monkeypatch.setattr("pwa.desk.view_models._FOLDED_AT_ONCE", 1)
    found, presses = [], 0
    answer = check_page(give(staff_client, LIST, OPEN, code="een", **around))
    while "Zoek verder" in answer.text:
        found += names_on(answer)
        before = answer.find("input[@name='before']").get("value", "")
        fields = {"code": "een", "before": before, **around}
        answer = check_page(give(staff_client, LIST, OPEN, **fields))
        presses += 1
        assert presses < 5

    assert "Er zijn er meer" not in answer.text
    assert presses == 3
    assert [name.split()[0] for name in found + names_on(answer)] == ["Een"]


def test_where_a_search_goes_on_is_not_taken_on_trust(
    staff_client: FlaskClient, folded: dict[str, str]
) -> None:
    for before in ("x", "2026-01-01~x", "2026-01-01T10:00:00~" + "0" * 32):
        answer = give(staff_client, LIST, OPEN, code="een", before=before)
        assert answer.status_code == 200


def test_what_was_opened_stands_on_its_day(
    staff_client: FlaskClient, folded: dict[str, str], db_session: Session
) -> None:
    Desk(staff_client, ids_by_age(db_session)[2])

    names = names_on(open_page(staff_client, LIST))

    assert "Fátima" in names[0]
    assert names[1].startswith("2 lijsten")


def test_what_was_taken_back_leaves_the_fold(
    app: Flask, staff_client: FlaskClient, folded: dict[str, str]
) -> None:
    patient = app.test_client()
    patient.post("/nl/open", data={"code": folded["code"]})
    patient.post("/nl/mine/withdraw", data={"plan": "1"})

    assert "2 lijsten zonder uitnodiging" in open_page(staff_client, LIST).text
    assert len(names_on(open_page(staff_client, FOLD))) == 2


def test_the_open_list_hears_of_the_fold(
    app: Flask,
    staff_client: FlaskClient,
    demo: DemoLogin,
    folded: dict[str, str],
    db_session: Session,
) -> None:
    first = staff_client.get("/practice/lines")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert staff_client.get("/practice/lines", headers=tag).status_code == 304

    share_as(app, demo.slug, "Vier")
    fold_all(db_session)

    again = staff_client.get("/practice/lines", headers=tag)
    assert "4 lijsten zonder uitnodiging" in again.text


def test_the_fold_costs_as_many_questions_for_one_list_as_for_many(
    app: Flask,
    home: Home,
    staff_client: FlaskClient,
    demo: DemoLogin,
    db_session: Session,
) -> None:
    counts = []
    for more in (1, 6):
        for number in range(more):
            share_as(app, demo.slug, f"naam {number}")
        fold_all(db_session)
        for address in (LIST, FOLD):
            with statements(app) as asked:
                staff_client.get(address)
            about = [item for item in asked if is_about_lines(item)]
            counts.append((address, len(about)))
            with app.app_context():
                steps = [step for item in about for step in plan_of(db.engine, item)]
            assert not [step for step in steps if is_whole_table(step)]

    assert counts[:2] == counts[2:]
    assert dict(counts)[LIST] == 8
