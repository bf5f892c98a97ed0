"""A file with help is brought into the list: uploaded, looked at, published, taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa import retention
from pwa.directory.models import KeptService, KnownTerm
from pwa.practice.models import Practice
from pwa.vault.work import begin_work
from tests.inputs.help_imports import make_service, make_services, write_file
from tests.pages.checked import open_page
from tests.people.importer import FILES, Importer, wait_for_jobs
from tests.people.stories import find_token


@pytest.fixture
def importer(staff_client: FlaskClient, db_session: Session) -> Importer:
    return Importer(staff_client, db_session)


def test_nothing_is_in_the_list_until_somebody_publishes_it(importer: Importer) -> None:
    before = importer.shown()

    address = importer.uploads(make_services(120))

    assert importer.counts(address) == {"added": 120}
    page = importer.looks(address, "added", 3)
    assert "Nieuw 120" in page.text
    assert "Bladzijde 3 van 3" in page.text
    assert importer.shown() == before

    assert importer.presses(address, "publish").status_code == 303

    assert importer.shown() == before + 120
    row = importer.row(address)
    assert row.state == "published"
    assert (row.file, row.result, row.preview) == (None, None, None)
    kept = importer.kept(make_service(7))
    assert kept.content == make_service(7)
    assert kept.topics == f",{next(iter(make_service(7).topics))},"


def test_each_press_of_an_import_is_one_line_in_the_log(importer: Importer) -> None:
    revision = importer.db.scalars(select(Practice.help_revision)).one()

    address = importer.brings(make_services(60))
    importer.presses(address, "undo")
    importer.presses(importer.uploads(make_services(2)), "drop")

    assert importer.logged() == [
        "help:upload",
        "help:import",
        "help:undo-import",
        "help:upload",
        "help:drop",
    ]
    assert importer.db.scalars(select(Practice.help_revision)).one() == revision + 2


def test_patients_find_what_was_published(
    importer: Importer, client: FlaskClient, practice: Practice
) -> None:
    service = make_service(1)
    address = f"/nl/help/{practice.slug}"
    assert service.name not in open_page(client, address).text

    importer.brings([service])

    assert service.name in open_page(client, address).text


def test_a_renewal_says_what_is_changed_and_what_is_gone(importer: Importer) -> None:
    importer.brings(make_services(10))
    newer = [make_service(0, url="https://example.org/nieuw"), *map(make_service, range(1, 9))]

    address = importer.uploads([*newer, make_service(10)])

    assert importer.counts(address) == {"added": 1, "changed": 1, "removed": 1, "same": 8}
    changed = importer.looks(address, "changed").text
    assert "Website nu: – wordt: https://example.org/nieuw" in changed
    assert make_service(9).name in importer.looks(address, "removed").text

    importer.presses(address, "publish")

    assert importer.kept(make_service(0)).content.url == "https://example.org/nieuw"
    assert importer.kept(make_service(9)).state == "gone"
    assert importer.kept(make_service(10)).state == "shown"


def test_a_file_of_another_source_removes_nothing(importer: Importer) -> None:
    importer.brings(make_services(10))

    address = importer.uploads([make_service(number) for number in (9, 20, 21)])

    assert importer.counts(address) == {"added": 2, "same": 1}


def test_what_a_refused_line_meant_is_not_removed(importer: Importer) -> None:
    services = make_services(4)
    importer.brings(services)
    broken = write_file(services).replace(services[3].id.encode(), b"")

    answer = importer.sends(broken)

    assert "removed" not in importer.counts(answer.location)


def test_own_corrections_survive_a_renewal_unless_somebody_chooses_otherwise(
    importer: Importer,
) -> None:
    first, second, third = make_services(3)
    importer.brings([first, second, third])
    for service in (first, second):
        importer.corrects(service, email="zelf@example.org")
    newer = [
        replace(service, email="stad@example.org", url="https://example.org/")
        for service in (first, second, third)
    ]

    address = importer.uploads(newer)

    assert importer.counts(address) == {"changed": 1, "own": 2}
    page = importer.looks(address, "own").text
    assert "nu: zelf@example.org in het bestand: stad@example.org die van u blijft" in page
    importer.chooses(address, second, "file")
    importer.presses(address, "publish")

    assert importer.kept(first).content.email == "zelf@example.org"
    assert importer.kept(first).content.url == "https://example.org/"
    assert importer.kept(second).content.email == "stad@example.org"
    assert importer.kept(third).content.email == "stad@example.org"
    assert importer.logged()[-3:] == ["help:upload", "help:choose", "help:import"]


def test_the_same_file_again_is_all_the_same_even_where_the_practice_corrected(
    importer: Importer,
) -> None:
    services = make_services(3)
    importer.brings(services)
    importer.corrects(services[0], email="zelf@example.org")

    address = importer.uploads(services)

    assert importer.counts(address) == {"same": 3}
    assert "Er staat niets nieuws in dit bestand" in importer.looks(address).text


def test_what_the_practice_removed_stays_away(importer: Importer) -> None:
    services = make_services(3)
    importer.brings(services)
    row = importer.db.scalars(select(KeptService).where(KeptService.uid == services[0].id)).one()
    row.state = "gone"  # type: ignore[assignment]
    importer.db.commit()

    address = importer.uploads(services)

    assert importer.counts(address) == {"own": 1, "same": 2}


def test_undo_brings_the_list_back_but_what_was_touched_since_stays(importer: Importer) -> None:
    services = make_services(6)
    importer.brings(services[:3])
    before = {service.id: importer.kept(service).content for service in services[:3]}
    newer = [replace(service, email="stad@example.org") for service in services[1:]]
    address = importer.brings(newer)
    importer.corrects(services[2], url="https://zelf.example.org")

    answer = importer.presses(address, "undo")

    assert answer.status_code == 303
    page = open_page(importer.client, address).text
    assert "1 blijft zoals het is" in page
    assert importer.kept(services[0]).state == "shown"
    assert importer.kept(services[1]).content == before[services[1].id]
    assert importer.kept(services[2]).content.url == "https://zelf.example.org"
    assert [importer.kept(each).state for each in services[3:]] == ["gone"] * 3
    assert importer.counts(importer.uploads(newer)) == {
        "added": 3,
        "changed": 1,
        "removed": 1,
        "same": 1,
    }


def test_an_older_file_is_taken_back_only_after_its_renewal(importer: Importer) -> None:
    old = importer.brings(make_services(3))
    new = importer.brings(make_services(4))

    assert importer.presses(old, "undo").status_code == 422
    assert importer.presses(new, "undo").status_code == 303
    assert importer.presses(old, "undo").status_code == 303

    assert importer.kept(make_service(0)).state == "gone"


def test_what_changed_between_preview_and_publishing_is_shown_first(importer: Importer) -> None:
    services = make_services(3)
    importer.brings(services)
    address = importer.uploads([replace(each, email="stad@example.org") for each in services])
    assert importer.counts(address) == {"changed": 3}
    form = {"seen": "1", **_fields(importer, address)}
    importer.corrects(services[0], email="zelf@example.org")

    answer = importer.client.post(f"{address}/publish", data=form)

    assert answer.status_code == 303
    wait_for_jobs()
    assert importer.row(address).state == "read"
    assert importer.counts(address) == {"changed": 2, "own": 1}


def _fields(importer: Importer, address: str) -> dict[str, str]:
    form = importer.looks(address).find(f"form[@action='{address}/publish']")
    return {each.get("name", ""): each.get("value", "") for each in form.iter("input")}


def test_foreign_topics_are_asked_once_and_remembered(importer: Importer) -> None:
    sheet = (
        b"Naam;Onderwerp;Telefoon;Wijk;Talen\n"
        b"Loket Een;Schuldhulpverlening;030 2000001;Utrecht;nl\n"
        b"Loket Twee;Schuldhulpverlening, Xyzzy;030 2000002;Utrecht;nl\n"
    )
    first = importer.sends(sheet, "loketten.csv").location
    assert importer.row(first).counts["unknown"] == 2
    assert "staan 2 onderwerpen die wij niet kennen" in importer.looks(first).text

    said = importer.looks(first).text
    assert said.count("een onderwerp") == 2
    page = open_page(importer.client, f"{first}/terms")
    fields = {each.get("name", ""): each for each in page.tree.iter("select")}
    money, nothing = fields
    assert page.find(f"select[@name='{money}']/*/option[@selected]").get("value") == "money"
    token = find_token(page.response.text)
    answer = importer.client.post(
        f"{first}/terms", data={"csrf_token": token, money: "money", nothing: "none"}
    )
    wait_for_jobs()

    assert answer.status_code == 303
    assert importer.row(first).counts["unknown"] == 0
    assert "een onderwerp" not in importer.looks(first).text
    importer.presses(first, "publish")
    importer.db.rollback()
    kept = importer.db.scalars(select(KeptService).where(KeptService.name.like("loket%"))).all()
    assert {row.topics for row in kept} == {",money,"}
    assert importer.logged() == ["help:upload", "help:terms", "help:import"]
    importer.db.rollback()

    again = importer.sends(sheet.replace(b"Twee", b"Drie"), "loketten.csv").location
    assert importer.row(again).counts["unknown"] == 0
    assert len(importer.db.scalars(select(KnownTerm)).all()) == 2


def test_the_list_of_files_says_what_became_of_each(importer: Importer) -> None:
    importer.presses(importer.brings(make_services(3), "eerste.json"), "undo")
    importer.presses(importer.uploads(make_services(2), "tweede.json"), "drop")
    importer.sends(b"nonsense", "derde.json")

    page = open_page(importer.client, FILES)

    rows = [" ".join("".join(row.itertext()).split()) for row in page.tree.iter("tr")][1:]
    assert ["geweigerd" in rows[0], "weggegooid" in rows[1], "teruggedraaid" in rows[2]] == [
        True
    ] * 3
    assert [row.split()[0] for row in rows] == ["derde.json", "tweede.json", "eerste.json"]


def test_what_nobody_publishes_is_thrown_away_after_a_week(importer: Importer, app: Flask) -> None:
    address = importer.uploads(make_services(2))

    for days, state in ((6, "read"), (8, "dropped")):
        with app.app_context():
            work = begin_work()
            retention.purge(replace(work, now=work.now + timedelta(days=days)))
        assert importer.row(address).state == state
    assert importer.row(address).result is None
