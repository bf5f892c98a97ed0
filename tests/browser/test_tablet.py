"""A tablet of the practice: patients use it in turn, and each finds nothing of the one before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Page, expect

from pwa.practice.models import Practice
from tests.inputs.invitations import invite
from tests.people.gp import Gp
from tests.people.patient import Patient
from tests.people.stories import STORY_B, STORY_C, DemoLogin
from tests.phones.browsers import FLAGS, OpenContext, find_chromium
from tests.phones.leaving import left_behind
from tests.phones.storage import BREAK_STORAGE
from tests.phones.waits import wait_for, wait_until

TABLET = {"width": 768, "height": 1024}
READ_MS = 6_000  # how long the page "done" stays
MARK = "Zeldzaamheid7531"
KEPT_BY_THE_TAB = {"databases": [], "session": ["tablet"], "local": [], "name": "", "cookies": []}
# In Dutch nobody is asked for an interpreter.
_IN_DUTCH = {name: value for name, value in STORY_B.items() if not name.startswith("interpreter")}
STORY = {**_IN_DUTCH, "reason": MARK, "own_words": f"{MARK} thuis", "known_as": MARK}


@pytest.fixture
def tablet(open_device: OpenContext, practice: Practice) -> Page:
    """A tablet on which the practice's link was opened."""
    page = open_device(viewport=TABLET, has_touch=True).new_page()
    page.clock.install()
    page.goto("about:blank")
    page.goto(f"/nl/p/{practice.slug}#tablet")
    expect(page.locator("[data-on-tablet]")).to_be_visible()
    return page


def begin(page: Page, practice: Practice) -> Patient:
    return Patient(page, practice.slug).begins()


def types_the_reason(patient: Patient) -> Patient:
    """Answer up to the question about stress, typing its texts; a script puts in some choices."""
    return patient.answers(STORY, until="pain").takes_up(STORY, until="stress")


def types_the_rest(patient: Patient) -> Patient:
    """Answer the other questions, typing their texts; a script puts in some choices."""
    return patient.takes_up(STORY, until="practical").answers(STORY)


def expect_next_person(page: Page, practice: Practice) -> None:
    """Expect the first page, and nothing in the tab's storage but the note `tablet`."""
    page.wait_for_url(f"**/nl/p/{practice.slug}#tablet")
    expect(page.locator("[data-on-tablet]")).to_be_visible()
    wait_until(page, "() => navigator.onLine")
    expect(page.locator("html:not([hidden])")).to_be_attached()
    wait_for(page, lambda: _of_the_tab(page) == KEPT_BY_THE_TAB)


def _of_the_tab(page: Page) -> dict[str, object]:
    """Give what is left in the tab, without the worker's caches (the same for everybody)."""
    left = left_behind(page)
    return {name: left[name] for name in KEPT_BY_THE_TAB}


def test_nothing_goes_to_the_database_and_it_is_said(tablet: Page, practice: Practice) -> None:
    patient = begin(tablet, practice).answers(STORY, until="sleep")

    expect(tablet.locator("[data-state=on_tablet]")).to_have_text(
        "Op deze tablet blijft niets staan."
    )
    assert "apparaat" not in tablet.locator("body").inner_text()
    left = left_behind(tablet)
    assert left["databases"] == []
    assert left["session"] == ["tablet"]
    patient.sees_question("sleep")


@pytest.mark.parametrize("size", [(768, 1024), (820, 1180), (1280, 800)])
def test_type_is_larger_and_lists_have_two_columns(
    open_device: OpenContext, practice: Practice, size: tuple[int, int]
) -> None:
    page = open_device(viewport={"width": size[0], "height": size[1]}, has_touch=True).new_page()
    patient = Patient(page, practice.slug).opens_check()
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == pytest.approx(
        1.35 * 18, abs=0.1
    )
    for step, options in (
        ("strengths", ".choice:visible"),
        ("priority", "[data-own] .choice:visible"),
    ):
        patient.takes_up(STORY_B, until=step)
        lefts = patient.question.locator(options).evaluate_all(
            "options => options.map((option) => Math.round(option.getBoundingClientRect().left))"
        )
        assert len(set(lefts)) == 2, step
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]


