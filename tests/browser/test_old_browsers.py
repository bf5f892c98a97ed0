"""A browser that cannot run all of the self-check runs none of it: the plain form stays whole.

The tests imitate such browsers by changing the scripts that Chromium gets. Real browsers of 2018 to
2021 were seen to do the same (docs/adr/0023).
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from pwa.practice.models import Practice
from pwa.selfcheck.questions import TOPICS
from pwa.web.assets import STATIC
from tests.phones.browsers import Faults, OpenContext

MODULES = re.compile(r"/static/\w+/(?:js|vendor)/.*\.js")


def _module(name: str) -> re.Pattern[str]:
    assert (STATIC / "js" / f"{name}.js").exists()
    return re.compile(rf"/static/\w+/js/{name}\.js")


def does_not_know_modules(context: BrowserContext) -> None:
    def serve(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('type="module"', 'type="later"'))

    context.route(re.compile(r"/nl/check/"), serve)


def does_not_know_our_syntax(context: BrowserContext) -> None:
    """Put a syntax error in place of `/^/d`, which browsers below our baseline cannot parse."""

    def serve(route: Route) -> None:
        answer = route.fetch()
        assert "/^/d;" in answer.text()
        route.fulfill(response=answer, body=answer.text().replace("/^/d;", "/^/older;"))

    context.route(_module("check/steps"), serve)


def loads_no_scripts(context: BrowserContext) -> None:
    context.route(MODULES, lambda route: route.abort())


def misses(name: str, how: Callable[[Route], None]) -> Callable[[BrowserContext], None]:
    def break_it(context: BrowserContext) -> None:
        context.route(_module(name), how)

    return break_it


def _gives(script: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(body=script, content_type="text/javascript")


CASES: dict[str, Callable[[BrowserContext], None]] = {
    "no modules": does_not_know_modules,
    "older syntax": does_not_know_our_syntax,
    "scripts are blocked": loads_no_scripts,
    "a module does not come": misses("draft/answers", lambda route: route.abort()),
    "a module is not found": misses("device/history", lambda route: route.fulfill(status=404)),
    "a module does not parse": misses("device/words", _gives("export const ?? = 1;")),
    "a module lacks an export": misses("check/topics", _gives("export const other = 1;")),
    "a module throws": misses("check/resume", _gives("throw new TypeError('not a function');")),
}


@pytest.fixture
def old_page(open_device: OpenContext, faults: Faults) -> Iterator[Page]:
    """A phone on which scripts fail; the faults that they report do not fail the test."""
    yield open_device(has_touch=True, is_mobile=True).new_page()
    faults.said.clear()


@pytest.mark.parametrize("break_it", CASES.values(), ids=CASES)
def test_the_plain_form_stays_whole(
    old_page: Page, practice: Practice, break_it: Callable[[BrowserContext], None]
) -> None:
    page = old_page
    break_it(page.context)
    page.goto(f"/nl/check/{practice.slug}")
    page.wait_for_load_state("networkidle")

    assert page.locator("form.one").count() == 0
    assert page.locator("fieldset:visible input[value=much]").count() == len(TOPICS)
    expect(page.locator("[data-without-script] p")).to_contain_text("Daar wordt niets bewaard")
    assert page.locator("template[data-script-only]").count() > 0
    expect(page.locator("[data-controls]")).to_be_hidden()
    page.locator("[name=tired][value=much]").check()
    page.locator("[data-without-script] button").click()
    page.wait_for_url("**/review")
    expect(page.locator("input[name=priority][value=tired]")).to_be_attached()


def test_what_fails_while_it_runs_leaves_a_form_that_can_be_sent(
    old_page: Page, practice: Practice
) -> None:
    old_page.add_init_script("delete Element.prototype.replaceChildren;")
    old_page.goto(f"/nl/check/{practice.slug}")
    old_page.wait_for_load_state("networkidle")

    old_page.locator("[name=tired][value=much]").check()
    old_page.locator("[data-without-script] button").click()

    old_page.wait_for_url("**/review")


def test_leaving_quickly_works_before_and_without_the_modules(
    old_page: Page, practice: Practice
) -> None:
    loads_no_scripts(old_page.context)
    old_page.goto(f"/nl/p/{practice.slug}")
    old_page.locator("[data-begin] a").first.click()
    old_page.wait_for_url("**/check/*")

    old_page.locator("header [data-exit]").click()

    old_page.wait_for_url("**/away")
    old_page.go_back()
    old_page.wait_for_url("**/away")


def test_going_back_after_leaving_shows_nothing_where_the_history_speaks_in_numbers(
    old_page: Page, practice: Practice
) -> None:
    old_page.add_init_script("Performance.prototype.getEntriesByType = () => [];")
    loads_no_scripts(old_page.context)
    old_page.goto(f"/nl/p/{practice.slug}")
    old_page.locator("[data-begin] a").first.click()
    old_page.locator("header [data-exit]").click()
    old_page.wait_for_url("**/away")

    old_page.go_back()

    old_page.wait_for_url("**/away")
