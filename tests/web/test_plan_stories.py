"""Two acceptance stories, through everything that a plan becomes: pages, letters, files and tallies."""

import json
import re
from datetime import date, datetime, timedelta

import pytest
from babel.dates import format_date
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from pwa.counting.core import Table, Tally
from pwa.locales import TIME_ZONE
from pwa.selfcheck.questions import DOMAINS, LifeDomain, topics_of
from tests.inputs.counts import open_tallies
from tests.inputs.meetings import MEETINGS, TableDesk, make_meeting
from tests.inputs.plans import uid
from tests.pages.catalogues import catalogue
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.pages.paper import read_back, scan
from tests.people.desk import Desk
from tests.people.logins import give
from tests.people.receiver import LETTER, OPEN
from tests.people.stories import STORY_B, STORY_C, DemoLogin, Fields, find_token, share

pytestmark = pytest.mark.on_one_database

SOON, TALK = (datetime.now(TIME_ZONE).date() + timedelta(days=ahead) for ahead in (20, 40))
ALONE = (
    "I want to talk to the doctor alone",
    "Wants to talk with the doctor alone.",
    "wants to talk alone",
)
# A phone does not send what is not shared; a server that got it all the same leaves it out.
WATCHED: Fields = {**STORY_C, "conflict": "much", "support": "some", "priority_second": "conflict"}


class Helped:
    """A patient with a plan whose second step is handed to somebody, through the real pages."""

    def __init__(self, app: Flask, gp: FlaskClient, session: Session, language: str) -> None:
        self.app, self.gp, self.language = app, gp, language
        self.phone = app.test_client()
        self.session = session

    def shares(self, slug: str, fields: Fields) -> None:
        share(self.phone, slug, fields, language=self.language)
        newest = select(Conversation.id).order_by(Conversation.created_at.desc()).limit(1)
        self.desk = Desk(self.gp, self.session.scalars(newest).one())
        self.session.rollback()

    def asks(self, **fields: str) -> tuple[dict[str, str], HtmlPage]:
        """Fill in the plan and show the letter of step 2; gives the fields, and that page."""
        typed = {
            "base": "0",
            "goal": "rust",
            "goal_language": "nl",
            "step-1-what": "walk",
            "step-1-was": "walk",
            "step-1-uid": uid(1),
            "step-1-count": "3",
            "step-1-minutes": "20",
            "step-1-role": "patient",
            "step-2-role": "neighbourhood_team",
            "step-2-uid": uid(2),
            "step-2-when": f"{SOON:%d-%m-%Y}",
            "next_talk": f"{TALK:%d-%m-%Y} 10:40",
            "step-2-patient": "Noor",
            "letter_language": self.language,
            "step-2-was": fields["step-2-what"],
            **fields,
        }
        token = find_token(self.gp.get(self.desk.address).text)
        answer = self.gp.post(
            f"{self.desk.address}/letter", data={**typed, "csrf_token": token, "letter_of": "2"}
        )
        assert answer.status_code == 200, answer.text
        page = check_page(answer)
        digest = page.find("input[@name='step-2-letter']").get("value", "")
        return {**typed, "step-2-letter": digest}, page

    def opens(self, path: str) -> str:
        return open_page(self.phone, f"/{self.language}/mine/{path}").text

    def handover_id(self) -> str:
        page = self.gp.get("/practice/handovers").text
        found: list[str] = re.findall(r'data-handover="([0-9a-f-]{36})"', page)
        return found[-1]


def read_letter(helped: Helped) -> tuple[str, str]:
    """Print the letter, and open its page as the receiver; gives the words of both."""
    token = find_token(helped.gp.get("/practice/").text)
    address = f"{helped.desk.address.removesuffix('/plan')}/handover/{helped.handover_id()}"
    paper = helped.gp.post(f"{address}/letter.pdf", data={"csrf_token": token}).data
    step = f"{helped.desk.address.removesuffix('/plan')}/handover/{uid(2)}"
    digits = open_page(helped.gp, step).part("digits")
    [link] = scan(paper)
    receiver = helped.app.test_client()
    fields = {"link": link.partition("#")[2], "digits": digits}
    assert receiver.post(OPEN, data=fields).status_code == 303
    return read_back(paper), open_page(receiver, LETTER).text


def secrets(language: str) -> set[str]:
    """Give every word of the social domain and of talking alone, in a language and in English."""
    topics = topics_of(LifeDomain.SOCIAL)
    texts = {text for topic in topics for text in (topic.heading, topic.short)} | set(ALONE)
    texts |= {each.heading for each in DOMAINS if each.domain is LifeDomain.SOCIAL}
    read = catalogue(language).gettext
    return {words.lower() for text in texts for words in (text, str(read(text)))}


