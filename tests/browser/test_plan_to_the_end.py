"""Story A to the end, in Dutch and in Arabic: plan, warm handover, six weeks later, then and now, figures."""

import io
import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from pwa import retention
from pwa.counting.core import quarter_of
from pwa.locales import local_day
from pwa.staff.core import Role
from pwa.vault.work import begin_work
from tests.people.colleagues import hire
from tests.people.gp import Gp, take_over_login
from tests.people.logins import Clock
from tests.people.patient import Patient
from tests.people.stories import STORY_A, DemoLogin, Fields, log_in, share
from tests.phones.browsers import OpenContext

PLAN = {
    "goal": "Ik wil weer energie voor mijn kinderen",
    "step-1-what": "sport_childcare",
    "step-1-count": "2",
    "step-1-person": "mijn zus",
    "step-2-what": "carer_support",
    "step-3-what": "blood_test",
    "next_talk_period": "six_weeks",
}
LATER: Fields = {"feeling": "okay", "tired": "some", "sleep": "some", "caring": "much"}
LINE = "We praten donderdag verder."
HELPED = "samen met mijn zus gaan"
# What the phone says in each language.
OKAY = {"nl": "Gaat wel", "ar": "لا بأس"}
FACE = {"nl": "gaat wel", "ar": "لا بأس"}
MUCH_BETTER = {"nl": "Veel beter", "ar": "أفضل بكثير"}
ERASED = {"nl": "Uw eerste antwoorden zijn gewist", "ar": "تم حذف إجاباتك الأولى"}


class Story:
    """The three people of the story, each with a browser of their own."""

    def __init__(self, phone: Page, desk: Page, language: str, keys: dict[str, str]) -> None:
        self.phone = phone
        self.desk = desk
        self.language = language
        self.code = keys["code"]
        self.secret = keys["link"].partition("#")[2]

    def opens_plan(self) -> Page:
        """Come back by the link: the plan is the first page."""
        self.phone.goto(f"/{self.language}/open#{self.secret}")
        self.phone.locator("main form button:visible").first.click()
        self.phone.wait_for_url("**/mine/plan")
        return self.phone

    def hands_over(self) -> tuple[str, str]:
        """Ask the carer about the letter of the second step; give its link and digits."""
        plan = self.desk.url.split("#")[0]
        uid = self.desk.locator("[name=step-2-uid]").input_value()
        self.desk.goto(plan.replace("/plan", f"/handover/{uid}"))
        self.desk.fill("[name=receiver]", "mevrouw Yilmaz, Mantelzorg Utrecht")
        self.desk.fill("[name=patient]", "Amina")
        self.desk.locator("[name=show]").click()
        own = self.desk.locator("[data-letter=own]")
        expect(own).to_have_attribute("lang", self.language)
        expect(self.desk.locator("[name=handover]:checked")).to_have_count(0)
        self.desk.locator("[name=handover][value=yes]").check()
        self.desk.get_by_role("button", name="Opslaan").last.click()
        return self._makes_letter()

    def _makes_letter(self) -> tuple[str, str]:
        with self.desk.expect_download() as waiting:
            self.desk.get_by_role("button", name="Maak de brief").click()
        paper = PdfReader(io.BytesIO(waiting.value.path().read_bytes()))
        links = [note.get_object() for note in paper.pages[0].get("/Annots", ())]
        (address,) = {str(link["/A"]["/URI"]) for link in links}
        self.desk.goto("/practice/handovers")
        self.desk.locator("[data-handover] details summary").first.click()
        return address.partition("#")[2], self.desk.locator("[data-handover] .code").inner_text()

    def tells_how_it_goes(self) -> None:
        """Tap "gaat wel" and share answers once more, on the page that asks how it goes."""
        self.phone.goto(f"/{self.language}/mine/again")
        patient = Patient(self.phone, language=self.language)
        patient.answers({"filled_by": "self"}, until="feeling")
        face = patient.question.locator("label", has_text=OKAY[self.language])
        expect(face.locator("input")).to_have_value("okay")
        face.click()
        patient.sees_question("reason").takes_up(LATER)
        self.phone.locator("[data-share]").click()
        self.phone.wait_for_url(f"**/{self.language}/mine")


@pytest.fixture
def story(
    request: pytest.FixtureRequest, app: Flask, demo: DemoLogin, browser_page: Page, desk_page: Page
) -> Story:
    """Story A after the sharing, in the language of the test."""
    language = request.param
    keys = share(app.test_client(), demo.slug, STORY_A, language=language)
    return Story(browser_page, desk_page, language, keys)


