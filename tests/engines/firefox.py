"""Debian's Firefox, driven by WebDriver BiDi over the port that it opens itself.

Debian packages no geckodriver, and Playwright can drive only the Firefox that it builds itself.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from shutil import which
from typing import Any

import websocket

from tests.engines.engine import PATIENCE_S

PREFERENCES = {
    "app.normandy.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "nl",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
PHONE = {"width": 400, "height": 700}


class Firefox:
    """One tab of a Firefox."""

    def __init__(self, socket: websocket.WebSocket) -> None:
        self._socket = socket
        self._numbers = count(1)
        self._ask("session.new", capabilities={})
        self._tab = self._ask("browsingContext.getTree")["contexts"][0]["context"]
        self._ask("browsingContext.setViewport", context=self._tab, viewport=PHONE)

    def open(self, address: str) -> None:
        self._ask("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def reload(self) -> None:
        self._ask("browsingContext.reload", context=self._tab, wait="complete")

    def back(self) -> None:
        self._ask("browsingContext.traverseHistory", context=self._tab, delta=-1)

    def run(self, script: str, *arguments: object) -> Any:
        # Pass arguments and result as JSON text: BiDi has its own format for each kind of value.
        values = json.dumps(arguments)
        try:
            answer = self._ask(
                "script.evaluate",
                expression=f"(async function() {{ {script} }})(...{values}).then(JSON.stringify)",
                target={"context": self._tab},
                awaitPromise=True,
            )
        except RuntimeError as error:
            if "DiscardedBrowsingContextError" in str(error):  # the page was left
                return None
            raise
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def tap(self, x: int, y: int) -> None:
        moves = [
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "finger", "actions": moves})

    def type(self, text: str) -> None:
        keys = [
            {"type": kind, "value": character}
            for character in text
            for kind in ("keyDown", "keyUp")
        ]
        self._act({"type": "key", "id": "keyboard", "actions": keys})

    def _act(self, source: dict[str, object]) -> None:
        self._ask("input.performActions", context=self._tab, actions=[source])

    def _ask(self, method: str, **parameters: object) -> Any:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:  # events arrive between the answers
            answer = json.loads(self._socket.recv())
            if answer.get("id") == number:
                break
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['message']}")
        return answer["result"]


@contextmanager
def start_firefox(folder: Path) -> Iterator[Firefox]:
    """Start a Firefox that nobody has used yet.

    Args:
        folder: for the profile of this Firefox; must exist.
    """
    program = which("firefox-esr") or which("firefox")
    if program is None:
        raise RuntimeError("Firefox is missing; `make test` installs it (as root).")
    lines = [
        f"user_pref({json.dumps(name)}, {json.dumps(value)});"
        for name, value in PREFERENCES.items()
    ]
    (folder / "user.js").write_text("\n".join(lines), "utf-8")
    command = [
        program,
        "--headless",
        "--no-remote",
        "--profile",
        str(folder),
        "--remote-debugging-port",
        "0",
    ]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stderr is not None
            found = next(filter(None, map(LISTENING.search, process.stderr)))
            address = f"{found[1]}/session"
            with closing(
                websocket.create_connection(address, timeout=PATIENCE_S, suppress_origin=True)
            ) as socket:
                yield Firefox(socket)
        finally:
            process.terminate()
