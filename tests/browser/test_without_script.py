"""The whole way without JavaScript: one long page, a review that stores nothing, the receipt."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation, Submission
from pwa.practice.models import Practice
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import STORY_A, DemoLogin, Fields, share

ON_THE_REVIEW = ("priority", "help_wish", "worse_by")
COUNTS = (Conversation, Submission)


def test_story_a_to_the_receipt_and_back(
    page_without_script: Page, practice: Practice, db_session: Session
) -> None:
    page = page_without_script
    page.goto(f"/nl/check/{practice.slug}")
    expect(page.locator("[data-without-script] p")).to_contain_text("Daar wordt niets bewaard")
    _fill(page, {name: value for name, value in STORY_A.items() if name not in ON_THE_REVIEW})

    page.locator("[data-without-script] button").click()

    page.wait_for_url("**/review")
    assert [db_session.scalar(select(func.count()).select_from(row)) for row in COUNTS] == [0, 0]
    offered = page.locator("input[name=priority]").evaluate_all(
        "all => all.map((one) => one.value)"
    )
    assert offered == ["tired", "caring", "pain", "sleep", "stress", "children", "other"]
    _fill(page, {name: STORY_A[name] for name in ON_THE_REVIEW})
    page.locator("[data-share]").click()

    page.wait_for_url("**/done")
    code = page.locator("[data-code]").inner_text()
    page.context.clear_cookies()
    page.goto("/nl/open")
    page.locator("#code").fill(code)
    page.locator("[data-code-form] button").click()
    page.wait_for_url("**/mine")
    expect(page.locator("[data-part=priority]")).to_contain_text("Moe zijn")


def test_the_code_opens_the_plan_and_lets_everything_be_taken_back(
    page_without_script: Page, app: Flask, demo: DemoLogin, desk_of: Callable[[], Desk]
) -> None:
    page = page_without_script
    code = share(app.test_client(), demo.slug, STORY_A)["code"]
    desk_of().saves(CARERS_FORM)
    page.goto("/nl/open")
    page.locator("#code").fill(code.lower().replace("-", " "))
    page.locator("[data-code-form] button").click()
    page.wait_for_url("**/mine/plan")
    expect(page.locator("[data-part=goal]")).to_contain_text("weer energie")
    assert page.request.get("/nl/mine/plan.pdf").headers["content-type"] == "application/pdf"
    page.goto("/nl/mine")
    page.locator("main a[href$='/mine/withdraw']").click()
    page.locator("[name=plan]").check()
    page.locator("main form button").click()

    expect(page.locator("main")).to_contain_text("Hier staat niets meer")
    page.goto("/nl/open")
    page.locator("#code").fill(code)
    page.locator("[data-code-form] button").click()
    expect(page.locator("main")).to_contain_text("Hier staat niets meer")
    expect(page.locator("main")).to_contain_text("030 000 00 00")


@pytest.fixture
def desk_of(staff_client: FlaskClient, db_session: Session) -> Callable[[], Desk]:
    """Give a function that gives the practice's desk for the only conversation."""

    def sit_down() -> Desk:
        conversation = db_session.scalars(select(Conversation.id)).one()
        db_session.commit()  # ends the transaction, for which the app would wait
        return Desk(staff_client, conversation)

    return sit_down


def test_another_language_keeps_the_answers(page_without_script: Page, practice: Practice) -> None:
    page = page_without_script
    page.goto(f"/nl/check/{practice.slug}")
    _fill(page, {"feeling": "bad", "reason": "buikpijn", "tired": "much", "strengths": ["faith"]})

    page.locator("[data-languages] summary").click()
    page.locator("[data-language=tr]").click()

    expect(page.locator("html")).to_have_attribute("lang", "tr")
    expect(page.locator("#reason")).to_have_value("buikpijn")
    for name, value in (("feeling", "bad"), ("tired", "much"), ("strengths", "faith")):
        expect(page.locator(f"input[name={name}][value={value}]")).to_be_checked()


def test_the_review_goes_back_to_the_form_and_on_in_another_language(
    page_without_script: Page, practice: Practice
) -> None:
    page = page_without_script
    page.goto(f"/nl/check/{practice.slug}")
    _fill(page, {"tired": "much", "reason": "buikpijn"})
    page.locator("[data-without-script] button").click()
    page.locator("[data-languages] summary").click()
    page.locator("[data-language=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")

    page.locator("button[formaction$='/form']", has_text="Change my answers").click()

    expect(page.locator("#reason")).to_have_value("buikpijn")
    expect(page.locator("input[name=tired][value=much]")).to_be_checked()


def test_enter_in_a_text_field_shows_the_answers_and_shares_nothing(
    page_without_script: Page, practice: Practice, db_session: Session
) -> None:
    page = page_without_script
    page.goto(f"/nl/check/{practice.slug}")
    _fill(page, {"tired": "much", "known_as": "Sara"})

    page.locator("#known_as").press("Enter")

    page.wait_for_url("**/nl/check/*/review")
    page.locator("#priority_other").fill("rust")
    page.locator("#priority_other").press("Enter")
    page.wait_for_url("**/nl/check/*/review")
    assert db_session.scalar(select(func.count()).select_from(Conversation)) == 0


def test_a_priority_that_is_not_shared_is_asked_again(
    page_without_script: Page, practice: Practice, db_session: Session
) -> None:
    page = page_without_script
    page.goto(f"/nl/check/{practice.slug}")
    _fill(page, {"tired": "much", "caring": "much"})
    page.locator("[data-without-script] button").click()
    _fill(page, {"priority": "caring", "not_shared": "social"})

    page.locator("[data-share]").click()

    expect(page.locator("[data-errors]")).to_contain_text("Kies opnieuw")
    expect(page.locator("input[name=priority][value=caring]")).to_have_count(0)
    assert db_session.scalar(select(func.count()).select_from(Conversation)) == 0
    _fill(page, {"priority": "tired"})
    page.locator("[data-share]").click()
    page.wait_for_url("**/done")


def test_leaving_quickly_works_and_says_what_it_cannot(
    page_without_script: Page, practice: Practice
) -> None:
    page = page_without_script
    page.goto(f"/nl/p/{practice.slug}")
    expect(page.locator("noscript p")).to_be_visible()

    page.locator("[data-exit]").click()

    page.wait_for_url("**/away")


def _fill(page: Page, fields: Fields) -> None:
    for name, value in fields.items():
        control = page.locator(f"[name={name}]")
        if control.first.get_attribute("type") in ("radio", "checkbox"):
            for code in [value] if isinstance(value, str) else value:
                page.locator(f"[name={name}][value={code}]").check()
        else:
            control.fill(str(value))
