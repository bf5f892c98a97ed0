"""A new build takes over while somebody fills in; and the switch that ends it all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pwa.app import create_app
from pwa.locales import LANGUAGES
from pwa.practice.models import Practice
from tests.databases.builds import copy_build, free_port, serve_build
from tests.databases.homes import Home
from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.browsers import PHONE
from tests.phones.line import Line, caches_of, practice_paths, wait_until_kept

# Looks for a new service worker, as browsers do by themselves at a navigation and once a day.
LOOK_FOR_UPDATE = "navigator.serviceWorker.getRegistration().then((found) => found.update())"
WORKERS = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
STATUS_OF = "(address) => fetch(address).then((answer) => answer.status)"
# Counts the documents in the cache of a build; 0 as long as a worker is installing or waiting.
KEPT_BY = """
async (build) => {
  const { active, installing, waiting } = await navigator.serviceWorker.getRegistration();
  if (installing || waiting || active.state !== "activated") return 0;
  const names = await caches.keys();
  if (!names.includes(`gesprek-documents-${build}`)) return 0;
  const kept = await (await caches.open(`gesprek-documents-${build}`)).keys();
  // The list of help is kept beside them, when a page has asked for it.
  return kept.filter((each) => !each.url.endsWith("/list")).length;
}
"""


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def page(browser: Browser, port: int) -> Iterator[Page]:
    """A phone on which our service worker may run and cache pages."""
    context = browser.new_context(
        base_url=f"http://localhost:{port}", viewport=PHONE, locale="nl-NL", has_touch=True
    )
    yield context.new_page()
    context.close()


def test_a_new_build_takes_over_under_an_open_page_and_keeps_the_draft(
    page: Page, port: int, home: Home, practice: Practice, tmp_path: Path
) -> None:
    builds = [copy_build(tmp_path / mark, home, mark=mark) for mark in ("old", "new", "newest")]
    paths = practice_paths(practice.slug, *LANGUAGES)
    patient = Patient(page, practice.slug)
    with serve_build(builds[0], home, port) as old:
        patient.opens_check()
        wait_until_kept(page, *paths)
        patient.takes_up(STORY_A, until="eating").answers(STORY_A, until="stress")

    with serve_build(builds[1], home, port) as new:
        _take_over(page, new, len(paths))

    # No server runs now: the open page goes on with the files of its own build, from the cache.
    assert page.locator("html").get_attribute("data-mark") == "old"
    assert page.evaluate(STATUS_OF, f"/static/{old}/js/check/map.js") == 200
    patient.answers(STORY_A, until="lonely")
    page.reload()
    patient.sees_question("lonely")
    assert page.locator("html").get_attribute("data-mark") == "new"
    expect(page.locator("input[name=tired][value=much]")).to_be_checked()
    patient.takes_up(STORY_A, until="wants").answers(STORY_A)

    with serve_build(builds[2], home, port) as newest:
        _take_over(page, newest, len(paths))
    assert set(caches_of(page)) == {
        f"gesprek-{kind}-{build}" for kind in ("files", "documents") for build in (new, newest)
    }


def _take_over(page: Page, build: str, documents: int) -> None:
    page.evaluate(LOOK_FOR_UPDATE)
    _wait_for(page, KEPT_BY, documents, build)


def test_an_update_that_breaks_off_leaves_everything_as_it_was(
    phone: Page, line: Line, practice: Practice
) -> None:
    patient = Patient(phone, practice.slug).opens_check()
    wait_until_kept(phone, *practice_paths(practice.slug, *LANGUAGES))
    before = caches_of(phone)
    line.down()

    phone.evaluate(f"{LOOK_FOR_UPDATE}.catch(() => {{}})")

    assert caches_of(phone) == before
    patient.opens_check()


def test_the_switch_ends_the_worker_and_drops_what_it_kept(
    phone: Page, line: Line, home: Home, practice: Practice
) -> None:
    patient = Patient(phone, practice.slug).opens_check()
    wait_until_kept(phone, *practice_paths(practice.slug, *LANGUAGES))
    patient.takes_up(STORY_A, until="eating").answers(STORY_A, until="stress")
    line.down()

    line.app = create_app({**home.environ, "GESPREK_OFFLINE": "off"}, home.instance)
    line.up()
    phone.evaluate(LOOK_FOR_UPDATE)

    _wait_for(phone, WORKERS, 0)
    assert caches_of(phone) == []
    # The open page goes on, and so does the next one, which registers no worker again.
    patient.answers(STORY_A, until="lonely")
    phone.reload(wait_until="networkidle")
    patient.sees_question("lonely")
    assert phone.evaluate(WORKERS) == 0
    assert caches_of(phone) == []


def _wait_for(page: Page, script: str, wanted: object, about: str = "") -> None:
    for _ in range(600):
        if page.evaluate(script, about) == wanted:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{script} is {page.evaluate(script, about)}; kept: {caches_of(page)}")
