"""The practice's pages beside the record system: at every width all is in sight, and nothing lies over anything.

One page is resized in turn, because a browser and a login for each width would take minutes.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from tests.browser.test_consult import FULL
from tests.people.gp import take_over_login
from tests.people.stories import STORY_A, DemoLogin, Fields, find_token, share

# Half and whole screens, 1280 px at 200 % zoom, a phone, and 400 % zoom.
WIDTHS = (1920, 1280, 1024, 960, 640, 600, 390, 320)
HEIGHT = 720
WIDE_FONT = "html *{font-family:'DejaVu Sans',sans-serif!important}"

# What sticks out of the window or of a box, and controls that lie over each other, each in words.
FAULTS = """() => {
  const name = (one) => `${one.localName}.${one.className} ${(one.textContent || one.name || "").trim().slice(0, 30)}`;
  const isSeen = (one) => one.checkVisibility({ opacityProperty: true }) && !one.closest(".unseen, dialog");
  const faults = [];
  if (document.documentElement.scrollWidth > innerWidth) {
    const wide = [...document.querySelectorAll("main *, header *")].filter(isSeen)
      .filter((one) => one.getBoundingClientRect().right > innerWidth + 1);
    faults.push(`wider than the window: ${wide.slice(-3).map(name).join(" | ")}`);
  }
  for (const box of document.querySelectorAll(".card, .button, .seen, .actions, .domain, .topic, .line, .block")) {
    if (isSeen(box) && box.scrollWidth > box.clientWidth + 2) faults.push(`sticks out of ${name(box)}`);
  }
  const controls = [...document.querySelectorAll("a, button, summary, input, select, textarea")].filter(isSeen);
  for (const [index, one] of controls.entries()) {
    const here = one.getBoundingClientRect();
    for (const other of controls.slice(index + 1)) {
      if (one.contains(other) || other.contains(one)) continue;
      const there = other.getBoundingClientRect();
      const across = Math.min(here.right, there.right) - Math.max(here.left, there.left);
      const down = Math.min(here.bottom, there.bottom) - Math.max(here.top, there.top);
      if (across > 1 && down > 1) faults.push(`${name(one)} lies over ${name(other)}`);
    }
  }
  return faults;
}"""

Shares = Callable[[Fields, str], str]


@pytest.fixture
def shares(app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session) -> Shares:
    """Give a function that shares a list, confirms whose it is, and returns its address."""

    def share_one(fields: Fields, language: str) -> str:
        share(app.test_client(), demo.slug, fields, language=language)
        newest = select(Conversation.id).order_by(Conversation.created_at.desc())
        address = f"/practice/c/{db_session.scalars(newest).first()}"
        db_session.commit()
        staff_client.post(address, data={"csrf_token": find_token(staff_client.get(address).text)})
        return address

    return share_one


@pytest.fixture
def screen(
    staff_client: FlaskClient, open_device: Callable[..., BrowserContext], live_server: str
) -> Page:
    """A logged-in screen that may be resized; its font may be replaced, which the CSP forbids otherwise."""
    page = open_device(bypass_csp=True).new_page()
    take_over_login(staff_client, page, live_server)
    return page


def find_faults(page: Page) -> dict[int, list[str]]:
    """Resize a page to every width; return what is wrong, by width."""
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found[width] = page.evaluate(FAULTS)
    return {width: faults for width, faults in found.items() if faults}


def is_on_one_screen(page: Page) -> bool:
    page.set_viewport_size({"width": 1280, "height": HEIGHT})
    height: int = page.evaluate("document.documentElement.scrollHeight")
    return height <= HEIGHT


def test_the_consult_is_whole_at_every_width(screen: Page, shares: Shares) -> None:
    for fields, language in ((FULL, "ar"), (STORY_A, "ar")):
        screen.goto(shares(fields, language))

        assert find_faults(screen) == {}
        assert is_on_one_screen(screen)


def test_copying_moves_nothing_and_the_two_menus_close_each_other(
    screen: Page, shares: Shares
) -> None:
    screen.goto(shares(STORY_A, "ar"))
    screen.context.grant_permissions(["clipboard-read", "clipboard-write"])
    screen.set_viewport_size({"width": 1280, "height": HEIGHT})
    summaries = screen.locator(".seen summary")
    before = [summary.bounding_box() for summary in summaries.all()]

    screen.keyboard.press("k")
    screen.get_by_text("Gekopieerd").wait_for()

    assert [summary.bounding_box() for summary in summaries.all()] == before
    assert find_faults(screen) == {}
    screen.keyboard.press("m")
    screen.keyboard.press("w")
    assert screen.locator(".seen details[open]").count() == 1


def test_the_day_is_whole_at_every_width(screen: Page, shares: Shares) -> None:
    shares(FULL, "tr")
    shares(STORY_A, "ar")
    screen.goto("/practice/")

    assert find_faults(screen) == {}
    assert is_on_one_screen(screen)


@pytest.mark.parametrize("language", ["ar", "tr"])
def test_together_is_whole_at_every_width(screen: Page, shares: Shares, language: str) -> None:
    screen.goto(f"{shares(FULL, language)}/together")
    for key in "123":
        screen.keyboard.press(key)

        assert find_faults(screen) == {}, key
        assert is_on_one_screen(screen), key

    screen.goto("/practice/together")
    assert find_faults(screen) == {}


def test_the_plan_is_no_wider_than_the_window(screen: Page, shares: Shares) -> None:
    screen.goto(f"{shares(STORY_A, 'ar')}/plan")

    for width in WIDTHS:
        screen.set_viewport_size({"width": width, "height": HEIGHT})
        assert screen.evaluate("document.documentElement.scrollWidth") <= width


def test_a_wide_font_makes_nothing_stick_out(screen: Page, shares: Shares) -> None:
    address = shares(FULL, "ar")
    for page in (address, "/practice/", f"{address}/together", "/practice/together"):
        screen.goto(page)
        screen.add_style_tag(content=WIDE_FONT)

        assert find_faults(screen) == {}, page
