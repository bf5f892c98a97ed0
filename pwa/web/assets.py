"""Styles and files of the pages: one inline style per kind of page, and files cached for ever.

A page holds its whole style, so that on a slow line the first question needs no second request; the
content security policy names the style by its hash. All other files live under `/static/<build>/…`
with the build in the path, not in a query: the modules of a page import each other by relative
address, so their addresses have the build as well and browsers may cache them for ever.
"""

import hashlib
import mimetypes
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path

import rcssmin
import rjsmin
from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from pwa.web.packed import Packed, pack, send_packed

STATIC = Path(__file__).parents[1] / "static"

# The order matters: later files build on the earlier ones. The self-check is the first page of most
# people, often on a slow line, so its style has only the rules that it needs.
CHECK_SHEETS = (
    "both/tokens",
    "both/base",
    "both/components",
    "patient/check",
    "patient/fit",
    "both/map",
    "patient/tablet",
)
# The same form with faults, for those who sent it before its script had come: with the rules for faults as well.
FAULTY_CHECK_SHEETS = (*CHECK_SHEETS[:3], "both/pages", *CHECK_SHEETS[3:])
PATIENT_SHEETS = (
    "both/tokens",
    "both/base",
    "both/components",
    "both/pages",
    "patient/check",
    "both/map",
    "patient/help",
    "patient/tablet",
    "both/print",
)
# "My plan" draws no map and asks no questions of the self-check.
PLAN_SHEETS = (
    *(name for name in PATIENT_SHEETS if name not in {"both/map", "patient/check"}),
    "patient/plan",
)
# Pages without questions and map, which phones keep: a byte less here is one less on every phone.
PLAIN_SHEETS = tuple(name for name in PATIENT_SHEETS if name not in {"patient/check", "both/map"})
# The first pages, whose heaviest part is what the check fetches from them later.
START_SHEETS = (*PATIENT_SHEETS[:4], "patient/tiles", "patient/tablet", "both/print")
# The page that shows how it was and how it is.
SIDES_SHEETS = (*PATIENT_SHEETS[:-1], "patient/sides", "both/print")
PRACTICE_SHEETS = (
    "both/tokens",
    "both/base",
    "both/components",
    "both/pages",
    "both/map",
    "practice/desk",
    "practice/consult",
    "practice/settings",
    "practice/log",
    "practice/team",
    "practice/account",
    "practice/plan",
    "practice/handover",
    "practice/together",
    "practice/paper",
    "practice/help_list",
    "practice/exchange",
    "practice/figures",
    "both/print",
)
# The editor of a help option shows the patient's card, so the rules of a phone hold there inside
# `.phone`.
HELP_EDIT_SHEET = "practice/help_edit"
PHONE_SHEET = "practice/phone"
CARD_SHEETS = ("both/base", "both/components", "both/pages", "patient/help")

COMPRESSIBLE = frozenset({".css", ".js", ".svg", ".json", ".webmanifest", ".txt"})
# Scripts that are minified here, because a phone needs no comments; Workbox is minified already.
READABLE = re.compile(r"(?:js|sw)/.*\.js|vendor/[^/]*\.js")
# Files with these endings are sent to no browser: READMEs, and types for the type checker. They do
# not count for the build id either, because a new build makes every phone fetch all files again.
# (Licences are sent: they have to go along with the files that they are for.)
FOR_US = ("README.md", ".d.ts")
A_YEAR = 31_536_000

_STYLES = "gesprek.styles"


@dataclass(frozen=True, slots=True)
class Inline:
    """A style, or the one script that has to run before anything is painted, inside a page.

    Attributes:
        text: what stands between the tags, to the byte, because the CSP hash covers every byte.
        csp_source: the CSP source with that hash, for `style-src` or `script-src`.
    """

    text: Markup
    csp_source: str


def _inline(text: str) -> Inline:
    digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
    # Safe as `Markup`: the text comes from our own files, not from users.
    return Inline(Markup(text), f"'sha256-{digest}'")  # noqa: S704


def _bundle(sheets: tuple[str, ...]) -> Inline:
    return _inline(rcssmin.cssmin(_join(sheets)))


def _join(sheets: tuple[str, ...]) -> str:
    return "".join((STATIC / "css" / f"{name}.css").read_text("utf-8") for name in sheets)


@cache
def check_style() -> Inline:
    """Give the style of the self-check."""
    return _bundle(CHECK_SHEETS)


@cache
def faulty_check_style() -> Inline:
    """Give the style of the self-check with faults."""
    return _bundle(FAULTY_CHECK_SHEETS)


@cache
def patient_style() -> Inline:
    """Give the style of the patient's other pages."""
    return _bundle(PATIENT_SHEETS)


@cache
def plan_style() -> Inline:
    """Give the style of "My plan"."""
    return _bundle(PLAN_SHEETS)


