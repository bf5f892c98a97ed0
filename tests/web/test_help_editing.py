"""The editor of one help service: added, mended by two people, refused, and seen as on a phone."""

from datetime import UTC, datetime

import pytest
from babel.dates import format_date
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pwa.directory.keeping.editing.fields import field_names
from pwa.directory.models import KeptService, KeptState, ServiceChange, Source
from pwa.directory.packaged import NATIONAL, load_services
from pwa.locales import LANGUAGES, local_day
from tests.pages.checked import open_page
from tests.people.helper import (
    BUURTHUIS,
    BUURTTEAM,
    NEW,
    WALK,
    HelpEditor,
    count_kept,
    edit,
    kept,
    newest_action,
    service_of,
)
from tests.people.logins import Clock
from tests.people.stories import DemoLogin, log_in

# Every field alone against every blank: tests/core/test_help_editing.py.
HOSTILE = [
    "\u200b\u2800",
    '"><script>alert(1)</script>',
    "{% raw %}",
    "'; DROP TABLE kept_service; --",
    "../../etc/passwd\x00",
    "مرحبا \u202e abc \u2066",
    "🚶" * 40,
]


def test_help_that_is_added_is_found_by_patients_in_their_language(
    app: Flask, staff_client: FlaskClient, db_session: Session
) -> None:
    before = count_kept(db_session)
    editor = HelpEditor(staff_client)
    editor.fields |= BUURTHUIS
    editor.saves(what_tr="Komşularla kahve içmek.", audiences=["women"], cost="free")
    again = editor.sends()

    assert again.status_code == 303
    assert count_kept(db_session) == before + 1, "sent twice, added once"
    row = kept(db_session, editor.fields["uid"][0])
    assert (row.source, row.state) == (Source.OWN, KeptState.SHOWN)
    assert row.assured_on == local_day(datetime.now(UTC))
    assert newest_action(db_session) == "help:add"
    for language, words in (
        ("nl", ["Koffie drinken met de buren.", "Voor vrouwen", "Gratis"]),
        ("tr", ["Komşularla kahve içmek.", "Kadınlar için", "Ücretsiz"]),
        ("ar", ["Koffie drinken met de buren."]),
    ):
        page = open_page(app.test_client(), f"/{language}/help/de-dreef?topic=lonely")
        assert [word for word in words if word not in page.text] == []


def test_a_number_is_mended_and_everything_else_stays(
    app: Flask, staff_client: FlaskClient, db_session: Session
) -> None:
    before = service_of(db_session, BUURTTEAM)
    old = kept(db_session, BUURTTEAM).edition

    edit(staff_client, BUURTTEAM).saves(phone_1="030 271 99 98")

    row = kept(db_session, BUURTTEAM)
    assert row.edition == old + 1
    assert [phone.number for phone in row.content.phones] == ["030 271 99 98"]
    assert row.content.phones[0].id == before.phones[0].id
    assert row.content.schedules == before.schedules
    assert row.content.assured_on == local_day(datetime.now(UTC)), "saving says that it is right"
    change = db_session.scalars(select(ServiceChange)).one()
    assert (change.kind, change.before) == ("change", before)
    assert newest_action(db_session) == "help:change"
    assert "030 271 99 98" in app.test_client().get("/nl/help/de-dreef?topic=money").text


def test_what_cannot_be_saved_is_told_at_its_field_and_stays(
    staff_client: FlaskClient, db_session: Session
) -> None:
    editor = edit(staff_client)
    wrong: dict[str, str | list[str]] = {
        "name": "Wandelclub",
        "phone_1": "bel maar",
        "url": "javascript:alert(1)",
        "postal_code": "geen",
        "open_1_from": "laat",
        "what_en": "x" * 201,
        "topics": [],
    }

    page = editor.gets(422, **wrong)

    listed = page.find("div[@data-errors]")
    targets = {link.get("href") for link in listed.iter("a")}
    assert targets == {"#phone-1", "#url", "#postal_code", "#open-1-from", "#what-en", "#topics"}
    assert "Telefoonnummer: Dit telefoonnummer" in page.text
    assert "Wat, in één zin (Engels): Dit is te lang" in page.text
    for name, typed in wrong.items():
        if name != "topics":
            field = name if name == "postal_code" else name.replace("_", "-")
            assert editor.fields[field] == [typed], name
    assert service_of(db_session, WALK).name == "Wandelgroep De Gagel"
    assert page.find("input[@id='url']").get("aria-invalid") == "true"


@pytest.mark.on_one_database
def test_whatever_is_typed_breaks_nothing(staff_client: FlaskClient, db_session: Session) -> None:
    before = count_kept(db_session)
    names = [*field_names(), "phone-1", "phone-1-id", "open-1-day", "open-1-from", "open-1-every"]
    editor = HelpEditor(staff_client)
    for typed in HOSTILE:
        editor.fields |= {name: [typed, typed] for name in (*names, "base", "view")}
        assert editor.previews().status_code == 200, typed
        page = editor.gets(422)
        assert "alert(1)</script>" not in page.response.text
        assert "\u202e" not in page.response.text
    assert count_kept(db_session) == before


