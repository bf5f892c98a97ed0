"""A talk in which every field is filled with the text that a thief searches for."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient

from pwa.handover.letter import Asked
from pwa.handover.links import NewLink
from pwa.plan.core import FreeText
from pwa.vault.patient.codes import write_link_code
from tests.pages.checked import open_page
from tests.people.crime import PLAN_FIELDS, marked
from tests.people.stories import STORY_A

CHECK_FIELDS = {
    "reason",
    "own_words",
    "strengths_other",
    "helpers_other",
    "priority_other",
    "interpreter_language",
}
DESK_FIELDS = {"known_as"}
SHEET_FIELDS = {"patient", "question"}  # of a sheet for a meeting
TICK_FIELDS = {"helped", "own step"}
# A step that the patient does, with a day for the calendar.
OWN_STEP = {
    "step-2-what": "walk",
    "step-2-minutes": "20",
    "step-2-count": "3",
    "step-2-role": "patient",
    "step-2-when": f"{datetime.now(UTC) + timedelta(days=20):%d-%m-%Y}",
}
LETTER_FIELDS = {"receiver", "receiver_phone", "letter_patient", "patient_phone", "letter_question"}
HANDOVER_FIELDS = LETTER_FIELDS | {"answer"}  # with what the receiver answered
EVERYTHING = CHECK_FIELDS | DESK_FIELDS | PLAN_FIELDS | SHEET_FIELDS | TICK_FIELDS | HANDOVER_FIELDS
CHECK = {
    **STORY_A,
    "priority": "other",
    "strengths": ["children", "other"],
    "helpers": ["family", "other"],
    "interpreter": "1",
}


@dataclass(frozen=True)
class Talk:
    """One conversation, from sharing to the plan, with the secrets that patient and GP hold."""

    app: Flask
    patient: FlaskClient
    gp: FlaskClient
    uid: UUID
    code: str
    link_secret: str
    receiver: FlaskClient
    letter: NewLink
    calendar: set[str]

    @property
    def cookies(self) -> dict[str, str]:
        patient, gp = self.patient.get_cookie("gesprek"), self.gp.get_cookie("gesprek_keys")
        receiver = self.receiver.get_cookie("handover")
        assert patient
        assert gp
        assert receiver
        return {"patient": patient.value, "gp": gp.value, "receiver": receiver.value}

    @property
    def letter_keys(self) -> tuple[str, str]:
        """The secret of the letter's link, and the code of it that is typed from paper."""
        return self.letter.secret, write_link_code(self.letter.secret)


def say_how_it_goes(patient: FlaskClient, slug: str) -> set[str]:
    """Tick a step, say what helped, add an own step; gives the ids of the calendar's entries."""
    page = open_page(patient, "/nl/mine/plan")
    token = page.find("input[@name='reply_to']").get("value", "")
    step = page.find("*[@data-part='step-2']//input[@name='step']").get("value", "")
    for said in (
        {"step": step, "how": "not_yet"},
        {"step": step, "helped": marked({"helped"})["helped"]},
        {"own": "0123456789ab", "words": marked({"own step"})["own step"]},
    ):
        sent = {"uid": str(uuid4()), "reply_to": token, **said}
        answer = patient.post(f"/nl/tick/{slug}", data=sent, headers={"Accept": "application/json"})
        assert answer.status_code == 201, answer.text
    found = set(re.findall(r"UID:(\S+)", patient.get("/nl/mine/plan.ics").text))
    assert found
    return found


def marked_letter() -> Asked:
    words = marked(LETTER_FIELDS)
    return Asked(
        words["receiver"],
        words["receiver_phone"],
        words["letter_patient"],
        words["patient_phone"],
        FreeText(words["letter_question"], "nl"),
    )


def look_for_help(patient: FlaskClient, slug: str, option: str) -> None:
    """Search by words, and report with a line of own words that something is not right."""
    page = f"/nl/help/{slug}"
    for address in (page, "/nl/mine/help"):
        assert patient.post(address, data=marked({"words"})).status_code == 200
    report = {"option": option, "wrong": "other", **marked({"line"})}
    assert "Dank u" in patient.post(f"{page}/report", data=report).text


def facts_of(talk: Talk) -> tuple[str, ...]:
    """Give what is sealed without a word of anybody: a tick, a moment, the digits of a letter."""
    return '"how":"not_yet"', '"amounts":{', f'"digits":"{talk.letter.digits}"'
