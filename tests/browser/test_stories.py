"""The three acceptance stories in real browsers, from first tap to plan and withdrawal."""

import subprocess

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.conversation.models import StoredDocument
from pwa.practice.models import Practice
from tests.people.gp import Gp
from tests.people.patient import Patient
from tests.people.stories import PLAN_A, STORY_A, STORY_B, STORY_C, DemoLogin, Fields
from tests.phones.browsers import OpenContext

PLAN_B = {
    "goal": "Minder post op tafel",
    "step-1-what": "neighbourhood_team",
    "step-1-role": "neighbourhood_team",
    "step-2-what": "geldfit",
    "step-3-what": "physiotherapy",
}
PLAN_C = {"goal": "Geen buikpijn meer", "step-1-what": "call_practice", "step-1-weekday": "thu"}


@pytest.fixture
def gp(desk_page: Page, demo: DemoLogin, staff_client: FlaskClient, live_server: str) -> Gp:
    return Gp(desk_page, demo).goes_on(staff_client, live_server)


def take_keys(phone: Page) -> tuple[str, str]:
    """Read code and link from the receipt."""
    code = phone.locator("[data-code]").inner_text().strip()
    link = phone.locator("[data-link]").get_attribute("href") or ""
    return code, link.partition("#")[2]


def come_back(phone: Page, language: str, secret: str) -> None:
    phone.goto(f"/{language}/open#{secret}")
    phone.locator("main form button:visible").first.click()
    phone.wait_for_url(lambda url: url.endswith(("/mine", "/mine/plan")))


def read_pdf(page: Page, path: str) -> str:
    """Give the text of the PDF at this path."""
    pdf = page.request.get(path).body()
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return text.stdout.decode()


def is_one_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollHeight <= innerHeight"))


def test_story_a_the_tired_carer(
    browser_page: Page, practice: Practice, desk_page: Page, demo: DemoLogin
) -> None:
    gp = Gp(desk_page, demo).logs_in()
    carer = Patient(browser_page, practice.slug, "ar").starts()
    carer.answers(STORY_A, until="stress")
    browser_page.locator("[data-languages] summary").click()
    browser_page.locator("[data-languages] [data-language=nl]").click()
    browser_page.wait_for_url("**/nl/check/*")
    carer.sees_question("stress").answers(STORY_A).shares()
    code, secret = take_keys(browser_page)

    gp.opens(code)

    assert is_one_screen(gp.page)
    assert gp.reads("priority").startswith("Eerst bespreken Moe zijn wil hulp")
    assert gp.reads("worse-by") == "wordt erger door: Voor iemand zorgen · Slecht slapen"
    assert gp.reads("language") == "begonnen in het Arabisch, verder in het Nederlands"
    assert gp.reads("reason").endswith("“hoofdpijn en altijd moe” in het Arabisch")
    assert "weten wat ik heb · samen nadenken" in gp.reads("wants")
    assert "niet zo goed" in gp.reads("feeling")
    assert "Mijn kinderen · Sporten, wandelen" in gp.reads("strengths")
    assert "Familie of vrienden" in gp.reads("helpers")
    assert "alles nee" in gp.page.locator("[data-part=map]").inner_text()
    lines = gp.his_lines
    assert len(lines) <= 8
    assert "moe zijn (wil hulp); wordt erger door: voor iemand zorgen, slecht slapen" in lines[1]

    gp.makes_plan(PLAN_A)
    browser_page.goto("/ar/mine")
    expect(browser_page.locator("[data-status=read]")).to_be_visible()
    browser_page.goto("/ar/mine/plan")

    expect(browser_page.locator("[data-part=goal]")).to_contain_text(PLAN_A["goal"])
    expect(browser_page.locator("[data-part=step-1]")).to_contain_text("أختي")
    paper = read_pdf(browser_page, "/ar/mine/plan.pdf")
    assert "mijn zus past op de kinderen" in " ".join(paper.split())
    assert "Bloed laten prikken" in paper

    browser_page.goto("/nl/mine/withdraw")
    browser_page.locator("[name=plan]").check()
    browser_page.locator("main form button").click()
    browser_page.wait_for_url("**/mine")
    browser_page.goto(f"/nl/open#{secret}")
    browser_page.locator("main form button:visible").first.click()
    expect(browser_page.locator("main")).to_contain_text("030 000 00 00")


def choose(page: Page, fields: Fields) -> None:
    """Answer on a page without scripts, which shows all its questions at once."""
    for name, value in fields.items():
        for item in [value] if isinstance(value, str) else value:
            control = page.locator(f"[name={name}]")
            # It waits for the field, because a press before may still be loading its page.
            if control.first.evaluate("element => element.type") in {"radio", "checkbox"}:
                page.locator(f"label:has([name={name}][value='{item}'])").first.click()
            else:
                control.fill(item)