@pytest.mark.on_one_database
def test_what_was_typed_outlives_the_session(
    staff_client: FlaskClient, demo: DemoLogin, clock: Clock, db_session: Session
) -> None:
    for address in (NEW, f"/practice/help/{WALK}"):
        editor = HelpEditor(staff_client, address)
        clock.forward(minutes=16)
        editor.fields |= {**BUURTHUIS, "name": ["Bijzonder"], "open-2-day": ["FR"]}
        assert editor.sends().status_code == 303
        log_in(staff_client, demo)

        again = HelpEditor(staff_client, address)

        assert "Uw tekst staat hier weer" in again.page.text
        assert (again.fields["name"], again.fields["uid"]) == (["Bijzonder"], editor.fields["uid"])
        day = max(name for name in again.fields if name.endswith("-day"))
        assert again.fields[day] == ["FR"]
        again.saves(**{day.replace("day", "from"): "9", day.replace("day", "to"): "10"})
        assert service_of(db_session, again.fields["uid"][0]).name == "Bijzonder"


@pytest.mark.on_one_database
def test_the_form_works_without_a_script(staff_client: FlaskClient, db_session: Session) -> None:
    editor = edit(staff_client)
    assert editor.page.tree.find(".//*[@id='open-2-from']") is None

    page = editor.gets(200, more="open")
    page.find("input[@id='open-2-from']")
    editor.fields.pop("more", None)
    page = editor.gets(200, open_2_day="FR", open_2_from="9", open_2_to="10", less="open-1")
    assert editor.fields["open-1-day"] == ["FR"]
    page = editor.gets(200, look="1", view="ar", name="Loopgroep")
    assert page.find("div[@data-part='phone']").get("dir") == "rtl"
    assert "Loopgroep" in page.part("phone")
    assert service_of(db_session, WALK).name == "Wandelgroep De Gagel", "nothing was saved"


@pytest.mark.on_one_database
def test_the_phone_shows_what_was_typed_and_nothing_is_stored(
    staff_client: FlaskClient, db_session: Session
) -> None:
    rows, log = count_kept(db_session), newest_action(db_session)
    for editor in (HelpEditor(staff_client), edit(staff_client)):
        for code, language in LANGUAGES.items():
            seen = editor.previews(
                view=code,
                name="Loopgroep",
                what_nl="Wij lopen.",
                phone_1="030 271 99 98",
                url="x y",
            )
            assert seen.status_code == 200
            assert f'lang="{code}" dir="{language.direction}"' in seen.text
            assert "Loopgroep" in seen.text
            assert "030 271 99 98" in seen.text
            assert "no-store" in seen.headers["Cache-Control"]
    assert (
        "Ontbreekt: Engels, Turks, Arabisch" in HelpEditor(staff_client).previews(what_nl="A").text
    )
    assert (
        "Klopt het nog in: Engels, Turks, Arabisch" in edit(staff_client).previews(what_nl="A").text
    )
    assert (count_kept(db_session), newest_action(db_session)) == (rows, log)
    assert service_of(db_session, WALK).name == "Wandelgroep De Gagel"


@pytest.mark.on_one_database
def test_half_a_translation_shows_dutch(staff_client: FlaskClient) -> None:
    seen = edit(staff_client).previews(view="tr", audience_tr="").text

    assert "Samen wandelen, elke week." in seen
    assert "Birlikte" not in seen
    assert "In deze taal ontbreekt een tekst" in seen


@pytest.mark.on_one_database
def test_a_national_line_is_explained_and_stays(
    staff_client: FlaskClient, db_session: Session
) -> None:
    line = load_services(NATIONAL)[0]
    address = f"/practice/help/{line.id}"

    page = open_page(staff_client, address)

    assert "hoort bij het programma" in page.text
    assert line.name in page.part("phone")
    assert page.tree.find(".//form[@id='edit']") is None
    assert f"controleerd: {format_date(line.assured_on, 'd MMMM y', 'nl')}" in page.part("phone")
    assert page.find(f"form[@action='{address}/check']") is not None
    assert page.find(f"button[@formaction='{address}/hide']") is not None
    other = edit(staff_client)
    answer = staff_client.post(address, data={**other.fields, "uid": line.id})
    assert answer.status_code == 404
    stolen = {"csrf_token": other.fields["csrf_token"], **BUURTHUIS, "uid": [line.id]}
    assert staff_client.post(NEW, data=stolen).status_code == 303
    assert db_session.scalars(select(KeptService).where(KeptService.uid == line.id)).all() == []


@pytest.mark.on_one_database
def test_what_is_gone_cannot_be_edited_and_what_is_hidden_can(
    staff_client: FlaskClient, db_session: Session
) -> None:
    editor = edit(staff_client)
    for state, status in ((KeptState.HIDDEN, 303), (KeptState.GONE, 404)):
        db_session.execute(update(KeptService).where(KeptService.uid == WALK).values(state=state))
        db_session.commit()
        assert editor.sends(name=f"Naam {status}").status_code == status
        if state is KeptState.HIDDEN:
            assert "Verborgen: patiënten vinden dit niet" in edit(staff_client).page.text
    open_page(staff_client, editor.address, status=404)
    assert service_of(db_session, WALK).name == "Naam 303"


@pytest.mark.on_one_database
def test_a_correction_of_a_set_leaves_what_the_set_says(
    staff_client: FlaskClient, db_session: Session
) -> None:
    original = service_of(db_session, WALK)
    db_session.execute(
        update(KeptService)
        .where(KeptService.uid == WALK)
        .values(source=Source.SET, set_content=original)
    )
    db_session.commit()

    editor = edit(staff_client)
    assert "Dit komt uit een set" in editor.page.text
    editor.saves(contact="Fatma")

    row = kept(db_session, WALK)
    assert (row.source, row.set_content) == (Source.SET, original)
    assert row.content.contacts[0].name == "Fatma"
    assert row.content.what == original.what
