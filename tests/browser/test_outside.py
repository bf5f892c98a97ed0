"""`Faults`, which watches every browser test, finds each request to an outside address."""

import pytest
from playwright.sync_api import Browser

from tests.phones.browsers import Faults
from tests.phones.outside import Outside
from tests.phones.waits import wait_for


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("http://elsewhere.example/seen.png", "GET http://elsewhere.example/seen.png HTTP/1.1"),
        ("https://elsewhere.example/seen.png", "CONNECT elsewhere.example:443 HTTP/1.1"),
    ],
)
def test_a_picture_from_somebody_else_is_seen(
    browser: Browser, world: Outside, address: str, asked: str
) -> None:
    faults = Faults(world)
    context = browser.new_context()
    page = context.new_page()

    page.set_content(f"<img src='{address}'>", wait_until="commit")

    wait_for(page, lambda: f"third party: {asked}" in faults.found)
    context.close()