def test_a_reload_and_another_language_lose_no_answer(tablet: Page, practice: Practice) -> None:
    patient = types_the_reason(begin(tablet, practice))

    tablet.reload()
    patient.sees_question("stress")
    tablet.locator("[data-languages] summary").click()
    tablet.locator("[data-language=tr]").click()
    tablet.wait_for_url("**/tr/check/*")

    types_the_rest(patient.sees_question("stress")).shares()
    assert "pain=much" in (patient.last_request_body or "")


def test_the_end_shows_the_code_to_photograph_and_nothing_to_leave_on_the_tablet(
    tablet: Page, practice: Practice
) -> None:
    types_the_rest(types_the_reason(begin(tablet, practice))).shares()

    expect(tablet.locator("p[data-on-tablet]")).to_contain_text(
        "Schrijf de code op, of vraag de dokter om een kaart."
    )
    expect(tablet.locator("[data-picture]")).to_have_count(0)
    expect(tablet.locator(".qr-frame svg")).to_be_visible()
    assert tablet.locator("a[download], a[href$='.pdf'], [data-copy-link]").count() == 0

    done = tablet.locator("main [data-exit]")
    assert done.evaluate("(link) => getComputedStyle(link).backgroundColor") != "rgba(0, 0, 0, 0)"
    done.click()
    expect(tablet.locator("[data-done]")).to_be_visible()
    tablet.clock.run_for(READ_MS)
    expect_next_person(tablet, practice)


def test_back_does_not_lead_into_the_answers_of_the_one_before(
    tablet: Page, practice: Practice
) -> None:
    types_the_rest(types_the_reason(begin(tablet, practice))).shares()
    tablet.locator("main [data-exit]").click()
    expect(tablet.locator("[data-done]")).to_be_visible()
    tablet.clock.run_for(READ_MS)
    expect_next_person(tablet, practice)

    for press in (tablet.go_back, tablet.go_forward):
        for _ in range(10):
            press(wait_until="commit")
            tablet.wait_for_timeout(50)
            assert MARK not in tablet.content()
            assert tablet.locator("[data-code], [name]:checked").count() == 0

    tablet.goto("/nl/mine")
    tablet.wait_for_url("**/nl/open")  # the pass is gone too


def test_it_asks_and_after_ninety_seconds_it_wipes(tablet: Page, practice: Practice) -> None:
    begin(tablet, practice).answers(STORY, until="sleep")
    tablet.wait_for_load_state("networkidle")

    tablet.clock.run_for(73_000)
    expect(tablet.locator("[data-stay]")).to_have_count(0)
    tablet.clock.run_for(3_000)
    expect(tablet.locator("h1:visible")).to_have_text("Bent u er nog?")
    expect(tablet.locator("form")).to_be_hidden()

    tablet.clock.run_for(16_000)
    expect_next_person(tablet, practice)
    begin(tablet, practice)
    assert tablet.locator("[data-step]:not([data-step=filled_by]) input[name]:checked").count() == 0


def test_who_is_still_there_goes_on(tablet: Page, practice: Practice) -> None:
    patient = begin(tablet, practice).answers(STORY, until="sleep")
    tablet.wait_for_load_state("networkidle")
    tablet.clock.run_for(80_000)

    tablet.locator("[data-stay]").click()

    tablet.clock.run_for(65_000)
    patient.sees_question("sleep")


def test_the_link_of_an_invitation_does_not_stay_for_the_next_person(
    tablet: Page, practice: Practice, staff_client: FlaskClient
) -> None:
    invited = invite(staff_client, label="mw. A.")
    tablet.goto("about:blank")
    tablet.goto(invited.path)
    appointment = tablet.locator("[data-appointment]")
    expect(appointment).to_contain_text("10:40")

    tablet.clock.run_for(76_000)

    expect_next_person(tablet, practice)
    expect(appointment).not_to_contain_text("10:40")
    assert invited.token not in tablet.content()