@cache
def plain_style() -> Inline:
    """Give the style of the patient's pages that ask nothing."""
    return _bundle(PLAIN_SHEETS)


@cache
def start_style() -> Inline:
    """Give the style of the first pages."""
    return _bundle(START_SHEETS)


@cache
def sides_style() -> Inline:
    """Give the style of the patient's page "Then and now"."""
    return _bundle(SIDES_SHEETS)


@cache
def practice_style() -> Inline:
    """Give the style of the practice's pages."""
    return _bundle(PRACTICE_SHEETS)


@cache
def help_edit_style() -> Inline:
    """Give the style of the editor of help, beside that of the practice's pages."""
    return _with_phone((HELP_EDIT_SHEET,), CARD_SHEETS)


@cache
def plan_edit_style() -> Inline:
    """Give the style of the phone beside the plan's form, beside that of the practice's pages."""
    return _with_phone((), (*CARD_SHEETS, "patient/plan"))


def _with_phone(own: tuple[str, ...], patient: tuple[str, ...]) -> Inline:
    """Give a style in which the patient's rules hold inside `.phone`.

    A browser that does not know nested rules shows that part without the look of a phone.
    """
    text = f"{_join((*own, PHONE_SHEET))}.phone{{{_join(patient)}}}"
    return _inline(rcssmin.cssmin(text))


def style_sources() -> str:
    """Give the CSP sources for `style-src`: the hashes of this page's styles, or 'none'."""
    return " ".join(request.environ.get(_STYLES, ["'none'"]))


def _named(style: Callable[[], Inline]) -> Inline:
    """Give a style to the template, and add its hash to the CSP of this page only."""
    request.environ.setdefault(_STYLES, []).append(style().csp_source)
    return style()


@cache
def guard_script() -> Inline:
    """Give the script that hides our pages in a tab after "leave quickly", without its comments."""
    return _inline(rjsmin.jsmin((STATIC / "js" / "leave" / "guard.js").read_text("utf-8")))


def public_files() -> list[Path]:
    """List the static files that a browser may ask for, in the order of their names."""
    return sorted(
        path for path in STATIC.rglob("*") if path.is_file() and not path.name.endswith(FOR_US)
    )


@cache
def build_id() -> str:
    """Name this state of the files that browsers may get; any change in any of them changes it."""
    digest = hashlib.sha256()
    for path in public_files():
        digest.update(f"{path.relative_to(STATIC).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def asset_url(name: str) -> str:
    """Give the address of a static file, such as `js/check.js`."""
    return url_for("static", build=build_id(), filename=name)


@dataclass(frozen=True, slots=True)
class _File:
    """A static file, ready to be sent."""

    packed: Packed
    mimetype: str


@lru_cache(maxsize=256)
def _read(name: str) -> _File:
    """Read a file once per process; files do not change while a process runs.

    Raises:
        NotFound: there is no such file in the folder, or it is one of `FOR_US`.
    """
    path = safe_join(str(STATIC), name)
    try:
        is_ours = path is not None and Path(path).is_file()
    except OSError:  # the name is too long for the file system
        is_ours = False
    if path is None or not is_ours or path.endswith(FOR_US):
        raise NotFound
    body = Path(path).read_bytes()
    if READABLE.fullmatch(name):
        # Takes out comments and blanks only, so no source map is needed; that saves a third.
        body = rjsmin.jsmin(body.decode(), keep_bang_comments=True).encode()
    codings = ("br",) if Path(path).suffix in COMPRESSIBLE else ()
    mimetype = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return _File(pack(body, codings), mimetype)


def send_static(build: str, filename: str) -> ResponseReturnValue:
    """Send a file of the page; under the address of this build it may be kept for ever."""
    file = _read(filename)
    response = send_packed(file.packed, file.mimetype)
    if build == build_id():
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = A_YEAR
        response.cache_control.immutable = True
    # Under the address of an older build the browser gets the current file, which it must
    # revalidate (no-cache) before it uses the file again.
    return response


def init_app(app: Flask) -> None:
    """Give the templates their styles, the guard and `asset`, and add the route of static files."""
    app.add_url_rule("/static/<build>/<path:filename>", "static", send_static)
    app.jinja_env.globals.update(
        asset=asset_url,
        check_style=partial(_named, check_style),
        faulty_check_style=partial(_named, faulty_check_style),
        guard_script=guard_script,
        help_edit_style=partial(_named, help_edit_style),
        plan_edit_style=partial(_named, plan_edit_style),
        patient_style=partial(_named, patient_style),
        plain_style=partial(_named, plain_style),
        plan_style=partial(_named, plan_style),
        practice_style=partial(_named, practice_style),
        sides_style=partial(_named, sides_style),
        start_style=partial(_named, start_style),
    )
