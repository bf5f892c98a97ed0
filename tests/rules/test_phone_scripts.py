"""What scripts on a phone may not rely on or do: the page's language, the clock, new databases."""

import re
from pathlib import Path

STATIC = Path(__file__).parents[2] / "pwa/static"
# Translation programs change `lang` of the `<html>` element, so scripts may not read it there. Only
# guard.js may, as it runs first. A document that a script just fetched (`page`) is unchanged.
LANGUAGE = re.compile(
    r"(?<!\bpage\.)documentElement\.(?:lang|dir)\b|\broot\.(?:lang|dir)\b|documentElement;"
)
READS_FIRST = {"guard.js": 1}
# The phone's clock may be wrong, and may be corrected between two readings; only clock.js reads it.
CLOCK = re.compile(r"\bDate\.now\(|\bnew Date\(\)|\bDate\(\)")
SCRIPTS = [*sorted((STATIC / "js").rglob("*.js")), *sorted((STATIC / "sw").glob("*.js"))]


def without_comments(path: Path) -> str:
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"(?<![:\"'])//.*", "", text)


def test_no_script_asks_the_page_for_its_language() -> None:
    found = {
        path.name: len(hits)
        for path in SCRIPTS
        if (hits := LANGUAGE.findall(without_comments(path)))
    }

    assert found == READS_FIRST


def test_only_one_script_looks_at_the_clock_of_the_phone() -> None:
    found = {path.name for path in SCRIPTS if CLOCK.search(without_comments(path))}

    assert found == {"clock.js"}


def test_only_one_script_opens_a_database() -> None:
    opens = re.compile(r"\bindexedDB\.(?:open|deleteDatabase)\(")

    found = {path.name for path in SCRIPTS if opens.search(without_comments(path))}

    # The queue.js found is the service worker's (sw/queue.js). It aborts if the database does not
    # exist yet, since an empty new one would be a trace on the phone.
    assert found == {"storage.js", "queue.js"}
    assert not opens.search(without_comments(STATIC / "js/send/queue.js"))