def test_a_tablet_that_slept_shows_nothing_when_it_wakes(tablet: Page, practice: Practice) -> None:
    begin(tablet, practice).answers(STORY, until="sleep")
    hide = """(state) => {
      Object.defineProperty(document, "visibilityState", { get: () => state, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
      return document.documentElement.hidden;
    }"""

    assert tablet.evaluate(hide, "hidden") is True
    tablet.clock.set_system_time(tablet.evaluate("Date.now()") + 600_000)

    assert tablet.evaluate(hide, "visible") is True
    expect_next_person(tablet, practice)


def test_leaving_quickly_comes_back_to_the_first_page(tablet: Page, practice: Practice) -> None:
    begin(tablet, practice).answers(STORY_C, until="sleep").leaves_quickly()
    tablet.wait_for_load_state("networkidle")

    tablet.clock.run_for(91_000)

    expect_next_person(tablet, practice)


def test_a_tablet_without_any_storage_is_one_as_well(
    open_device: OpenContext, practice: Practice
) -> None:
    context = open_device(viewport=TABLET, has_touch=True)
    context.add_init_script(BREAK_STORAGE)
    page = context.new_page()
    page.goto(f"/nl/p/{practice.slug}#tablet")
    patient = types_the_reason(begin(page, practice))

    page.reload()

    types_the_rest(patient.sees_question("stress")).shares()
    expect(page.locator("p[data-on-tablet]")).to_be_visible()


@pytest.fixture
def disk(tmp_path: Path, live_server: str, open_device: OpenContext) -> Iterator[BrowserContext]:
    """A browser that writes to a disk, as the one on a real tablet does."""
    engine = open_device().browser
    assert engine is not None
    context = engine.browser_type.launch_persistent_context(
        tmp_path / "profile",
        executable_path=find_chromium(),
        args=FLAGS,
        base_url=live_server,
        viewport={"width": 768, "height": 1024},
    )
    yield context
    context.close()


def written(folder: Path) -> list[str]:
    """List the files of a profile that contain `MARK`, as UTF-8 or as UTF-16."""
    marks = (MARK.encode(), MARK.encode("utf-16-le"))
    return [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and any(mark in path.read_bytes() for mark in marks)
    ]


def test_no_byte_of_what_was_typed_is_on_the_disk_of_the_tablet(
    disk: BrowserContext, practice: Practice, tmp_path: Path
) -> None:
    """Search each file of the profile: autofill, form state, session storage, databases, caches."""
    page = disk.pages[0]
    page.clock.install()
    page.goto(f"/nl/p/{practice.slug}#tablet")
    patient = types_the_reason(begin(page, practice))
    page.reload()
    types_the_rest(patient.sees_question("stress")).shares()
    page.locator("main [data-exit]").click()
    expect(page.locator("[data-done]")).to_be_visible()
    page.clock.run_for(READ_MS)
    expect_next_person(page, practice)
    # A probe that the search must find: it proves that the browser writes storage to these files.
    page.evaluate(f"localStorage.setItem('probe', '{MARK[::-1]}')")

    disk.close()

    assert written(tmp_path / "profile") == []
    probe = MARK[::-1].encode()
    assert any(
        probe in path.read_bytes() for path in (tmp_path / "profile").rglob("*") if path.is_file()
    )


def test_the_practice_finds_the_address_with_its_qr_code(
    desk_page: Page, demo: DemoLogin, practice: Practice
) -> None:
    page = Gp(desk_page, demo).logs_in().page
    page.goto("/practice/")
    page.locator("summary", has_text="Voor de wachtkamer").click()

    page.locator("a", has_text="Tablet voor patiënten").click()

    expect(page.locator(".qr-frame svg")).to_be_visible()
    expect(page.locator(f"a[href*='/nl/p/{practice.slug}#tablet=']")).to_be_visible()