def everything_of(helped: Helped) -> dict[str, str]:
    """Make all that leaves a plan; gives the visible words of each, by its name."""
    typed, shown = helped.asks(
        **{"step-2-what": "own", "step-2-text": "bellen over de buik", "step-2-receiver": "Anna"}
    )
    phone = check_page(
        helped.gp.post(
            f"{helped.desk.address}/phone",
            data={**typed, "csrf_token": find_token(helped.gp.get(helped.desk.address).text)},
        )
    )
    helped.desk.saves({**typed, "step-2-handover": "yes"})
    meeting = make_meeting(helped.gp)
    table = TableDesk(helped.gp, helped.desk.conversation)
    table.makes_sheet(meeting, patient="N.", question="Wie denkt mee?", words=helped.language)
    paper, page = read_letter(helped)
    request = f"/practice/handovers/{helped.handover_id()}/service-request.json"
    mine = f"/{helped.language}/mine/plan"
    return {
        "letter before the yes": shown.text,
        "phone beside the editor": phone.text,
        "my plan": helped.opens("plan"),
        "calendar": helped.phone.get(f"{mine}.ics?remind=1").text,
        "plan on paper": read_back(helped.phone.get(f"{mine}.pdf").data),
        "letter on paper": paper,
        "receiver's page": page,
        "service request": json.dumps(helped.gp.get(request).get_json(), ensure_ascii=False),
        "sheet on paper": read_back(table.prints()),
        "the table": open_page(helped.gp, f"{MEETINGS}/{meeting}").text,
        "list of handovers": open_page(helped.gp, "/practice/handovers").text,
    }


def test_nothing_of_the_watched_phone_leaves_through_anything_that_a_plan_becomes(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session
) -> None:
    for language in ("nl", "en"):
        helped = Helped(app, staff_client, db_session, language)
        helped.shares(demo.slug, WATCHED)
        found = everything_of(helped)

        for name, text in found.items():
            words = " ".join(text.split()).lower()
            assert len(words) > 100, name
            assert {each for each in secrets(language) if each in words} == set(), name
            assert "buikpijn" not in words, name
        assert str(catalogue(language).gettext("Pain")) in found["plan on paper"]  # it was shared
        named = {name for name, text in found.items() if "Noor" in text}
        assert named >= {"letter on paper", "receiver's page", "service request"}
    assert open_tallies(app, demo) == {Tally(Table.TOPIC, "pain"): 2}


def test_the_man_with_debts_agrees_to_a_letter_and_reads_in_turkish_how_far_it_is(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session
) -> None:
    helped = Helped(app, staff_client, db_session, "tr")
    helped.shares(demo.slug, STORY_B)
    asked = {
        "step-2-what": "neighbourhood_team",
        "step-2-receiver": "Buurtteam Overvecht, Anna de Wit",
        "step-2-patient": "Mehmet",
    }
    typed, shown = helped.asks(**asked)

    own = shown.find("section[@data-letter='own']")
    words = " ".join("".join(own.itertext()).split())
    step = str(catalogue("tr").gettext("Talk with the neighbourhood team"))
    assert (own.get("lang"), own.get("dir")) == ("tr", "ltr")
    for expected in ("Anna de Wit", "Mehmet", step, _day(SOON, "tr")):
        assert expected in words
    assert helped.phone.get("/tr/mine/plan").status_code == 303  # shown only: nothing is kept yet
    helped.desk.saves({**typed, "step-2-handover": "yes"})
    paper, page = read_letter(helped)
    for text in (paper, page):
        assert "Mehmet" in text
        assert "Anna de Wit" in text
        assert _day(SOON, "nl") in " ".join(text.split())
        assert not re.search(r"schuld|geld|borç|slapen", text, re.IGNORECASE)
    page_of_handovers = "/practice/handovers"
    told = give(
        staff_client, page_of_handovers, f"{page_of_handovers}/{helped.handover_id()}", to="told"
    )
    assert told.status_code == 303

    mine = open_page(helped.phone, "/tr/mine/plan")
    state, turkish = mine.part("handover"), catalogue("tr").gettext
    assert str(turkish("agreed")) in state
    assert str(turkish("given to the helper")) in state
    assert format_date(datetime.now(TIME_ZONE).date(), "d MMM", "tr") in state
    assert "Anna de Wit" in mine.text
    assert _day(SOON, "tr") in mine.part("step-2")


def _day(day: date, language: str) -> str:
    return format_date(day, "d MMMM", language)
