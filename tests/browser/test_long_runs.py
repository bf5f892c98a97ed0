"""No page is wider than the screen, even if somebody typed a web address or an endless word."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy import select

from pwa.conversation.models import Conversation
from pwa.practice.models import Practice
from pwa.staff.models import Account
from pwa.store.tenants import use_practice
from pwa.web.extensions import db
from tests.inputs.invitations import Invited, invite, today
from tests.people.desk import Desk
from tests.people.gp import take_over_login
from tests.people.stories import STORY_A, DemoLogin, share
from tests.people.team import invite as invite_colleague
from tests.phones.browsers import OpenContext

# In px. Patients: the narrowest, a usual, a large phone; practice: a phone, half a screen, a whole.
PATIENT_WIDTHS = (320, 360, 390)
PRACTICE_WIDTHS = (390, 960, 1280)
# An iPhone zooms in on a touched field with a smaller font, and does not zoom out again.
LEAST_FONT_PX = 16
RUN = "https://www.voorbeeld.example/een-adres-zonder-een-enkele-spatie-" + "W" * 1000

_MEASURE = """
(least) => {
  const root = document.documentElement;
  const room = root.clientWidth;
  // What is cut with an ellipsis, or scrolls in its own box, makes no page wider.
  const isCut = (element) => {
    for (let above = element.parentElement; above; above = above.parentElement) {
      if (getComputedStyle(above).overflowX !== "visible") return true;
    }
    return false;
  };
  const isSeen = (element) => element.checkVisibility() && !element.closest(".unseen");
  const wide = [...document.body.querySelectorAll("*")].filter((element) => {
    const box = element.getBoundingClientRect();
    return isSeen(element) && box.width > 1 && (box.right > room + 1 || box.left < -1) && !element.closest("svg") && !isCut(element);
  }).map((element) => `${element.tagName}.${element.className} ${Math.round(element.getBoundingClientRect().width)}`);
  const small = [...document.querySelectorAll("input, select, textarea")]
    .filter((field) => isSeen(field) && !["checkbox", "radio", "hidden"].includes(field.type))
    .filter((field) => parseFloat(getComputedStyle(field).fontSize) < least)
    .map((field) => field.name || field.className);
  return { over: root.scrollWidth - room, wide: wide.slice(0, 4), small };
}
"""


def name_everything_long(app: Flask) -> None:
    """Give the practice and its GP names as long as they may be, without a space."""
    with app.app_context():
        practice = db.session.scalars(select(Practice)).one()
        use_practice(db.session(), practice.id)
        practice.name = practice.out_of_hours_name = practice.neighbourhood = RUN[:120]
        practice.if_worse_text = RUN[:500]
        for account in db.session.scalars(select(Account)):
            account.name = RUN[:120]
        db.session.commit()


def share_long(client: FlaskClient, slug: str, made: Invited) -> str:
    """Share a list in which every text is one word; gives the code."""
    words = {
        "reason": RUN[:200],
        "own_words": RUN[:1000],
        "strengths_other": RUN[:60],
        "helpers_other": RUN[:60],
        "priority": "other",
        "priority_other": RUN[:60],
        "known_as": RUN[:60],
        "interpreter": "1",
        "interpreter_language": RUN[:40],
        "invitation": made.token,
    }
    return share(client, slug, {**STORY_A, **words})["code"]


def plan_long() -> dict[str, str]:
    """Fill in a plan in which every text is one word."""
    steps: dict[str, str] = {}
    for number in (1, 2, 3):
        row = f"step-{number}"
        steps |= {
            f"{row}-what": "own",
            f"{row}-text": RUN[:200],
            f"{row}-role": "other",
            f"{row}-name": RUN[:60],
            f"{row}-when": RUN[:80],
        }
    words = {"goal": 200, "teach_back": 400, "if_worse": 400, "next_talk": 80}
    return {"base": "0", **steps, **{name: RUN[:most] for name, most in words.items()}}


def conversation_of(app: Flask) -> UUID:
    with app.app_context():
        practice = db.session.scalars(select(Practice)).one()
        use_practice(db.session(), practice.id)
        return db.session.scalars(select(Conversation.id)).one()


def find_faults(page: Page, path: str, widths: tuple[int, ...], height: int) -> Iterator[str]:
    page.goto(path)
    for fold in page.locator("main details:not([open]) > summary").all():
        if fold.is_visible():
            fold.click()
    for width in widths:
        page.set_viewport_size({"width": width, "height": height})
        found: Mapping[str, object] = page.evaluate(_MEASURE, LEAST_FONT_PX)
        if found["over"] or found["wide"]:
            yield f"{path} at {width}: {found['over']} px too wide, {found['wide']}"
        if found["small"] and width in PATIENT_WIDTHS:
            yield f"{path} at {width}: fields below {LEAST_FONT_PX} px: {found['small']}"


def test_no_page_is_wider_than_the_screen(
    app: Flask,
    staff_client: FlaskClient,
    open_device: OpenContext,
    live_server: str,
    demo: DemoLogin,
) -> None:
    made = invite(staff_client, label=RUN[:60], day=today().isoformat())
    name_everything_long(app)
    code = share_long(app.test_client(), demo.slug, made)
    here = conversation_of(app)
    faults: list[str] = []
    screen = open_device().new_page()
    take_over_login(staff_client, screen, live_server)
    for path in (f"/practice/c/{here}", f"/practice/c/{here}/whose"):  # not confirmed yet
        faults += find_faults(screen, path, PRACTICE_WIDTHS, 720)
    desk = Desk(staff_client, here)
    desk.saves(plan_long())
    invite_colleague(staff_client, "poh", name=RUN[:120])
    for path in (
        "/practice/", "/practice/invite", made.address, f"/practice/c/{here}", f"{desk.address}",
        f"/practice/c/{here}/his", f"/practice/c/{here}/together", f"/practice/c/{here}/keys",
        f"/practice/c/{here}/merge", "/practice/team/", "/practice/team/invite", "/practice/account/",
        "/practice/settings", "/practice/log/", "/practice/together", "/practice/paper-list",
    ):  # fmt: skip
        faults += find_faults(screen, path, PRACTICE_WIDTHS, 720)

    phone = open_device(has_touch=True).new_page()
    phone.goto("/nl/open")
    phone.fill("#code", code)
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/mine/plan")  # there is a plan, so the code opens that
    for language in ("nl", "ar"):
        for path in (
            "/", f"/p/{demo.slug}", f"/check/{demo.slug}", f"/help/{demo.slug}", "/open", "/mine",
            "/mine/help", "/mine/plan", "/mine/log", "/mine/keep", "/mine/withdraw", "/own",
        ):  # fmt: skip
            faults += find_faults(phone, f"/{language}{path}", PATIENT_WIDTHS, 640)

    assert not faults, "\n".join(faults)
