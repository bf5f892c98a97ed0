"""A patient who uses the own-phone setting, and the copies that the phone stores."""

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
    """A phone on which a patient opens lists, one after the other."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def opens(self, code: str, language: str = "nl") -> Self:
        """Open a list by typing its code."""
        self.page.goto(f"/{language}/open")
        self.page.locator("[name=code]").fill(code)
        self.page.locator("[data-code-form] button").click()
        expect(self.page).to_have_url(re.compile(f"/{language}/mine(/plan)?$"))
        # The page's modules have run by then, so a press is theirs and not the browser's.
        self.page.wait_for_load_state("domcontentloaded")
        return self

    def tries_name(self, name: str) -> Self:
        """Send the form that this is the own phone, with a name for the list."""
        self.page.locator("[name=own][value=yes]").check()
        self.page.locator("[name=own_name]").fill(name)
        self.page.locator("[data-own-form] button").click()
        return self

    def calls_it_own(self, name: str = "Lijst 1") -> Self:
        """Say that this is the own phone; it stores the list from now on."""
        self.tries_name(name)
        expect(self.page.locator("[data-own-kept]")).to_be_visible()
        return self

    def kept(self) -> list[dict[str, Any]]:
        """Return the rows in the phone's store, the oldest first."""
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
        """Return a list on the page of the lists that this phone stores."""
        return self.page.locator("[data-lists] section", has_text=name)

    def takes_off(self, name: str) -> Self:
        self.row(name).locator("summary").click()
        self.row(name).locator("[data-drop]").click()
        return self
