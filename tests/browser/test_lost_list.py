"""The practice lost a list with its database; an own phone with a copy shares it again."""

from playwright.sync_api import Page, expect

from tests.databases.backups import Operator
from tests.people.own_phone import OwnPhone
from tests.people.patient import Patient
from tests.people.stories import STORY_A, DemoLogin
from tests.phones.line import Line
from tests.phones.queueing import WRITE_REFUSED


def test_an_own_phone_shares_a_lost_list_again_with_one_press_and_a_look(
    phone: Page, line: Line, demo: DemoLogin, operator: Operator
) -> None:
    file = operator.backup()
    patient, own = Patient(phone, demo.slug), OwnPhone(phone)
    patient.resumes({**STORY_A, "own_words": "Ik slaap al maanden slecht."}).shares()
    code = phone.locator("[data-code]").text_content() or ""
    own.calls_it_own()
    own.waits_for_copies(1)

    line.down()
    home, _ = operator.restore(file)
    with home.app() as again:
        line.app = again
        line.up()

        phone.goto("/nl/open")
        phone.locator("[name=code]").fill(code)
        phone.locator("[data-code-form] button").click()
        expect(phone.locator("h1")).to_contain_text("De praktijk heeft uw lijst niet meer")
        phone.locator("[data-own-link]").click()
        own.row("Lijst 1").locator("[data-open]").click()
        expect(phone.locator("[data-says=told]")).to_contain_text("Lijst 1")
        expect(phone.locator("[data-says=told]")).to_contain_text("Daardoor is uw lijst weg")
        assert len(own.kept()) == 1
        phone.locator("[data-anew] button").click()

        patient.sees_question("review")
        patient.shares()
        expect(phone.locator("[data-code]")).not_to_have_text(code)
        shown = phone.locator("[data-code]").text_content() or ""
        own.opens(shown)
        phone.goto("/nl/mine/change")
        expect(phone.locator("[name=own_words]")).to_have_value("Ik slaap al maanden slecht.")
        line.down()


def test_by_its_kept_link_a_lost_list_is_offered_at_once_and_what_waits_is_told(
    phone: Page, line: Line, demo: DemoLogin, operator: Operator
) -> None:
    file = operator.backup()
    patient, own = Patient(phone, demo.slug), OwnPhone(phone)
    patient.resumes(STORY_A).shares()
    own.calls_it_own()
    ((key, field),) = [(one["key"]["key"], one["key"]["field"]) for one in own.waits_for_copies(1)]
    assert field == "link"

    line.down()
    home, _ = operator.restore(file)
    with home.app() as again:
        line.app = again
        line.up()
        phone.evaluate(WRITE_REFUSED, [demo.slug, ["Deze code kennen wij niet."]])

        phone.goto(f"/nl/open#{key}")
        phone.locator("[data-link-form] button").click()

        expect(phone.locator("h1")).to_contain_text("De praktijk heeft uw lijst niet meer")
        expect(phone.locator("[data-state=list_closed]")).to_be_visible()
        expect(phone.locator("[data-own-link]")).to_have_count(0)
        phone.locator("[data-anew] button").click()
        patient.sees_question("review")
        line.down()
