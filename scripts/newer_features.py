"""List what the web has learnt since our baseline: `python -m scripts.newer_features data.json`.

`data.json` is that of the npm package @mdn/browser-compat-data (CC0). Run it with a newer one when the
baseline moves, or once in a while; `scripts.check_baseline` reads the list.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LIST = Path(__file__).with_suffix(".json")
# The newest version of each that was five years old when this was decided; docs/architecture.md.
BASELINE = {
    "safari": 15,
    "safari_ios": 15,
    "chrome": 96,
    "chrome_android": 96,
    "firefox": 94,
    "firefox_android": 94,
    "samsunginternet_android": 16,
}
NEVER = 1_000_000.0
# Where an object has one name in every script.
OBJECTS = {
    "Clipboard": "clipboard",
    "Crypto": "crypto",
    "Document": "document",
    "History": "history",
    "Location": "location",
    "Navigator": "navigator",
    "Performance": "performance",
    "Window": "window",
}

Node = dict[str, Any]


def collect(data: Node) -> dict[str, list[str]]:
    """Give the names by kind; a name that something older has as well is not in the list."""
    properties = dict(_children(data["css"]["properties"]))
    newer = {name for name, node in properties.items() if _is_later(node)}
    names, pairs = _members(data)
    return {
        "names": sorted(names),
        "pairs": sorted(pairs),
        "properties": sorted(newer),
        "values": sorted(
            f"{name}:{value}"
            for name, node in properties.items()
            for value, inner in _children(node)
            if name not in newer and re.fullmatch(r"[a-z-]+", value) and _is_later(inner)
        ),
        "selectors": [
            name for name, node in _children(data["css"]["selectors"]) if _is_later(node)
        ],
        "at-rules": [name for name, node in _children(data["css"]["at-rules"]) if _is_later(node)],
    }


def _members(data: Node) -> tuple[set[str], set[str]]:
    """Give the names that scripts use for new things, and the pairs such as `AbortSignal.timeout`."""
    found: dict[str, set[bool]] = defaultdict(set)
    pairs = set()
    for owner, node in (*_children(data["api"]), *_classes(data["javascript"]["builtins"])):
        is_new = _first_everywhere(node) > 0
        found[owner].add(is_new)
        # What only new things have nobody reaches without them.
        for key, inner in () if is_new else _children(node):
            name = key.removesuffix("_static")
            if key.endswith("_event") or not name.isidentifier():
                continue
            found[name].add(_first_everywhere(inner) > 0)
            if _first_everywhere(inner) > 0:
                pairs.add(f"{OBJECTS.get(owner, owner)}.{name}")
    names = {name for name, news in found.items() if news == {True}}
    return names, {pair for pair in pairs if pair.split(".")[1] not in names}


def _classes(builtins: Node) -> Iterator[tuple[str, Node]]:
    yield from _children(builtins)
    yield from _children(builtins["Intl"])


def _children(node: Node) -> Iterator[tuple[str, Node]]:
    for name, child in node.items():
        if name != "__compat" and "__compat" in child:
            yield name, child


def _is_later(node: Node) -> bool:
    """Say whether it came to some browser after the baseline; what never comes is no trap there."""
    return 0 < _first_everywhere(node) < NEVER


def _first_everywhere(node: Node) -> float:
    """Give the version in which the last browser learnt it; 0 when the baseline has it everywhere."""
    support = node["__compat"]["support"]
    versions = [(_first(support[name]), most) for name, most in BASELINE.items() if name in support]
    return max((version for version, most in versions if version > most), default=0)


def _first(statements: Node | list[Node]) -> float:
    """Give the version from which a browser has had something under its own name, without a switch."""
    usable = [
        one
        for one in (statements if isinstance(statements, list) else [statements])
        if not {"flags", "prefix", "alternative_name", "version_removed"} & one.keys()
    ]
    return min((_number(one["version_added"]) for one in usable), default=NEVER)


def _number(version: str | bool | None) -> float:
    found = re.match(r"≤?(\d+(?:\.\d+)?)", version) if isinstance(version, str) else None
    return float(found[1]) if found else NEVER


if __name__ == "__main__":
    source = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    newer = {"source": f"@mdn/browser-compat-data {source['__meta']['version']}", **collect(source)}
    LIST.write_text(json.dumps(newer, indent=0, ensure_ascii=False) + "\n", "utf-8")
