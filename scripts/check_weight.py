"""Compare pages and files with their budgets: the bytes that a phone has to fetch.

A page that grows past one congestion window costs everybody on a slow network a whole round trip,
and nobody who adds a sentence or a script sees it. A page or file over its budget is made lighter,
or the table below is changed, with the reason in the commit.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import brotli
from flask import Flask
from flask.testing import FlaskClient

from pwa.locales import LANGUAGES
from pwa.web.assets import STATIC, public_files
from tests.databases.homes import Sqlite, make_demo_home

# Most bytes of a page with its headers, compressed; every language has to fit.
PAGES = {
    "/{lang}/check/{slug}": 10_000,
    # With what the check fetches later than its questions; most people come to the check from here.
    "/{lang}/p/{slug}": 10_000,
    # With 15 cards.
    "/{lang}/help/{slug}": 10_000,
    "/{lang}/open": 7_000,
    "/{lang}/own": 7_500,
    "/{lang}/offline": 6_000,
    "/{lang}/away": 6_500,
    "/{lang}/": 7_500,
    "/handover": 6_500,
}
# Most bytes of a compressed file. The first pattern that matches counts; each file must match one.
FILES = {
    "img/pictograms.svg": 9_000,
    "img/icons.svg": 1_300,
    "img/icon*.svg": 400,
    "img/icon-512.png": 5_000,
    "img/*.png": 3_500,
    "js/check/map.js": 1_600,
    "js/practice/foldings.js": 1_800,  # a table; only the list of the practice asks for it
    "js/practice/plan_row.js": 2_000,  # only the page where a plan is made asks for it
    "js/*/*.js": 1_500,
    "sw/*.js": 1_500,
    "vendor/idb-keyval.js": 900,
    "vendor/accessible-autocomplete.min.js": 18_500,  # only the practice's pages ask for it
    "vendor/workbox/*.js": 3_000,
    "css/*/*.css": 3_500,
    # Only the server opens them, for papers.
    "fonts/*": 600_000,
    "*LICEN*": 5_000,
    "*.txt": 5_000,
}
# Most bytes that a phone fetches for one language to use offline: documents, scripts, pictures.
# The aim is 70,000 (docs/performance.md says what it is missed by).
ONE_LANGUAGE = 75_000
# Most bytes of the list of help that a phone keeps beside that, with the scripts that search in it. The
# list alone is cut to `pwa.directory.finding.phone.MOST_BYTES` when it is made.
HELP_LIST = 66_000
HELP_SCRIPTS = 6_000

# Headers that gunicorn adds: its name, the date, and that the connection stays open.
_SERVER_HEADERS = len(
    "Server: gunicorn\r\nConnection: keep-alive\r\nDate: Sun, 22 Nov 2026 03:00:00 GMT\r\n"
)
# Bytes of headers for each further file over HTTP/2, which replaces repeated headers by an index;
# HTTP/1.1 takes 330.
_LATER_HEAD = 60
_FIRST_LINE = len("HTTP/1.1 200 OK\r\n\r\n")


def weigh(client: FlaskClient, address: str) -> int:
    """Count the bytes of an answer: status line, headers, and the body in brotli."""
    answer = client.get(address, headers={"Accept-Encoding": "br"})
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers)
    # The proxy in front of the app compresses what the app sends plain.
    body = answer.data if answer.content_encoding == "br" else brotli.compress(answer.data)
    return _FIRST_LINE + head + _SERVER_HEADERS + len(body)


def _body(client: FlaskClient, address: str) -> int:
    return len(client.get(address, headers={"Accept-Encoding": "br"}).data)


def _too_heavy(name: str, weight: int, budget: int) -> Iterator[str]:
    if weight > budget:
        yield f"{name}: {weight:,} bytes in brotli, at most {budget:,}"


def find_heavy_files(client: FlaskClient) -> Iterator[str]:
    """Weigh every static file that a browser may ask for, without its headers."""
    for path in public_files():
        name = path.relative_to(STATIC).as_posix()
        pattern = next((pattern for pattern in FILES if fnmatch(name, pattern)), None)
        if pattern is None:
            yield f"{name}: has no budget; scripts/check_weight.py needs a line for it"
            continue
        yield from _too_heavy(name, _body(client, f"/static/0/{name}"), FILES[pattern])


def _files_of_worker(client: FlaskClient, kind: str = "files") -> list[str]:
    """List the files that the worker fetches by address; the other scripts are inside `sw.js`.

    Args:
        kind: `help` for those that it fetches with the list of help.
    """
    first_line = client.get("/sw.js").text.splitlines()[0]
    about = json.loads(first_line.removeprefix("self.gesprek=").rstrip(";"))
    return [str(address) for address in about[kind]]


def find_heavy_pages(client: FlaskClient, slug: str) -> Iterator[str]:
    """Weigh the pages that are the same for everybody, and all that a phone keeps per language."""
    files = _files_of_worker(client)
    shared = weigh(client, "/sw.js") + sum(_body(client, file) + _LATER_HEAD for file in files)
    for lang in LANGUAGES:
        for page, budget in PAGES.items():
            address = page.format(lang=lang, slug=slug)
            yield from _too_heavy(address, weigh(client, address), budget)
        kept = weigh(client, f"/{lang}/kept/{slug}")
        yield from _too_heavy(f"all that is kept in {lang}", shared + kept, ONE_LANGUAGE)


def find_heavy_help(client: FlaskClient, slug: str) -> Iterator[str]:
    """Weigh what a phone keeps of the help apart from everything else."""
    files = _files_of_worker(client, "help")
    scripts = sum(_body(client, file) + _LATER_HEAD for file in files)
    yield from _too_heavy("the scripts that find help", scripts, HELP_SCRIPTS)
    for lang in LANGUAGES:
        kept = scripts + weigh(client, f"/{lang}/help/{slug}/list")
        yield from _too_heavy(f"the list of help in {lang}", kept, HELP_LIST)


def find_heavy_things(app: Flask, slug: str) -> Iterator[str]:
    """Weigh files and pages."""
    client = app.test_client()
    yield from find_heavy_files(client)
    yield from find_heavy_pages(client, slug)
    yield from find_heavy_help(client, slug)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="gesprek-weight-") as folder:
        home = make_demo_home(Sqlite(), Path(folder))
        with home.app() as app:
            found = list(find_heavy_things(app, home.demo().slug))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
