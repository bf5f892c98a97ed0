"""Two people edit one help service at the same time, and nothing is lost."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.people.helper import (
    WALK,
    edit,
    service_of,
)


def test_two_people_are_asked_only_what_both_changed(
    staff_client: FlaskClient, manager: FlaskClient, db_session: Session
) -> None:
    gp, other = edit(staff_client), edit(manager)
    other.saves(what_nl="Samen lopen.", contact="Fatma", city="Zeist", postal_code="3701 AB")

    page = gp.gets(
        409,
        what_nl="Een uur wandelen.",
        area="Zuilen",
        open_1_from="11:00",
        open_1_to="12:30",
        topics=["pain", "tired"],
    )

    assert [part.get("data-part") for part in page.tree.iter("fieldset")] == ["what-nl"]
    assert "Samen lopen." in page.text
    assert "Een uur wandelen." in page.text
    assert service_of(db_session, WALK).what["nl"] == "Samen lopen.", "nothing is saved yet"
    gp.saves(**{"choice-what-nl": "saved"})
    service = service_of(db_session, WALK)
    assert service.what["nl"] == "Samen lopen."
    assert (service.contacts[0].name, service.areas[0].name) == ("Fatma", "Zuilen")
    address = service.locations[0].address
    assert address is not None
    assert address.city == "Zeist"
    assert service.schedules[0].opens_at is not None
    assert service.schedules[0].opens_at.hour == 11
    assert service.topics == {"pain", "tired"}


def test_both_versions_of_every_part_are_said_in_words(
    staff_client: FlaskClient, manager: FlaskClient, db_session: Session
) -> None:
    gp, other = edit(staff_client), edit(manager)
    other.saves(topics=["pain"], open_1_from="9:30", phone_1="030 271 99 98", cost="paid")

    page = gp.gets(409, topics=["sleep"], open_1_day="TH", phone_1="112", cost="")

    for words in ("Pijn", "Slecht slapen", "09:30–11:00", "030 271 99 98", "112", "kost iets"):
        assert words in page.text, words
    kinds = {part.get("data-part") for part in page.tree.iter("fieldset")}
    assert kinds == {"topics", "open", "phone", "cost"}
    gp.saves()
    assert service_of(db_session, WALK).topics == {"sleep"}, "the own text unless chosen otherwise"


def test_a_colleague_who_only_said_that_it_is_right_asks_nothing(
    staff_client: FlaskClient, manager: FlaskClient, db_session: Session
) -> None:
    gp = edit(staff_client)
    edit(manager).saves()

    gp.saves(contact="Fatma")

    assert service_of(db_session, WALK).contacts[0].name == "Fatma"
