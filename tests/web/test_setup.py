"""Setting up a new practice: the operator's link, details, recovery key and first person."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.practice.models import Practice
from pwa.staff.models import Account
from pwa.store.tenants import use_practice
from pwa.vault.master.master_keys import master_keys
from pwa.vault.practice.models import KeyHolder, KeyKind
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.practice.recovery import recovery_key_state, unwrap_by_recovery
from pwa.web.extensions import db
from tests.databases.homes import Home
from tests.pages.checked import open_page
from tests.people.founder import DETAILS, PASSWORD, PERSON, START, Founder, make_link
from tests.people.logins import Clock
from tests.people.thief import steal

pytestmark = pytest.mark.on_one_database


@pytest.fixture
def founder(app: Flask, client: FlaskClient) -> Founder:
    return Founder(client, make_link(app))


def find_practice(db_session: Session, slug: str = "de-linde") -> Practice | None:
    db_session.rollback()
    return db_session.scalars(select(Practice).where(Practice.slug == slug)).one_or_none()


def opened_by(app: Flask, practice_id: int, key: str) -> HeldKeys:
    with app.app_context():
        use_practice(db.session(), practice_id)
        return unwrap_by_recovery(db.session(), practice_id, key, master_keys())


def test_a_practice_comes_out_of_a_link(
    app: Flask, founder: Founder, client: FlaskClient, db_session: Session
) -> None:
    founder.begins().tells()
    key = founder.prints()
    answer = founder.types(key).finishes()

    assert answer.location == "/practice/login"
    practice = find_practice(db_session)
    assert practice is not None
    assert (practice.name, practice.languages) == ("Praktijk De Linde", ["nl", "tr", "ar"])
    assert (practice.retention_days, practice.if_worse_text) == (14, None)
    assert {key.kind for key in opened_by(app, practice.id, key)} == set(KeyKind)
    assert open_page(client, "/tr/p/de-linde").text.count("030 123 45 67")
    assert "Praktijk De Linde is klaar" in open_page(client, "/practice/login").text


def test_the_recovery_key_was_typed_back_before_there_is_a_practice(
    founder: Founder, db_session: Session
) -> None:
    founder.begins().tells().prints()

    assert founder.client.get(f"{START}/person").location == f"{START}/practice"
    assert founder.client.post(f"{START}/person", data=PERSON).status_code in {303, 400}
    assert find_practice(db_session) is None

    founder.types(founder.prints()).finishes()
    practice = find_practice(db_session)
    assert practice is not None
    state = recovery_key_state(db_session, practice.id)
    assert state is not None
    assert state.verified_at is not None


def test_looking_at_a_link_does_not_use_it_up_and_finishing_does(
    app: Flask, founder: Founder
) -> None:
    for _ in range(3):
        scanner = Founder(app.test_client(), founder.link).begins()
        open_page(scanner.client, f"{START}/practice")
    founder.begins().tells().types(founder.prints()).finishes()

    late = Founder(app.test_client(), founder.link)
    page = late.sends(START, {"link": late.secret}, status=422)
    assert "al aangemaakt" in page.text
    assert founder.client.get(f"{START}/practice").location == START


def test_a_link_ends_after_seven_days(founder: Founder, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    clock.forward(days=6, hours=23)
    founder.begins()
    clock.forward(hours=2)

    assert founder.client.get(f"{START}/practice").location == START
    page = founder.sends(START, {"link": founder.secret}, status=422)
    assert "werkt niet meer" in page.text


@pytest.mark.parametrize("typed", ["", "x", "AAAAAAAAAAAAAAAAAAAAAA", "\x00" * 22, "é" * 22])
def test_a_wrong_link_opens_nothing(founder: Founder, typed: str) -> None:
    page = founder.sends(START, {"link": typed}, status=422)
    assert "klopt niet" in page.text


def test_the_whole_link_may_be_pasted(founder: Founder) -> None:
    founder.sends(START, {"link": f" {founder.link}\n"})
    assert founder.client.get(f"{START}/practice").status_code == 200


def test_a_browser_that_was_closed_goes_on_with_another_key(app: Flask, founder: Founder) -> None:
    founder.begins().tells(name="Praktijk De Lindeboom")
    first = founder.prints()

    again = Founder(app.test_client(), founder.link).begins()
    page = open_page(again.client, f"{START}/practice")
    assert page.find("input[@id='name']").get("value") == "Praktijk De Lindeboom"
    second = again.tells().prints()

    assert second != first
    page = again.fails("check", key=first)
    assert "andere sleutel" in page.text
    again.types(second).finishes()


def test_a_typing_mistake_in_the_key_is_told_and_can_be_mended(founder: Founder) -> None:
    key = founder.begins().tells().prints()
    other = "1" if key[0] != "1" else "2"

    page = founder.fails("check", key=other + key[1:])

    assert "typefout in de sleutel" in page.text
    assert page.find("input[@id='key']").get("value") == other + key[1:]
    founder.types(key.lower().replace("-", " ")).finishes()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", " ", "Vul dit in."),
        ("name", "x" * 121, "te lang"),
        ("phone", "bel ons", "Dit telefoonnummer"),
        ("out_of_hours_name", "", "Vul dit in."),
        ("out_of_hours_phone", "", "Vul dit in."),
        ("languages", [], "ten minste één taal"),
        ("languages", ["xx"], "ten minste één taal"),
        ("retention_days", "0", "van 1 tot en met 90"),
        ("retention_days", "91", "van 1 tot en met 90"),
        ("retention_days", "²", "van 1 tot en met 90"),
        ("if_worse_text", "x" * 501, "te lang"),
        ("slug", "", "streepjes"),
        ("slug", "de linde", "streepjes"),
        ("slug", "9linde", "streepjes"),
        ("slug", "practice", "kan niet"),
        ("slug", "ar", "streepjes"),
        ("slug", "huisartsen-linde", "om een dokter gaat"),
        ("slug", "de-dreef", "andere praktijk"),
    ],
)  # fmt: skip
def test_an_error_names_its_field_and_nothing_typed_is_lost(
    founder: Founder, field: str, value: str | list[str], said: str
) -> None:
    page = founder.begins().fails("practice", **{field: value})

    assert said in page.text
    assert page.find(f"*[@id='{field}']") is not None
    assert said in "".join(page.find(f"a[@href='#{field}']").itertext())
    for name in {"name", "phone", "out_of_hours_name"} - {field}:
        assert page.find(f"input[@id='{name}']").get("value") == DETAILS[name]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("person_name", "", "Vul dit in."),
        ("email", "jansen", "geen e-mailadres"),
        ("role", "assistant", "wat u bent"),
        ("password", "kort", "minstens 12"),
        ("password", "wachtwoord123!", "makkelijk te raden"),
        ("password_again", "iets heel anders dan dat", "niet gelijk"),
    ],
)
def test_the_first_person_is_told_what_is_wrong(
    founder: Founder, db_session: Session, field: str, value: str, said: str
) -> None:
    founder.begins().tells().types(founder.prints())
    page = founder.fails("person", **{field: value})

    assert said in page.text
    assert page.find("input[@id='password']").get("value") == ""
    assert find_practice(db_session) is None


def test_an_address_that_somebody_logs_in_with_is_not_taken_over(
    founder: Founder, db_session: Session
) -> None:
    address = db_session.scalars(select(Account.email)).one()
    db_session.rollback()
    founder.begins().tells().types(founder.prints())

    page = founder.fails("person", email=address.upper())

    assert "heeft al een account" in page.text


def test_an_address_keeps_nothing_that_nobody_types(founder: Founder, db_session: Session) -> None:
    founder.begins().tells().types(founder.prints())

    founder.finishes(email="Jansen\0\u202e@delinde.example.org")

    assert "jansen@delinde.example.org" in db_session.scalars(select(Account.email)).all()


def test_two_links_for_one_address_make_one_practice(
    app: Flask, founder: Founder, db_session: Session
) -> None:
    other = Founder(app.test_client(), make_link(app)).begins().tells()
    other.types(other.prints())
    founder.begins().tells().types(founder.prints()).finishes()

    page = other.fails("person", email="iemand@anders.example.org")

    assert page.path == f"{START}/person"
    assert "andere praktijk" in page.text
    assert db_session.scalar(select(func.count()).select_from(Practice)) == 2


def test_a_manager_opens_a_practice_whose_answers_only_the_paper_opens(
    app: Flask, founder: Founder, db_session: Session
) -> None:
    founder.begins().tells()
    key = founder.prints()
    founder.types(key).finishes(role="manager")

    practice = find_practice(db_session)
    assert practice is not None
    assert opened_by(app, practice.id, key).holds(KeyKind.CARE)
    holders = db_session.scalars(
        select(KeyHolder).where(
            KeyHolder.practice_id == practice.id, KeyHolder.membership_id.is_not(None)
        )
    )
    given = {wrap.practice_key.kind for holder in holders for wrap in holder.key_wraps}
    assert given == {KeyKind.DESK}


def test_a_name_for_addresses_is_suggested_and_checked_while_typing(founder: Founder) -> None:
    assert founder.client.get(f"{START}/slug?name=x").status_code == 303
    founder.begins()

    def ask(query: str) -> dict[str, str | None]:
        answer: dict[str, str | None] = founder.client.get(f"{START}/slug?{query}").get_json()
        return answer

    assert ask("name=Huisartsenpraktijk De Wéstbroek") == {"slug": "de-westbroek", "error": None}
    assert ask("name=Praktijk De Dreef")["error"]
    assert ask("slug=de-dreef")["error"]
    assert ask("slug=de-beuk") == {"slug": "de-beuk", "error": None}
    assert ask("name=...") == {"slug": "", "error": None}


def test_the_log_says_who_made_the_practice(founder: Founder, db_session: Session) -> None:
    founder.begins().tells().types(founder.prints()).finishes()
    practice = find_practice(db_session)
    assert practice is not None
    events = db_session.scalars(
        select(AccessEvent)
        .where(AccessEvent.practice_id == practice.id)
        .order_by(AccessEvent.number)
    ).all()
    assert [event.action for event in events][:3] == [
        "practice:create",
        "recovery-key:create",
        "member:create",
    ]


def test_key_link_and_password_are_stored_nowhere(
    home: Home, app: Flask, founder: Founder, caplog: pytest.LogCaptureFixture
) -> None:
    founder.begins().tells()
    key = founder.prints()
    founder.types(key).finishes()

    with app.app_context():
        loot = steal(db.engine, home.instance)
    for secret in (key, key.replace("-", ""), founder.secret, PASSWORD):
        assert loot.places_of(secret) == []
        assert secret not in caplog.text
