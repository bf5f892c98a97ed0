"""The page of figures: who sees it, what it says, and what it never says."""

import csv
import re
from datetime import datetime
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit.models import AccessEvent
from pwa.counting.core import QUARTERS, Event, Quarter, Table, Tally, quarter_of
from pwa.counting.models import EventCount, TallyBox, TallySum
from pwa.evaluation.figures.periods import read_period
from pwa.locales import TIME_ZONE
from tests.inputs.counts import open_tallies, put_tallies
from tests.pages.checked import HtmlPage, open_page
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import STORY_A, DemoLogin, find_token, share

FIGURES = "/practice/figures"
SIDES = ["much_better"] * 24 + ["better"] * 31 + ["same"] * 15 + ["less"] * 4


def understood(*codes: str) -> list[Tally]:
    return [Tally(Table.UNDERSTAND, code) for code in codes]


def add_up(client: FlaskClient) -> HtmlPage:
    token = find_token(client.get(FIGURES).text)
    assert client.post(f"{FIGURES}/sum", data={"csrf_token": token}).status_code == 303
    return open_page(client, FIGURES)


def part(page: HtmlPage, name: str) -> str:
    return " ".join("".join(page.find(f"section[@data-part='{name}']").itertext()).split())


def test_a_gp_adds_up_and_a_manager_reads_the_sums(
    app: Flask,
    demo: DemoLogin,
    staff_client: FlaskClient,
    manager: FlaskClient,
    db_session: Session,
) -> None:
    put_tallies(app, demo, understood(*SIDES))
    waiting = open_page(manager, FIGURES)
    assert "Een collega die antwoorden mag lezen" in waiting.text
    assert "%" not in part(waiting, "results").replace("75% beter", "").replace("73% beter", "")

    add_up(staff_client)

    shown = part(open_page(manager, FIGURES), "results")
    assert "33% Veel beter (25)" in shown
    assert "40% Beter (30)" in shown
    assert "27% Hetzelfde / Minder (20)" in shown
    assert "Eigen meting, niet te vergelijken" in shown
    assert db_session.scalars(select(TallyBox)).all() == []
    logged = db_session.scalars(select(AccessEvent.action).where(AccessEvent.role == "gp")).all()
    assert logged.count("tally:sum") == 1


def test_nine_answers_are_not_opened(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session
) -> None:
    put_tallies(app, demo, understood(*["better"] * 9))

    page = add_up(staff_client)

    assert "nog geen tien antwoorden" in page.text
    assert db_session.scalars(select(TallySum)).all() == []
    db_session.rollback()
    assert open_tallies(app, demo).total() == 9


def test_what_is_summed_later_is_added_to_the_sums_of_before(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient
) -> None:
    for codes in (["better"] * 12, ["better"] * 8 + ["same"] * 3, ["same"] * 10):
        put_tallies(app, demo, understood(*codes))
        page = add_up(staff_client)

    shown = part(page, "results")
    assert "57% Veel beter / Beter (20)" in shown
    assert "43% Hetzelfde / Minder (15)" in shown


@pytest.mark.on_one_database
def test_what_the_staff_answered_is_shown_in_percent(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient
) -> None:
    put_tallies(app, demo, [Tally(Table.HELPED, "yes")] * 12 + [Tally(Table.HELPED, "no")] * 11)

    assert "Ja50%Nee50%" in part(add_up(staff_client), "team")


def test_the_funnel_counts_times(app: Flask, demo: DemoLogin, desk: Desk) -> None:
    share(app.test_client(), demo.slug, STORY_A)
    desk.saves(CARERS_FORM)

    events = part(open_page(desk.client, FIGURES), "events")

    assert events.startswith("Van uitnodiging tot plan keer")
    for line in ("Uitgenodigd 0", "Gedeeld 2", "Gelezen 1", "Plan gemaakt 1", "Teruggeblikt 0"):
        assert line in events


def test_topics_are_named_and_the_small_ones_are_together(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient
) -> None:
    topics = ["money"] * 22 + ["tired"] * 13 + ["pain"] * 6 + ["other"] * 6
    put_tallies(app, demo, [Tally(Table.TOPIC, code) for code in topics])

    shown = part(add_up(staff_client), "topics")

    assert "Te weinig geld 20" in shown
    assert "Moe zijn 15" in shown
    assert "andere onderwerpen 10" in shown
    assert "Pijn" not in shown


def test_the_year_is_the_sum_of_its_quarters(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient
) -> None:
    put_tallies(app, demo, understood(*SIDES))
    add_up(staff_client)

    page = open_page(staff_client, f"{FIGURES}?period=year")

    assert "33% Veel beter (25)" in part(page, "results")


