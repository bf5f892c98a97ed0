"""A pasted text that is too long is told at once, and none of it is cut off."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.people.patient import Patient
from tests.people.stories import STORY_A

PASTED = ("dit is een verhaal 🚶 " * 100)[:1506].strip()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nl", "Deze tekst is te lang. Er passen 1000 tekens in."),
        ("ar", "1000"),
    ],
)
def test_it_stays_and_is_told_until_it_fits(patient: Patient, language: str, told: str) -> None:
    patient.language = language
    patient.resumes(STORY_A, "practical")
    page: Page = patient.page
    field = page.locator("#own_words")

    field.fill(PASTED)

    expect(page.locator("#own_words + [data-said]")).to_contain_text(told)
    expect(field).to_have_value(PASTED)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(re.escape(told)))
    page.locator("[data-next]").click()
    expect(field).to_be_focused()
    field.fill(PASTED[:999])
    expect(page.locator("#own_words + [data-said]")).to_have_text("")
    expect(field).not_to_have_accessible_description(re.compile(re.escape(told)))
    page.locator("[data-next]").click()
    expect(page.locator("[data-step=review]")).to_be_visible()