def _answers(receiver: Page, link: str, digits: str) -> None:
    """Open the letter as its receiver, and say that the two have talked."""
    receiver.goto(f"/handover#{link}")
    expect(receiver.locator("#digits")).to_be_focused()
    receiver.keyboard.type(digits)
    receiver.keyboard.press("Enter")
    receiver.fill("#words", LINE)
    receiver.get_by_role("button", name="We hebben gesproken").click()
    expect(receiver.locator("[data-answer=contact]")).to_contain_text(LINE)


def _lets_six_weeks_pass(app: Flask, clock: Clock) -> None:
    clock.forward(days=42)
    with app.app_context():
        work = begin_work()
        retention.purge(work)
        work.db.commit()


def _says_how_the_first_step_goes(phone: Page) -> None:
    step = phone.locator("[data-part=step-1]")
    step.locator("[name=how][value=yes]").click()
    expect(step.locator("[value=yes]")).to_have_attribute("aria-pressed", "true")
    step.locator("details summary").click()
    step.locator("[name=helped]").fill(HELPED)
    step.locator("details button").click()
    expect(step.locator("[data-tick-state]")).not_to_be_empty()


def _answers_afterwards(phone: Page, language: str) -> None:
    """Answer the questions after the talk: six taps."""
    phone.goto(f"/{language}/mine/after")
    groups = phone.locator("main fieldset")
    expect(groups).to_have_count(6)
    expect(groups.first.locator("label").first).to_have_text(MUCH_BETTER[language])
    for number in range(5):
        groups.nth(number).locator("input").first.check()
    groups.nth(4).locator("label", has_text=OKAY[language]).click()
    groups.last.locator("button").first.click()
    expect(groups).to_have_count(0)


def _sees_what_changed(story: Story, *, keeps: bool) -> None:
    phone = story.phone
    phone.goto(f"/{story.language}/mine/then-and-now")
    expect(phone.locator("[data-part=faces]")).to_contain_text(FACE[story.language])
    expect(phone.locator("[data-part=steps]")).to_contain_text(HELPED)
    topics = phone.locator("[data-part=topics]")
    expect(topics.locator("[data-then=much]")).to_have_count(2 if keeps else 0)
    expect(topics.locator("[data-now]").first).to_be_visible()
    erased = phone.get_by_text(ERASED[story.language])
    expect(erased).to_have_count(0 if keeps else 1)


@pytest.mark.parametrize(("story", "keeps"), [("nl", True), ("ar", False)], indirect=["story"])
def test_story_a_from_the_plan_to_what_changed(
    app: Flask,
    demo: DemoLogin,
    story: Story,
    clock: Clock,
    open_device: OpenContext,
    staff_client: FlaskClient,
    live_server: str,
    keeps: bool,
) -> None:
    began = quarter_of(local_day(datetime.now(UTC)))
    gp = Gp(story.desk, demo).goes_on(staff_client, live_server).opens(story.code)
    gp.makes_plan(PLAN)
    _answers(open_device().new_page(), *story.hands_over())

    phone = story.opens_plan()
    expect(phone.locator("[data-part=receiver-line]")).to_contain_text(LINE)
    goal = phone.locator("[data-part=goal] q")
    assert goal.evaluate("one => getComputedStyle(one).quotes") == '"“" "”"'
    if keeps:
        phone.locator("[data-part=ask] [name=keep]").click()
        expect(phone.locator("[data-part=ask] [value=no]")).to_be_visible()

    _lets_six_weeks_pass(app, clock)
    _says_how_the_first_step_goes(story.opens_plan())
    _answers_afterwards(phone, story.language)
    story.tells_how_it_goes()
    _sees_what_changed(story, keeps=keeps)

    client = app.test_client()
    log_in(client, hire(app, demo, Role.GP, "later"))
    take_over_login(client, story.desk, live_server)
    story.desk.goto("/practice/figures")
    events = story.desk.locator("[data-part=events]")
    expect(events).to_contain_text(re.compile(r"Teruggeblikt\s+1\b"))
    story.desk.goto(
        f"/practice/figures?period={began.code}"
    )  # six weeks ago may be another quarter
    for counted in ("Gedeeld", "Gelezen", "Plan gemaakt"):
        expect(events).to_contain_text(re.compile(rf"{counted}\s+1\b"))
