"""Sets that the operator publishes: subscribe, correct, renew, and end it."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.directory.exchange.sets.renewing import AT_ONCE
from pwa.directory.keeping.service import add_service, set_state, undo_change
from pwa.directory.models import KeptService, KeptState, ServiceAlias, ServiceChange, Source
from pwa.directory.packaged import NATIONAL, load_services
from pwa.practice.models import Practice
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from tests.inputs.help_sets import put_set, set_service
from tests.people.city import SETS, City
from tests.people.colleagues import open_other_practice
from tests.people.logins import give, in_a_request_of
from tests.people.stories import log_in


@pytest.fixture
def city(app: Flask, staff_client: FlaskClient, tmp_path: Path, db_session: Session) -> City:
    return City(app, staff_client, tmp_path, db_session)


def test_a_set_is_taken_over_and_follows_its_renewals(city: City, practice: Practice) -> None:
    assert (
        "Published utrecht, edition 1: 2 services."
        in city.publish(set_service(1), set_service(2)).output
    )
    page = city.press("subscribe")
    assert "Er zijn er 2 bij gekomen." in page
    revision = practice.help_revision

    told = city.publish(set_service(1, name="Geldloket"), set_service(3)).output

    assert "1 added, 1 changed, 1 removed, 0 the practice's own" in told
    assert city.row(1).content.name == "Geldloket"
    assert city.row(1).name == "geldloket"
    assert (city.row(2).state, city.row(3).state) == (KeptState.GONE, KeptState.SHOWN)
    assert city.row(3).source is Source.SET
    assert city.history(1) == [("add", True), ("change", False)]
    assert city.history(2) == [("add", True), ("remove", False)]
    assert city.actions() == [("help:subscribe", "staff"), ("help:renew-set", "system")]
    city.session.refresh(practice)
    assert practice.help_revision > revision


def test_own_corrections_survive_a_renewal_field_by_field(city: City) -> None:
    city.publish(set_service(1, assured_on=date(2020, 1, 1)))
    city.press("subscribe")
    city.correct(1, name="Loket om de hoek")
    corrected = city.row(1).content

    city.publish(set_service(1, name="Loket", email="loket@utrecht.example"))

    content = city.row(1).content
    assert (content.name, content.email) == ("Loket om de hoek", "loket@utrecht.example")
    assert content.assured_on == corrected.assured_on  # the practice's check is the later one
    city.publish(set_service(1, name="Loket", assured_on=date(2199, 1, 1)))
    assert city.row(1).content.assured_on == corrected.assured_on  # still to come: not believed


def test_a_later_check_of_the_set_holds(city: City) -> None:
    city.publish(set_service(1, assured_on=date(2020, 1, 1)))
    city.press("subscribe")

    city.publish(set_service(1, assured_on=date(2021, 1, 1)))

    assert city.row(1).assured_on == date(2021, 1, 1)


def test_what_leaves_the_set_stays_if_the_practice_corrected_it(city: City) -> None:
    city.publish(*map(set_service, range(1, 5)))
    city.press("subscribe")
    city.correct(1, name="Anders")

    told = city.publish(*map(set_service, range(2, 5))).output

    row = city.row(1)
    assert "0 removed, 1 the practice's own" in told
    assert (row.source, row.state, row.set_id) == (Source.OWN, KeptState.SHOWN, None)
    assert (row.content.name, row.assured_on) == ("Anders", None)


def test_what_comes_back_into_the_set_comes_back(city: City) -> None:
    city.publish(*map(set_service, range(1, 5)))
    city.press("subscribe")
    city.publish(*map(set_service, range(2, 5)))

    city.publish(*map(set_service, range(1, 5)))

    assert city.row(1).state is KeptState.SHOWN
    assert [kind for kind, _ in city.history(1)] == ["add", "remove", "add"]


def test_what_the_practice_hid_or_took_back_stays_so(city: City) -> None:
    city.publish(set_service(1), set_service(2))
    city.press("subscribe")
    first = city.session.scalars(
        select(ServiceChange.id).where(ServiceChange.uid == set_service(2).id)
    ).one()
    city.session.commit()
    with in_a_request_of(city.app, city.client) as staff:
        set_state(begin_work(), staff, set_service(1).id, KeptState.HIDDEN)
        undo_change(begin_work(), staff, first)
        db.session.commit()

    city.publish(set_service(1, name="Geldloket"), set_service(2, name="Ander"))

    assert (city.row(1).state, city.row(1).content.name) == (KeptState.HIDDEN, "Geldloket")
    assert city.row(2).state is KeptState.GONE


def test_what_the_practice_has_itself_stays_its_own(city: City, practice: Practice) -> None:
    with in_a_request_of(city.app, city.client) as staff:
        add_service(begin_work(), staff, set_service(1, name="Van ons"))
        db.session.add(
            ServiceAlias(practice_id=staff.practice.id, old_uid=set_service(2).id, uid="x")
        )
        db.session.commit()
    national = next(iter(load_services(NATIONAL)))

    city.publish(set_service(1), set_service(2), set_service(3), national)
    page = city.press("subscribe")

    assert "2 stonden al in uw lijst" in page
    assert (city.row(1).source, city.row(1).content.name) == (Source.OWN, "Van ons")
    rows = select(KeptService).where(KeptService.source == Source.SET)
    assert [row.uid for row in city.session.scalars(rows)] == [set_service(3).id]


def test_ending_it_takes_out_what_nobody_corrected(city: City) -> None:
    city.publish(set_service(1), set_service(2), set_service(3))
    city.press("subscribe")
    city.correct(1, name="Anders")

    page = city.press("unsubscribe")

    assert "Er gingen er 2 uit." in page
    assert "1 blijft staan" in page
    assert city.row(1).source is Source.OWN
    assert {city.row(2).state, city.row(3).state} == {KeptState.GONE}
    assert city.actions()[-1] == ("help:unsubscribe", "staff")
    assert "0 added" not in city.publish(set_service(1), set_service(2)).output


def test_only_who_subscribes_is_renewed(app: Flask, city: City) -> None:
    city.publish(set_service(1))
    other = City(app, app.test_client(), city.file.parent, city.session)
    log_in(other.client, open_other_practice(app))
    other.press("subscribe")
    elsewhere = city.session.scalars(select(Practice.id).where(Practice.slug == "elders")).one()
    city.session.commit()

    told = city.publish(set_service(1, name="Geldloket")).output

    assert "elders" in told
    assert "de-dreef" not in told
    assert other.row(1, elsewhere).content.name == "Geldloket"
    own = select(KeptService).where(KeptService.practice_id != elsewhere)
    assert set_service(1).id not in {row.uid for row in city.session.scalars(own)}


def test_a_service_of_two_sets_belongs_to_the_first(city: City) -> None:
    city.publish(set_service(1))
    city.publish(set_service(1, name="Ander"), set_service(2), code="regio")
    city.press("subscribe", 1)

    city.press("subscribe", 2)
    assert city.row(1).content.name == "Loket 1"
    city.press("unsubscribe", 2)

    assert (city.row(1).state, city.row(2).state) == (KeptState.SHOWN, KeptState.GONE)


def test_more_than_fit_into_one_piece_come_whole(city: City, app: Flask) -> None:
    number = AT_ONCE + 3
    put_set(app, [set_service(each) for each in range(1, number + 1)])
    city.press("subscribe")

    rows = select(KeptService.id).where(KeptService.source == Source.SET)
    assert len(city.session.scalars(rows).all()) == number
    city.session.commit()
    city.press("unsubscribe")
    assert city.session.scalars(rows.where(KeptService.state == KeptState.SHOWN)).all() == []


@pytest.mark.on_one_database
def test_what_nobody_can_reach_comes_in_hidden(city: City) -> None:
    city.publish(set_service(1, phones=()))
    city.press("subscribe")

    assert city.row(1).state is KeptState.HIDDEN


@pytest.mark.on_one_database
def test_a_set_that_is_not_there_is_nowhere(city: City) -> None:
    city.publish(set_service(1))

    for verb, number in (("subscribe", 7), ("unsubscribe", 1)):
        assert give(city.client, SETS, f"{SETS}/{number}/{verb}").status_code == 404


def test_without_a_set_the_page_says_so(staff_client: FlaskClient) -> None:
    assert "nog geen lijst van anderen" in staff_client.get(SETS).text
