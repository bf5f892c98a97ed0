"""A member of the practice who fills in a check together with a patient, through the real pages."""

from collections.abc import Iterable
from uuid import UUID
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.stories import find_token

FormFields = dict[str, list[str]]


def fields_of(page: HtmlPage) -> FormFields:
    """Return the fields that a browser would send for the form of the page."""
    return fields_of_controls(page.tree.iter())


def fields_of_controls(controls: Iterable[Element]) -> FormFields:
    """Return the fields that a browser would send for some controls."""
    fields: FormFields = {}
    for control in controls:
        name = control.get("name", "")
        value: str | None = None
        if control.tag == "input":
            is_tick = control.get("type") in ("radio", "checkbox")
            value = control.get("value", "") if not is_tick or "checked" in control.attrib else None
        elif control.tag == "textarea":
            value = (control.text or "").removeprefix("\n")
        elif control.tag == "select":
            chosen = next((o for o in control.iter("option") if "selected" in o.attrib), None)
            value = chosen.get("value", "") if chosen is not None else ""
        if name and value is not None:
            fields.setdefault(name, []).append(value)
    return fields


class TogetherDesk:
    """A member of the practice with the check of one patient."""

    def __init__(self, client: FlaskClient, conversation: UUID) -> None:
        self.client = client
        self.here = f"/practice/c/{conversation}"
        self.address = f"{self.here}/together"
        asked = client.get(self.here).text
        if "<dl" in asked and 'name="csrf_token"' in asked:
            client.post(self.here, data={"csrf_token": find_token(asked)})

    def opens(self) -> HtmlPage:
        return open_page(self.client, self.address)

    def fills_in(self, **changed: str | list[str]) -> FormFields:
        """Return the fields of the form with other answers, without sending it."""
        fields = fields_of(self.opens())
        for name, value in changed.items():
            fields[name] = [value] if isinstance(value, str) else value
        return fields

    def sends(self, fields: FormFields) -> TestResponse:
        return self.client.post(self.address, data=fields)

    def saves(self, **changed: str | list[str]) -> None:
        answer = self.sends(self.fills_in(**changed))
        assert answer.status_code == 303, answer.text

    def reads(self) -> HtmlPage:
        return open_page(self.client, self.here)

    def settles(self, answer: TestResponse) -> set[str]:
        """Accept the merges that the page suggests until it is saved; return the words shown."""
        shown: set[str] = set()
        while answer.status_code == 409:
            page = check_page(answer)
            shown |= set(page.text.replace("“", " ").replace("”", " ").split())
            answer = self.sends(fields_of(page))
        assert answer.status_code == 303, answer.text
        return shown
