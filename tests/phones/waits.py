"""Waiting for what a page can tell only after a while, such as what its database holds."""

import time
from collections.abc import Callable

from playwright.sync_api import Error, Page

PATIENCE_S = 30
_LOOKS_EACH_MS = 20


def wait_until(page: Page, script: str, arg: object = None) -> None:
    """Wait until a function in the page gives something true.

    It may be async, and the page may make place for another one meanwhile, which is asked then.
    `page.wait_for_function` takes the promise of an async function for the answer: a promise is true,
    whatever it will say, so that it waits for nothing.

    Args:
        script: the function.
        arg: what it is called with.
    """
    end = time.monotonic() + PATIENCE_S
    while not _ask(page, script, arg):
        assert time.monotonic() < end, f"never true: {script}"
        page.wait_for_timeout(_LOOKS_EACH_MS)


def wait_for(page: Page, ask: Callable[[], object], about: str = "") -> None:
    """Wait until something is true that not the page alone can tell; the page goes on meanwhile."""
    end = time.monotonic() + PATIENCE_S
    while not ask():
        assert time.monotonic() < end, f"never true {about}"
        page.wait_for_timeout(_LOOKS_EACH_MS)


def _ask(page: Page, script: str, arg: object) -> object:
    try:
        return page.evaluate(script, arg)
    except Error as error:
        if "Execution context was destroyed" not in error.message:
            raise
        return None
