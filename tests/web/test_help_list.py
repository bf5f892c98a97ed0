"""The practice's list of local help: what is to be checked, one press, undo, history."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.directory.keeping.core import CHECK_DAYS, PAGE_LENGTH
from pwa.directory.models import HelpSet, KeptService, Source
from pwa.directory.packaged import NATIONAL, load_services
from tests.databases.work import work_on
from tests.inputs.help_list import (
    LIST,
    a_service,
    actions,
    check_all,
    days_ago,
    line,
    names,
    press,
    put_services,
    report,
    tabs,
    uid_of,
)
from tests.pages.checked import open_page

HOME = "Buurtteam Overvecht"
LUISTERLIJN = "De Luisterlijn"


@pytest.fixture(autouse=True)
def checked(app: Flask, db_session: Session) -> None:
    """Everything that the practice keeps was checked ten days ago."""
    check_all(db_session)


def test_what_is_to_check_comes_first_and_in_its_order(
    staff_client: FlaskClient, db_session: Session
) -> None:
    put_services(
        db_session,
        [
            a_service("Net goed", checked_on=days_ago(CHECK_DAYS)),
            a_service("Te oud", checked_on=days_ago(CHECK_DAYS + 1)),
            a_service("Nog ouder", checked_on=days_ago(900)),
            a_service("Nooit"),
        ],
    )
    report(db_session, uid_of(db_session, HOME))
    report(db_session, uid_of(db_session, HOME))
    report(db_session, load_services(NATIONAL)[0].id)

    page = open_page(staff_client, LIST)

    national = load_services(NATIONAL)[0].name
    assert names(page)[:5] == [national, HOME, "Nooit", "Nog ouder", "Te oud"]
    assert "2 patiënten: klopt niet" in line(page, HOME)
    assert "nog nooit" in line(page, "Nooit")
    assert "2 jaar geleden" in line(page, "Nog ouder")
    assert "5 maanden geleden" in line(page, "Te oud")
    header = "".join(page.find("nav[@class='pages']").itertext())
    assert f"{len(names(page))} na te kijken" in header


def test_below_what_is_to_check_comes_the_rest(
    staff_client: FlaskClient, db_session: Session
) -> None:
    put_services(db_session, [a_service("Nooit"), a_service("Net", checked_on=days_ago(0))])

    page = open_page(staff_client, LIST)
    everything = names(open_page(staff_client, f"{LIST}?show=all"))

    assert names(page)[0] == "Nooit"
    assert "Net" not in names(page)
    assert sorted(names(page, "tbody")) == sorted(everything)
    assert "Dit hoeft u nu niet na te kijken" in page.text

    found = open_page(staff_client, f"{LIST}?q={HOME}")
    assert names(found) == []
    assert HOME in names(found, "tbody")
    assert "Niets gevonden" not in found.text


def test_the_rest_stays_on_the_page(staff_client: FlaskClient, db_session: Session) -> None:
    put_services(db_session, [a_service(f"Hulp {number:03}") for number in range(PAGE_LENGTH + 5)])

    pages = [open_page(staff_client, f"{LIST}?page={page}") for page in (1, 2)]

    assert names(pages[0], "tbody") == names(pages[0])
    assert len(names(pages[0])) == PAGE_LENGTH
    assert names(pages[1])[:5] == [
        f"Hulp {number:03}" for number in range(PAGE_LENGTH, PAGE_LENGTH + 5)
    ]
    assert HOME in names(pages[1], "tbody")
    assert len(names(pages[1], "tbody")) <= PAGE_LENGTH


def test_the_tabs_say_how_many(staff_client: FlaskClient, db_session: Session) -> None:
    put_services(db_session, [a_service("Nooit")])
    report(db_session, uid_of(db_session, HOME))

    page = open_page(staff_client, f"{LIST}?show=all")

    everything = len(names(page))
    assert f"Meldingen 1 Alles {everything}" in tabs(page)
    assert names(open_page(staff_client, f"{LIST}?show=reports")) == [HOME]
    assert names(page)[0] == HOME
    assert "landelijk" in line(page, LUISTERLIJN)


def test_one_press_checks_and_goes_on_with_the_next_line(
    staff_client: FlaskClient, db_session: Session
) -> None:
    put_services(db_session, [a_service("Eerste"), a_service("Tweede")])
    first, second = (uid_of(db_session, name) for name in ("Eerste", "Tweede"))

    answer = press(staff_client, "check", first, next=second, show="check", q="", page="1")

    assert (answer.status_code, answer.location) == (303, f"{LIST}#check-{second}")
    page = open_page(staff_client, LIST)
    assert "Eerste klopt nog: vandaag nagekeken." in page.text
    assert "Eerste" not in names(page)
    assert "Bakker" in line(open_page(staff_client, f"{LIST}?show=all"), "Eerste")
    assert actions(db_session) == ["help:check"]


def test_a_report_is_read_on_its_tab_with_a_line_in_the_log(
    staff_client: FlaskClient, db_session: Session
) -> None:
    uid = uid_of(db_session, HOME)
    report(db_session, uid, "<b>nummer</b> klopt niet")

    assert "nummer" not in line(open_page(staff_client, LIST), HOME)
    assert actions(db_session) == []
    page = open_page(staff_client, f"{LIST}?show=reports")

    assert "patiënt: <b>nummer</b> klopt niet" in line(page, HOME)
    assert actions(db_session) == ["help:read-report"]
    press(staff_client, "check", uid, show="reports")
    assert "Geen patiënt heeft iets gemeld." in open_page(staff_client, f"{LIST}?show=reports").text


def test_words_find_names_and_sentences(staff_client: FlaskClient, db_session: Session) -> None:
    put_services(db_session, [a_service("Taalcafé Zambesi")])

    assert names(open_page(staff_client, f"{LIST}?show=all&q=ZAMBEZI")) == ["Taalcafé Zambesi"]
    assert names(open_page(staff_client, f"{LIST}?show=all&q=luisterlijn"))[0] == LUISTERLIJN
    page = open_page(staff_client, f"{LIST}?show=all&q=qqqqqq")
    assert "Niets gevonden" in page.text
    assert "Alles 0" in tabs(page)


def test_a_long_list_comes_in_pages(staff_client: FlaskClient, db_session: Session) -> None:
    many = [a_service(f"Hulp {number:03}") for number in range(2 * PAGE_LENGTH)]
    put_services(db_session, many)
    report(db_session, load_services(NATIONAL)[-1].id)

    found: list[str] = []
    for page in (1, 2, 3):
        found += names(open_page(staff_client, f"{LIST}?page={page}"))

    national = [service.name for service in load_services(NATIONAL)]
    own = [service.name for service in many]
    assert found[0] == national[-1]
    assert found[1 : 1 + len(own)] == own
    assert set(found[1 + len(own) :]) <= set(national)
    assert len(found) == len(set(found))
    last = staff_client.get(f"{LIST}?page=99")
    assert (last.status_code, last.location) == (303, f"{LIST}?page=3")
    assert "99+" in open_page(staff_client, LIST).text


def test_a_service_of_a_set_names_it_and_cannot_be_removed(
    staff_client: FlaskClient, db_session: Session
) -> None:
    work = work_on(db_session)
    of_set = HelpSet(code="utrecht", name="Utrecht", published_at=work.now)
    db_session.add(of_set)
    put_services(db_session, [a_service("Uit de set")], source=Source.SET)
    row = db_session.scalars(select(KeptService).where(KeptService.source == Source.SET)).one()
    row.set_id = of_set.id
    uid = row.uid
    db_session.commit()

    page = open_page(staff_client, LIST)

    assert "set Utrecht" in line(page, "Uit de set")
    assert "Haal weg" not in line(page, "Uit de set")
    assert press(staff_client, "remove", uid).location == f"{LIST}/{uid}/history"
