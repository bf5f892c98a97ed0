"""What tests with a browser can ask for besides the browser itself."""

import pytest
from playwright.sync_api import Page

from pwa.practice.models import Practice
from tests.patient import Patient


@pytest.fixture
def patient(browser_page: Page, practice: Practice) -> Patient:
    """Somebody with a phone, at the example practice."""
    return Patient(browser_page, practice.slug)
