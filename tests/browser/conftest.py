"""Fixtures of the browser tests, besides the browser itself."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from pwa.practice.models import Practice
from tests.people.patient import Patient
from tests.phones.browsers import PHONE, Faults
from tests.phones.line import Line
from tests.phones.outside import Outside


@pytest.fixture
def patient(browser_page: Page, practice: Practice) -> Patient:
    """Somebody with a phone, at the example practice."""
    return Patient(browser_page, practice.slug)


@pytest.fixture
def line(app: Flask) -> Iterator[Line]:
    """The network between phone and app: up, until the test takes it down."""
    line = Line(app).up()
    yield line
    line.down()


@pytest.fixture
def phone(browser: Browser, line: Line, world: Outside) -> Iterator[Page]:
    """A patient's phone, 360 × 640, on which our service worker may run and cache pages."""
    context = browser.new_context(
        base_url=line.address,
        viewport=PHONE,
        locale="nl-NL",
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
    )
    faults = Faults(world)
    faults.network_fails = True
    faults.watch(context)
    yield context.new_page()
    context.close()
    assert not faults.found