def test_story_a_without_javascript(page_without_script: Page, practice: Practice, gp: Gp) -> None:
    phone = page_without_script
    phone.goto(f"/ar/p/{practice.slug}")
    phone.locator("[data-begin] a").first.click()
    later = ("priority", "help_wish", "worse_by")
    choose(phone, {name: given for name, given in STORY_A.items() if name not in later})
    phone.locator("[data-languages] summary").click()
    phone.locator("[data-languages] [data-language=nl]").click()
    expect(phone.locator("html")).to_have_attribute("lang", "nl")
    expect(phone.locator("[name=tired][value=much]")).to_be_checked()
    expect(phone.locator("[name=reason]")).to_have_value("hoofdpijn en altijd moe")
    phone.locator("[data-without-script] button").click()

    choose(phone, {name: STORY_A[name] for name in later})
    phone.locator("button[name=consent], [data-share]").first.click()
    phone.wait_for_url("**/nl/done")
    code, secret = take_keys(phone)

    gp.opens(code)
    assert gp.reads("priority").startswith("Eerst bespreken Moe zijn wil hulp")
    assert gp.reads("worse-by") == "wordt erger door: Voor iemand zorgen · Slecht slapen"
    gp.makes_plan(PLAN_A)

    phone.goto("/nl/open")
    phone.fill("[name=code]", code.lower())
    phone.locator("[data-code-form] button").click()
    phone.wait_for_url("**/mine/plan")
    expect(phone.locator("[data-part=step-3]")).to_contain_text("Bloed laten prikken")
    phone.goto("/nl/mine/withdraw")
    phone.locator("label:has([name=plan])").click()
    phone.locator("main form button").click()
    expect(phone.locator("main")).to_contain_text("030 000 00 00")
    assert secret


def emergency_words(page: Page) -> str:
    return " ".join(page.locator(".emergency").first.inner_text().split())


def test_story_b_the_man_with_debts(
    browser_page: Page, open_device: OpenContext, practice: Practice, gp: Gp
) -> None:
    man = Patient(browser_page, practice.slug, "tr").fills_in({**STORY_B, "help_wish": "yes"})
    man.shares()
    code, secret = take_keys(browser_page)

    gp.opens(code)

    assert gp.reads("priority").startswith("Eerst bespreken Te weinig geld wil hulp")
    assert gp.reads("worse-by") == "wordt erger door: Problemen met werk · Brieven en taal"
    assert gp.reads("language") == "in het Turks"
    assert gp.reads("interpreter") == "Tolk: Turks"
    assert gp.reads("filled-by") == "samen met iemand"
    assert "Roken, alcohol, drugs, gokken" in gp.reads("skipped")
    assert "Roken" not in gp.page.locator("[data-part=map]").inner_text()
    assert "Niemand" in gp.reads("helpers")
    gp.makes_plan(PLAN_B)
    geldfit = gp.page.locator("[name=step-2-help] option").filter(has_text="Geldfit").first
    gp.page.locator("[name=step-2-help]").select_option(geldfit.get_attribute("value"))
    with gp.page.expect_navigation():
        gp.page.get_by_role("button", name="Meegeven").click()

    come_back(browser_page, "tr", secret)
    browser_page.goto("/tr/mine/plan")
    expect(browser_page.locator("a.button[href='tel:08008115']")).to_be_visible()

    # The feeling "bad" brings up the same emergency text as "good".
    browser_page.goto("/tr/mine")
    cheerful = open_device().new_page()
    Patient(cheerful, practice.slug, "tr").resumes({"feeling": "good"}).shares()
    cheerful.goto("/tr/mine")
    assert emergency_words(browser_page) == emergency_words(cheerful)


def test_story_c_the_watched_phone(
    browser_page: Page,
    open_device: OpenContext,
    practice: Practice,
    gp: Gp,
    db_session: Session,
) -> None:
    at_home = Patient(browser_page, practice.slug).starts()
    at_home.takes_up(STORY_C, until="anxious").answers(STORY_C, until="conflict").leaves_quickly()
    browser_page.goto(f"/nl/check/{practice.slug}")
    expect(browser_page.locator("form.one")).to_be_visible()
    # The switches of the last step stand on by themselves; they have no name, because they are no answer.
    expect(browser_page.locator("input[name]:checked")).to_have_count(0)

    tablet = open_device(has_touch=True).new_page()
    woman = Patient(tablet, practice.slug).fills_in_story_c().shares()
    code, secret = take_keys(tablet)
    body = woman.last_request_body or ""
    assert "support" not in body
    assert "not_shared=social" in body

    gp.page.goto("/practice/")
    row = gp.page.locator("tr", has_text=code[:4])
    expect(row).to_contain_text("wil alleen praten")
    gp.opens(code)
    assert gp.reads("not-shared") == "Niet gedeeld Sociaal"
    assert "Te weinig steun" not in gp.page.content()
    assert not gp.page.locator("[data-part=talk-alone]").is_visible()
    gp.page.keyboard.press("i")
    expect(gp.page.locator("[data-part=talk-alone]")).to_be_visible()
    text = "\n".join(gp.his_lines)
    assert "Sociaal: niet gedeeld" in text
    assert "alleen met de dokter" not in text
    gp.makes_plan(PLAN_C)

    come_back(tablet, "nl", secret)
    for path in ("/nl/mine", "/nl/mine/plan"):
        tablet.goto(path)
        assert "alleen met de dokter" not in tablet.content()
    assert "alleen met de dokter" not in read_pdf(tablet, "/nl/mine/plan.pdf")

    tablet.goto("/nl/mine/withdraw")
    tablet.locator("[name=plan]").check()
    tablet.locator("main form button").click()
    tablet.wait_for_url("**/mine")
    tablet.goto("/nl/open")
    tablet.fill("[name=code]", code)
    tablet.locator("[data-code-form] button").click()
    expect(tablet.locator("main")).to_contain_text("030 000 00 00")
    assert db_session.scalar(select(func.count()).select_from(StoredDocument)) == 0
    actions = db_session.scalars(select(AccessEvent.action).order_by(AccessEvent.number)).all()
    assert {"check:share", "conversation:read", "plan:erase"} <= set(actions)
