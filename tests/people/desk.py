"""A member of the practice who makes a plan with a patient, through the real pages."""

from uuid import UUID

from flask.testing import FlaskClient

from tests.inputs.plans import uid
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.stories import find_token

# The plan in the story of the tired carer.
CARERS_FORM = {
    "base": "0",
    "goal": "weer energie voor mijn kinderen",
    "goal_language": "nl",
    "step-1-what": "sport_childcare",
    "step-1-was": "sport_childcare",
    "step-1-uid": uid(1),
    "step-1-count": "2",
    "step-1-person": "mijn zus",
    "step-1-role": "patient",
    "step-1-when_period": "this_week",
    "step-2-what": "carer_support",
    "step-2-was": "carer_support",
    "step-2-uid": uid(2),
    "step-2-role": "doctor",
    "step-2-name": "Bakker",
    "step-3-what": "blood_test",
    "step-3-was": "blood_test",
    "step-3-uid": uid(3),
    "step-3-role": "doctor",
    "step-3-when": "30-11-2026",
    "next_talk": "5-1-2027 10:40",
    "teach_back": "Ik ga weer bewegen",
    "teach_back_language": "nl",
}


class Desk:
    """A member of the practice with the plan of one patient."""

    def __init__(self, client: FlaskClient, conversation: UUID) -> None:
        self.client = client
        self.conversation = conversation
        self.address = f"/practice/c/{conversation}/plan"
        asked = client.get(f"/practice/c/{conversation}").text
        if "<form" in asked:
            client.post(f"/practice/c/{conversation}", data={"csrf_token": find_token(asked)})

    def opens(self) -> HtmlPage:
        return open_page(self.client, self.address)

    def saves(self, fields: dict[str, str], *, status: int = 303) -> HtmlPage | None:
        token = find_token(self.client.get(self.address).text)
        answer = self.client.post(self.address, data={"csrf_token": token, **fields})
        assert answer.status_code == status, answer.text
        return check_page(answer) if status != 303 else None


def fields_of(page: HtmlPage) -> dict[str, str]:
    """Return the fields that a browser would send for the plan's form, also those that stand beside it."""
    form = page.find("form[@class='plan-form']")
    beside = page.tree.findall(f".//*[@form='{form.get('id')}']")
    fields: dict[str, str] = {}
    for control in (*form.iter(), *beside):
        name = control.get("name", "")
        if control.tag == "input" and (
            control.get("type") != "radio" or "checked" in control.attrib
        ):
            fields[name] = control.get("value", "")
        elif control.tag == "textarea":
            fields[name] = (control.text or "").removeprefix("\n")
        elif control.tag == "select":
            chosen = [item for item in control.iter("option") if "selected" in item.attrib]
            first = next(control.iter("option"), None)
            option = chosen[0] if chosen else first
            fields[name] = option.get("value", "") if option is not None else ""
    return fields


def open_by_code(client: FlaskClient, code: str) -> HtmlPage:
    """Open a list as a member does: type the code, and confirm that the patient agrees."""
    token = find_token(client.get("/practice/").text)
    found = client.post("/practice/open", data={"csrf_token": token, "code": code})
    assert found.status_code == 303
    address = str(found.location)
    token = find_token(client.get(address).text)
    assert client.post(address, data={"csrf_token": token}).status_code == 303
    return open_page(client, address)