@pytest.mark.on_one_database
def test_a_quarter_in_which_nobody_answered_does_not_hide_the_year(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session
) -> None:
    put_tallies(app, demo, understood(*SIDES))
    add_up(staff_client)
    practice_id, quarter = db_session.execute(select(TallySum.practice_id, TallySum.quarter)).one()
    other = f"{quarter[:-1]}{int(quarter[-1]) % QUARTERS + 1}"
    db_session.add(EventCount(practice_id=practice_id, quarter=other, event=Event.INVITED, count=3))
    db_session.commit()

    page = open_page(staff_client, f"{FIGURES}?period=year")

    assert "Uitgenodigd 3" in part(page, "events")
    assert "33% Veel beter (25)" in part(page, "results")


@pytest.mark.on_one_database
def test_earlier_quarters_and_years_can_be_chosen_while_they_are_kept(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session
) -> None:
    put_tallies(app, demo, understood(*SIDES))
    practice_id = db_session.scalars(select(TallyBox.practice_id)).first()
    now = quarter_of(datetime.now(TIME_ZONE).date())
    for code, count in ((f"{now.year - 1}-2", 7), (f"{now.year - 1}-3", 4)):
        db_session.add(
            EventCount(practice_id=practice_id, quarter=code, event=Event.INVITED, count=count)
        )
    db_session.commit()

    choice = open_page(staff_client, FIGURES).find("select[@name='period']")
    assert [each.get("value") for each in choice] == [
        f"{now.year - 1}-3",
        f"{now.year - 1}-2",
        f"{now.year - 1}",
    ]
    quarter = open_page(staff_client, f"{FIGURES}?period={now.year - 1}-2")
    year = open_page(staff_client, f"{FIGURES}?period={now.year - 1}")

    assert quarter.part("period") == f"kwartaal 2 van {now.year - 1}"
    assert "Uitgenodigd 7" in part(quarter, "events")
    assert year.part("period") == f"het jaar {now.year - 1}"
    assert "Uitgenodigd 11" in part(year, "events")
    file = staff_client.get(f"{FIGURES}.csv?period={now.year - 1}-2")
    assert f"cijfers-{now.year - 1}-2.csv" in file.headers["Content-Disposition"]
    assert f"Vraag;Antwoord;{now.year - 1}-2" in file.text


@pytest.mark.parametrize(
    ("typed", "code", "is_year"),
    [
        ("", "2026-2", False),
        ("year", "2026", True),
        ("2026", "2026", True),
        ("2026-2", "2026-2", False),
        ("2026-1", "2026-1", False),
        ("2025", "2025", True),
        ("2026-3", "2026-2", False),  # is to come
        ("2027", "2026-2", False),
        ("2026-5", "2026-2", False),
        ("٢٠٢٥", "2026-2", False),
        ("x" * 9000, "2026-2", False),
    ],
)
def test_a_period_that_is_none_is_this_quarter(typed: str, code: str, is_year: bool) -> None:
    period = read_period(typed, Quarter(2026, 2))

    assert (period.code, period.is_year) == (code, is_year)


@pytest.mark.on_one_database
def test_the_shares_of_an_answer_add_up_to_all(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient
) -> None:
    put_tallies(app, demo, understood(*(["much_better"] * 15 + ["better", "same"] * 15)))

    shown = part(add_up(staff_client), "results")

    assert sum(int(share) for share in re.findall(r"(\d+)% [^%]+ \(15\)", shown)) == 100


def test_the_file_has_the_same_numbers_and_no_formula(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient
) -> None:
    put_tallies(app, demo, understood(*SIDES))
    add_up(staff_client)

    answer = staff_client.get(f"{FIGURES}.csv?period=year")

    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert ["Begrijpt u uw klacht beter?", "Veel beter", "25"] in rows
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_the_staff_answer_once_with_a_tap_each(
    app: Flask, demo: DemoLogin, desk: Desk, colleague: Desk
) -> None:
    assert "after-talk" not in desk.opens().text
    desk.saves(CARERS_FORM)
    assert "Hielp dit u om de patiënt te begrijpen?" in desk.opens().text
    for client, fields in (
        (desk.client, {"helped": "yes"}),
        (colleague.client, {"helped": "no"}),
        (colleague.client, {"time": "longer", "understand": "less"}),
        (desk.client, {"time": "never"}),
    ):
        token = find_token(client.get(desk.address).text)
        answer = client.post(
            f"/practice/c/{desk.conversation}/after", data={"csrf_token": token, **fields}
        )
        assert answer.status_code == 303

    assert "after-talk" not in desk.opens().text
    assert open_tallies(app, demo) == {
        Tally(Table.TOPIC, "tired"): 1,
        Tally(Table.HELPED, "yes"): 1,
        Tally(Table.TIME, "longer"): 1,
    }
