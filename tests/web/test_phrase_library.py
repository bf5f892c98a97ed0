"""The phrase library: complete for every topic, and each phrase on a page and on paper."""

import re
from datetime import date, time
from io import BytesIO
from unicodedata import normalize
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from pwa.conversation import opening
from pwa.conversation.models import Conversation
from pwa.locales import LANGUAGES
from pwa.plan import service as planning
from pwa.plan.core import Performer, Phrase, Plan, Step, Who
from pwa.plan.library.core import Slot, SlotValue
from pwa.plan.phrases import CURRENT, PHRASES
from pwa.plan.words.names import PERSON_NAMES
from pwa.plan.words.render import StepLines, plain, render_plan, render_step
from pwa.plan.words.wordings import wording_for_patient
from pwa.practice.models import Practice
from pwa.selfcheck.questions import OTHER, STRENGTHS, TOPICS, UNKNOWN
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from tests.inputs.phrases import put_phrase
from tests.inputs.plans import uid
from tests.pages.catalogues import dutch
from tests.pages.checked import open_page
from tests.pages.paper import print_plan
from tests.people.desk import CARERS_FORM, Desk, fields_of
from tests.people.logins import in_a_request_of
from tests.people.stories import STORY_A, DemoLogin

pytestmark = pytest.mark.on_one_database

SLOTS: dict[Slot, SlotValue] = {
    Slot.COUNT: 3,
    Slot.MINUTES: 20,
    Slot.WEEKDAY: "tue",
    Slot.DATE: date(2026, 12, 24),
    Slot.BEDTIME: time(22, 30),
    Slot.RISE_TIME: time(7),
    Slot.PERSON: "sister",
}
# Done steps, because only open ones are limited to three.
EVERYTHING = Plan(
    steps=tuple(
        Step(
            Phrase(each.code, each.version, {slot.value: SLOTS[slot] for slot in each.slots}),
            Who(Performer(each.who)),
            done_on=date(2026, 12, 1),
            uid=uid(number),
        )
        for number, each in enumerate(PHRASES)
    )
)


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", normalize("NFKC", text))


def read_paper(document: bytes) -> str:
    # pdftotext (`read_back`) puts vowel signs on a line of their own, and so takes words apart.
    pages = PdfReader(BytesIO(document)).pages
    return normalize("NFKC", " ".join(page.extract_text() for page in pages))


def walk(count: int) -> Step:
    return Step(Phrase("walk", 1, {"count": count, "minutes": 30}), uid=uid(1))


def test_every_topic_and_strength_has_steps_to_offer() -> None:
    for topic in TOPICS:
        fitting = [each.code for each in CURRENT.values() if topic.code in each.topics]
        assert len(fitting) >= 3, topic.code
    for strength in {option.code for option in STRENGTHS} - {OTHER, UNKNOWN}:
        assert any(strength in each.strengths for each in CURRENT.values()), strength


def test_arguments_at_home_are_talked_about_with_people_who_do_this_work() -> None:
    # A new step for it is judged first: can it be done, and read on the phone, beside a violent
    # partner? Talking it out at home and a talk with everybody together are not among them.
    fitting = {each.code for each in CURRENT.values() if "conflict" in each.topics}

    assert fitting == {"social_work", "stress_talk", "talk_poh"}


def test_a_phrase_names_only_what_exists() -> None:
    topics = {topic.code for topic in TOPICS}
    strengths = {option.code for option in STRENGTHS}

    for each in PHRASES:
        assert set(each.topics) <= topics, each.code
        assert set(each.strengths) <= strengths, each.code
        assert each.who in set(Performer), each.code


