"""Somebody whose own phone it is, and what the phone keeps."""

import re
from typing import Any, Self

from playwright.sync_api import Locator, Page, expect

from tests.phones.waits import wait_until

READ_OWN = """
() => new Promise((resolve) => {
  const request = indexedDB.open("gesprek");
  request.onsuccess = () => {
    const database = request.result;
    if (!database.objectStoreNames.contains("own")) { database.close(); resolve([]); return; }
    const all = database.transaction("own").objectStore("own").getAll();
    all.onsuccess = () => {
      database.close();
      resolve(all.result.sort((one, other) => one.since - other.since));
    };
  };
})
"""


class OwnPhone:
    """A phone on which somebody comes back to lists, one after the other."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def opens(self, code: str, language: str = "nl") -> Self:
        """Type a code, as whoever holds the card."""
        self.page.goto(f"/{language}/open")
        self.page.locator("[name=code]").fill(code)
        self.page.locator("[data-code-form] button").click()
        expect(self.page).to_have_url(re.compile(f"/{language}/mine$"))
        return self

    def tries_name(self, name: str) -> Self:
        """Say that this is the own phone, and give the list a name."""
        self.page.locator("[name=own][value=yes]").check()
        self.page.locator("[name=own_name]").fill(name)
        self.page.locator("[data-own-form] button").click()
        return self

    def calls_it_own(self, name: str = "Lijst 1") -> Self:
        """Say so; the phone keeps the list from now on."""
        self.tries_name(name)
        expect(self.page.locator("[data-own-kept]")).to_be_visible()
        return self

    def kept(self) -> list[dict[str, Any]]:
        """What lies in the phone's store, the oldest first."""
        lists: list[dict[str, Any]] = self.page.evaluate(READ_OWN)
        return lists

    def waits_for_copies(self, number: int) -> list[dict[str, Any]]:
        """Wait until so many lists can be read without a network."""
        wait_until(
            self.page,
            f"async (number) => (await ({READ_OWN})()).filter(({{ copy }}) => copy).length >= number",
            number,
        )
        return self.kept()

    def row(self, name: str) -> Locator:
        """A list on the page of what this phone keeps."""
        return self.page.locator("[data-lists] section", has_text=name)

    def takes_off(self, name: str) -> Self:
        self.row(name).locator("summary").click()
        self.row(name).locator("[data-drop]").click()
        return self
