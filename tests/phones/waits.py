"""Wait until a condition holds, such as rows in the page's IndexedDB."""

import time
from collections.abc import Callable

from playwright.sync_api import Error, Page

PATIENCE_S = 30
_LOOKS_EACH_MS = 20


def wait_until(page: Page, script: str, arg: object = None) -> None:
    """Wait until a JavaScript function in the page returns a true value.

    The function may be async, and the page may navigate meanwhile; then it runs in the next page.
    `page.wait_for_function` is no use for an async function, whose promise counts as true at once,
    nor for an expression: where it is false at first, asking again is `eval`, which our CSP forbids.

    Args:
        script: source of the function.
        arg: its argument.
    """
    end = time.monotonic() + PATIENCE_S
    while not _ask(page, script, arg):
        assert time.monotonic() < end, f"never true: {script}"
        page.wait_for_timeout(_LOOKS_EACH_MS)


def wait_for(page: Page, ask: Callable[[], object], about: str = "") -> None:
    """Wait until a Python function returns a true value, while the page goes on running."""
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
