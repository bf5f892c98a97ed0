"""Somebody who fills in the plan's form in a browser, with or without its script."""

from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect


def fill_plan(page: Page, fields: Mapping[str, str]) -> None:
    """Fill in fields of the form by their names; those of a step come after its `step-N-what`."""
    for name, value in fields.items():
        field = page.locator(f"[name={name}]")
        kind = field.first.evaluate("element => element.type || element.localName")
        if name.endswith("-what") and not field.is_visible():
            _search(page, name, value)
        elif kind == "radio":
            _chip(page, name, value).check()
        elif kind == "select-one":
            field.select_option(value)
        else:
            _show(page, field, name)
            field.fill(value)


def give_plan(page: Page) -> None:
    """Press the button that saves the plan, and wait until it is saved."""
    page.get_by_role("button", name="Meegeven").click()
    expect(page.locator("[data-part=saved]")).to_be_visible()


def _search(page: Page, name: str, code: str) -> None:
    """Find a phrase by its longest piece of words, and take it; own words are typed afterwards."""
    if code == "own":
        return
    text = page.locator(f"[name={name}] option[value={code}]").inner_text()
    typed = max(text.split("…"), key=len).strip()
    row = page.locator(f"[data-step='{name.split('-')[1]}']")
    row.get_by_role("combobox").first.fill(typed)
    row.get_by_role("option").filter(has_text=text).first.click()


def _chip(page: Page, name: str, value: str) -> Locator:
    return page.locator(f"[name={name}][value={value}]")


def _show(page: Page, field: Locator, name: str) -> None:
    """Open the fold that a field lies in, or press the chip that asks for it."""
    if field.is_visible():
        return
    if name == "next_talk" or name.endswith("-when"):
        _chip(page, f"{name}_period", "typed").check()
    else:
        page.locator("details:not([open])", has=field).locator("summary").click()
