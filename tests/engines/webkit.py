"""Debian's WebKitGTK, driven by selenium; WebKit is the engine of every browser on an iPhone."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import NoSuchFrameException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.action_builder import ActionBuilder

from tests.engines.engine import PATIENCE_S

DRIVER = "/usr/bin/WebKitWebDriver"
LIBRARIES = Path("/usr/lib")
BROWSER = "*/webkit2gtk-4.*/MiniBrowser"


class WebKit:
    """One window of a MiniBrowser."""

    def __init__(self, driver: webdriver.WebKitGTK) -> None:
        self._driver = driver
        driver.set_window_size(400, 760)
        driver.set_page_load_timeout(PATIENCE_S)
        driver.set_script_timeout(PATIENCE_S)

    def open(self, address: str) -> None:
        self._driver.get(address)

    def reload(self) -> None:
        self._driver.refresh()

    def back(self) -> None:
        self._driver.back()

    def run(self, script: str, *arguments: object) -> Any:
        body = f"return (async function() {{ {script} }})(...arguments);"
        try:
            return self._driver.execute_script(body, *arguments)
        except NoSuchFrameException:  # so WebKitGTK's driver calls a page that was left
            return None

    def tap(self, x: int, y: int) -> None:
        actions = ActionBuilder(self._driver)
        actions.pointer_action.move_to_location(x, y).click()  # type: ignore[no-untyped-call]
        actions.perform()

    def type(self, text: str) -> None:
        ActionChains(self._driver).send_keys(text).perform()


@contextmanager
def start_webkit() -> Iterator[WebKit]:
    """Start a MiniBrowser with an empty profile, on a virtual screen (Xvfb)."""
    browser = next(LIBRARIES.glob(BROWSER), None)
    if browser is None:
        raise RuntimeError("WebKitGTK is missing; `make test` installs it (as root).")
    options = webdriver.WebKitGTKOptions()
    options.binary_location = str(browser)
    options.add_argument("--automation")
    with _screen() as display:
        service = webdriver.WebKitGTKService(DRIVER, env={**os.environ, "DISPLAY": display})
        driver = webdriver.WebKitGTK(options=options, service=service)
        try:
            yield WebKit(driver)
        finally:
            driver.quit()


@contextmanager
def _screen() -> Iterator[str]:
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "500x900x24", "-nolisten", "tcp"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, **pipes) as process:  # type: ignore[call-overload]
        try:
            yield f":{process.stdout.readline().strip()}"
        finally:
            process.terminate()