@pytest.mark.parametrize(
    ("language", "once", "twice", "often"),
    [
        ("nl", "1 keer per week 30 minuten wandelen", "2 keer", "11 keer"),
        ("en", "Walk for 30 minutes, 1 time a week", "2 times", "11 times"),
        ("tr", "Haftada 1 kez yürümek, her seferinde 30 dakika", "2 kez", "11 kez"),
        ("ar", "المشي مرة واحدة في الأسبوع لمدة 30 دقيقة", "مرتين", "11 مرة"),
    ],
)
def test_numbers_have_the_plural_of_each_language(
    app: Flask, practice: Practice, language: str, once: str, twice: str, often: str
) -> None:
    with app.test_request_context(f"/{language}/"):
        wording = wording_for_patient(language, practice)
        said = [plain(render_step(walk(count), wording).what) for count in (1, 2, 11)]

    assert said[0] == once
    assert twice in said[1]
    assert often in said[2]


def test_every_phrase_is_read_on_the_phone_and_on_paper(
    app: Flask, carer: FlaskClient, desk: Desk, staff_client: FlaskClient, practice: Practice
) -> None:
    save_everything(app, staff_client, desk.conversation)

    in_words = {language: words_in(app, practice, language) for language in LANGUAGES}
    for language, steps in in_words.items():
        page = open_page(carer, f"/{language}/mine/plan")
        for number, step in enumerate(steps, start=1):
            shown = page.part(f"step-{number}")
            assert plain(step.what) in shown
            assert plain(step.first) in shown
    for language in ("tr", "ar"):  # with the Dutch under each line
        paper = read_paper(print_plan(app, practice, language, EVERYTHING))
        wanted = [plain(step.what) for step in (*in_words[language], *in_words["nl"])]
        assert [word for line in wanted for word in words_of(line) if word not in paper] == []


def words_in(app: Flask, practice: Practice, language: str) -> tuple[StepLines, ...]:
    with app.test_request_context(f"/{language}/"):
        return render_plan(EVERYTHING, wording_for_patient(language, practice)).steps


def save_everything(app: Flask, gp: FlaskClient, conversation: UUID) -> None:
    with in_a_request_of(app, gp) as staff:
        work = begin_work()
        opening.confirm(work, staff, work.db.get_one(Conversation, conversation))
        opened = opening.open_to_read(begin_work(), staff, conversation)
        db.session.rollback()  # ends the read-only transaction; the plan is written
        edited = planning.Edited(EVERYTHING, 0, {})
        planning.save_plan(begin_work(), opened, edited, by=staff)
        db.session.commit()


def test_the_practices_own_phrases_stand_behind_those_of_the_patients_topics(
    app: Flask, demo: DemoLogin, desk: Desk
) -> None:
    put_phrase(app, demo)
    select = desk.opens().find("select[@name='step-1-what']")
    groups = [group.get("label") for group in select.iter("optgroup")]
    fitting = {
        dutch(topic.short) for topic in TOPICS if STORY_A.get(topic.code) in {"some", "much"}
    }

    before = groups[: groups.index("Zinnen van de praktijk")]

    assert before
    assert set(before) <= fitting
    assert not fitting & set(groups[len(before) :])


def test_a_person_that_the_library_knows_is_read_in_every_language(
    desk: Desk, carer: FlaskClient
) -> None:
    desk.saves({**CARERS_FORM, "step-1-person": " Mijn  Zus "})

    assert fields_of(desk.opens())["step-1-person"] == "mijn zus"
    assert "kız kardeşim" in open_page(carer, "/tr/mine/plan").part("step-1")

    desk.saves({**CARERS_FORM, "base": "1", "step-1-person": "Fatma van 12"})
    assert "Fatma van 12" in open_page(carer, "/tr/mine/plan").part("step-1")


def test_the_form_offers_each_phrase_once_the_own_topics_first(desk: Desk) -> None:
    select = desk.opens().find("select[@name='step-1-what']")
    groups = [group.get("label") for group in select.iter("optgroup")]
    offered = {option.get("value") for option in select.iter("option")} - {""}

    assert groups[:2] == ["Pijn", "Moe zijn"]
    assert offered == {*CURRENT, "own"}
    assert len(list(select.iter("option"))) == len(CURRENT) + 2
    assert PERSON_NAMES.keys() >= {"sister", "neighbour"}


def test_the_form_says_that_no_doctor_has_read_the_sentences(desk: Desk) -> None:
    assert "nog niet nagekeken door een huisarts" in desk.opens().text
