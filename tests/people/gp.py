"""A GP at a desk: logs in, opens a patient's list, reads it, makes a plan."""

from collections.abc import Mapping
from typing import Self

from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.people.plan_maker import fill_plan, give_plan
from tests.people.stories import DemoLogin


def take_over_login(client: FlaskClient, page: Page, address: str) -> None:
    """Copy the cookies of a logged-in test client into a browser."""
    for name in ("gesprek_staff", "gesprek_keys"):
        cookie = client.get_cookie(name)
        assert cookie is not None
        page.context.add_cookies([{"name": name, "value": cookie.value, "url": address}])


class Gp:
    """A GP of the example practice, at a screen of 1280 × 720."""

    def __init__(self, page: Page, login: DemoLogin) -> None:
        self.page = page
        self.login = login

    def logs_in(self) -> Self:
        self.page.goto("/practice/")
        self.page.fill("[name=email]", self.login.email)
        self.page.fill("[name=password]", self.login.password)
        self.page.keyboard.press("Enter")
        self.page.fill("[name=code]", self.login.second_factor())
        self.page.keyboard.press("Enter")
        expect(self.page.locator("[data-find]")).to_be_visible()
        return self

    def goes_on(self, client: FlaskClient, address: str) -> Self:
        """Take over the login of a test client, for tests that are not about the login."""
        take_over_login(client, self.page, address)
        self.page.goto("/practice/")
        expect(self.page.locator("[data-find]")).to_be_visible()
        return self

    def opens(self, code: str) -> Self:
        """Open a list in two actions: type the code, and confirm that the patient agrees."""
        self.page.goto("/practice/")
        expect(self.page.locator("[name=code]")).to_be_focused()
        self.page.keyboard.type(code)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/practice/c/**")
        self.page.locator("main form button[type=submit]").click()
        expect(self.page.locator("[data-part=priority]")).to_be_visible()
        return self

    def reads(self, part: str) -> str:
        """Return the text of a part of the consult screen, on one line."""
        return " ".join(self.page.locator(f"[data-part={part}]").inner_text().split())

    @property
    def his_lines(self) -> list[str]:
        """Return the lines of the text for the HIS."""
        address = self.page.url.split("#")[0]
        self.page.goto(f"{address}/his")
        text = self.page.locator("textarea").first.input_value()
        self.page.goto(address)
        return text.strip().split("\n")

    def makes_plan(self, fields: Mapping[str, str]) -> Self:
        """Fill in the plan and save it."""
        self.page.goto(f"{self.page.url}/plan")
        fill_plan(self.page, fields)
        give_plan(self.page)
        return self
