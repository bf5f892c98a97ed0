"""What patients are told about when somebody reads their list, and what is left to erase."""

from uuid import UUID, uuid4

from flask.testing import FlaskClient

from tests.inputs.invitations import invite
from tests.pages.checked import HtmlPage, open_page
from tests.people.desk import CARERS_FORM, Desk
from tests.people.logins import LIST
from tests.people.stories import STORY_A, DemoLogin, share

ON_THE_DAY = "De dokter leest dit op de dag van uw afspraak."
NOT_BEFORE = "pas bij uw afspraak"


def test_who_was_invited_is_told_of_the_day(
    assistant: FlaskClient, client: FlaskClient, demo: DemoLogin
) -> None:
    fields = {**STORY_A, "invitation": invite(assistant).token}
    review = open_page(client, f"/nl/check/{demo.slug}/review", method="POST", data=fields)
    assert ON_THE_DAY in review.text
    assert NOT_BEFORE not in review.text

    share(client, demo.slug, fields)
    receipt = open_page(client, "/nl/done")
    change = open_page(client, "/nl/mine/change")

    assert ON_THE_DAY in receipt.text
    assert "Wordt het eerder erger?" in receipt.text
    assert NOT_BEFORE not in receipt.text
    # The script of the last step shows the sentence that this says.
    assert is_marked(change)


def test_without_a_script_a_change_of_an_invited_list_says_so_too(
    assistant: FlaskClient, client: FlaskClient, demo: DemoLogin
) -> None:
    share(client, demo.slug, {**STORY_A, "invitation": invite(assistant).token})
    change = open_page(client, "/nl/mine/change")
    hidden = {
        part.get("name", ""): part.get("value", "")
        for part in change.find("form[@id='check']").iter("input")
        if part.get("type") == "hidden"
    }
    check = f"/nl/check/{demo.slug}"

    again = open_page(client, f"{check}/form", method="POST", data={**STORY_A, **hidden})
    review = open_page(client, f"{check}/review", method="POST", data={**STORY_A, **hidden})
    dead = {**STORY_A, **hidden, "reply_to": "dead", "uid": str(uuid4()), "consent": "1"}
    as_new = open_page(client, check, method="POST", data=dead, status=422)

    assert is_marked(again)
    assert ON_THE_DAY in review.text
    assert NOT_BEFORE not in review.text
    # The new list that it may be shared as has no invitation.
    assert NOT_BEFORE in as_new.text


def is_marked(page: HtmlPage) -> bool:
    return page.tree.find(".//form[@id='check']/input[@name='invited']") is not None


def test_without_an_invitation_it_is_at_the_appointment(
    client: FlaskClient, demo: DemoLogin
) -> None:
    review = open_page(client, f"/nl/check/{demo.slug}/review", method="POST", data=STORY_A)
    assert NOT_BEFORE in review.text
    assert ON_THE_DAY not in review.text

    share(client, demo.slug, STORY_A)

    assert NOT_BEFORE in open_page(client, "/nl/done").text
    assert not is_marked(open_page(client, "/nl/mine/change"))


def test_the_review_says_the_first_things_and_what_happens(
    client: FlaskClient, demo: DemoLogin
) -> None:
    page = open_page(client, f"/nl/check/{demo.slug}/review", method="POST", data=STORY_A)

    lines = page.find("div[@data-part='lines']").findall("p")
    assert ["".join(line.itertext()) for line in lines] == [
        "Eerst moe zijn, hulp: ja",
        "Erger door: voor iemand zorgen en slecht slapen",
        "U wilt: weten wat ik heb en samen nadenken",
    ]
    # Without a script all answers were sent to make this page, so none of them stayed on the device.
    assert "blijft op dit apparaat" not in page.text
    assert "Niemand anders." in page.text
    assert "U kunt het later terugtrekken." in page.text


def test_what_was_typed_as_most_important_harms_no_page(
    client: FlaskClient, demo: DemoLogin
) -> None:
    fields = {**STORY_A, "priority": "other", "priority_other": "<b>100% mijn rug"}

    page = open_page(client, f"/nl/check/{demo.slug}/review", method="POST", data=fields)

    assert "Eerst <b>100% mijn rug, hulp: ja" in page.part("lines")


def test_once_the_answers_are_gone_only_the_plan_is_left_to_erase(
    staff_client: FlaskClient, client: FlaskClient, demo: DemoLogin
) -> None:
    share(client, demo.slug, STORY_A)
    link = open_page(staff_client, LIST).find("tr[@data-row]").find(".//a")
    assert link is not None
    Desk(staff_client, UUID(link.get("href", "").rpartition("/")[2])).saves(CARERS_FORM)
    assert "Antwoorden terugtrekken" in open_page(client, "/nl/mine").text
    client.post("/nl/mine/withdraw")

    mine = open_page(client, "/nl/mine")
    page = open_page(client, "/nl/mine/withdraw")

    assert "Plan wissen" in mine.text
    assert "Antwoorden terugtrekken" not in mine.text
    assert page.heading == "Plan wissen"
    assert page.find("input[@name='plan']").get("type") == "hidden"
    client.post("/nl/mine/withdraw", data={"plan": "1"})
    assert "Plan wissen" not in open_page(client, "/nl/mine", status=410).text
