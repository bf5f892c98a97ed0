"""Pages that open offline have all their files; vendored files equal the published ones."""

import hashlib
import re
from pathlib import Path

from pwa.site.offline import (
    ENTRIES,
    HELP_ENTRY,
    OWN_ENTRY,
    PICTURES,
    help_files,
    offline_files,
    own_files,
)

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "pwa/templates"
STATIC = ROOT / "pwa/static"
# The documents that a phone keeps (pwa/site/offline_bundle.py), with the page that they all extend.
KEPT = (
    "base_patient.html",
    "directory/options.html",
    "macros/install.html",
    "site/away.html",
    "site/offline.html",
    "site/own.html",
    "selfcheck/check.html",
    "selfcheck/start.html",
)
_FILE = re.compile(r"asset\('((?:js|img)/[^']+)'\)")
_ROW = re.compile(r"^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$", re.MULTILINE)


def test_every_file_of_a_kept_page_is_kept() -> None:
    named = {name for path in KEPT for name in _FILE.findall((TEMPLATES / path).read_text("utf-8"))}

    assert named <= set(offline_files())


def test_every_entry_is_the_script_of_a_kept_page() -> None:
    named = {name for path in KEPT for name in _FILE.findall((TEMPLATES / path).read_text("utf-8"))}

    assert set(ENTRIES) <= named


def test_the_scripts_that_find_help_are_kept_with_the_list_and_not_with_the_pages() -> None:
    assert HELP_ENTRY in help_files()
    assert "js/pages/help_search.js" in help_files()
    assert not set(help_files()) & set(offline_files())


def test_what_completes_a_copy_is_kept_by_an_own_phone_alone() -> None:
    script = (STATIC / "js/own/apart.js").read_text("utf-8")
    kept = set(re.findall(r'"((?:js|css)/[^"]+)"', script))

    assert OWN_ENTRY in kept
    assert kept == set(own_files())
    assert all((STATIC / name).is_file() for name in kept)


def test_types_that_a_comment_names_bring_no_script_along() -> None:
    assert "js/own/anew.js" not in offline_files()


def test_nothing_of_the_practices_side_is_kept() -> None:
    ours = {
        name
        for path in (TEMPLATES / "practice", TEMPLATES / "desk", TEMPLATES / "consult")
        for page in path.rglob("*.html")
        for name in _FILE.findall(page.read_text("utf-8"))
        if name.startswith("js/")
    }

    assert ours
    assert not ours & {*offline_files(), *help_files()}


def test_every_picture_that_is_kept_exists() -> None:
    assert all((STATIC / name).is_file() for name in PICTURES)


def test_vendored_files_are_as_they_were_published() -> None:
    rows = dict(_ROW.findall((STATIC / "vendor/README.md").read_text("utf-8")))

    files = {
        path.relative_to(STATIC / "vendor").as_posix() for path in (STATIC / "vendor").rglob("*.js")
    }
    assert set(rows) == files
    for name, digest in rows.items():
        assert hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() == digest
