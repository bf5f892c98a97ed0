"""What a phone needs to open without a network: the service worker, its files, and the manifest.

The worker (`static/sw/`) knows no practice. It gets the addresses of this build from here; the
pages tell it which documents to keep (`static/js/pages/keep.js`).
"""

import json
import posixpath
import re
from collections.abc import Collection
from functools import cache

import rjsmin
from flask import Flask, current_app, url_for
from flask_babel import gettext

from pwa.locales import LANGUAGES, SOUNDS, Language
from pwa.practice.models import Practice
from pwa.web.assets import STATIC, asset_url, build_id
from pwa.web.packed import Packed, pack

# Scripts that pages run as well, each after those it uses. The browser has them cached when it
# installs the worker, which therefore imports them by their addresses.
SHARED_SCRIPTS = ("js/device/clock.js",)
# Scripts that no browser has cached by then, each after those it uses, so they are sent inside
# `sw.js`.
WORKER_SCRIPTS = (
    "js/send/stores.js",
    "js/send/proof.js",
    "js/send/tries.js",
    "js/send/sender.js",
    "vendor/workbox/workbox-core.prod.js",
    "vendor/workbox/workbox-routing.prod.js",
    "vendor/workbox/workbox-strategies.prod.js",
    "sw/left.js",
    "sw/kept.js",
    "sw/help.js",
    "sw/life.js",
    "sw/answer.js",
    "sw/queue.js",
)
# The entry scripts of the pages that open without a network; phones keep their imports too.
ENTRIES = (
    "js/check/selfcheck.js",
    "js/pages/patient.js",
    "js/leave/away.js",
    "js/pages/calendar.js",
    "js/pages/help.js",
    "js/pages/install.js",
    "js/pages/offline.js",
    "js/draft/choose.js",
    "js/own/lead.js",
    "js/own/page.js",
)
# What finds help in the list that a phone keeps: kept with that list (sw/help.js), and only then.
HELP_ENTRY = "js/pages/help_find.js"
# Reads the pages aloud; whoever listens keeps it with its voices (js/voice/ear_words.js).
EAR_ENTRY = "js/voice/door.js"
# What completes the copy of a plan: an own phone keeps it (js/own/apart.js), and the worker then takes it along to a newer
# build (sw/kept.js).
OWN_ENTRY = "js/own/whole.js"
OWN_SHEETS = ("css/patient/plan.css", "css/patient/sides.css")
# What few people choose: loaded and kept when it is chosen (js/under/pages.js).
CHOSEN_ENTRY = "js/under/under.js"
_APART = {HELP_ENTRY, EAR_ENTRY, OWN_ENTRY, CHOSEN_ENTRY}
PICTURES = ("img/icon.svg", "img/icons.svg", "img/pictograms.svg")
# (file, size, purpose); the maskable ones may be cut to any shape.
_ICONS = (
    ("icon.svg", "any", "any"),
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable.svg", "any", "maskable"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_IMPORT = re.compile(r"""(?:^import|\bfrom|\bimport\()\s*["'](\.[^"']+)["']""", re.MULTILINE)
_STATIC_IMPORT = re.compile(r"""(?:^import|\bfrom)\s*["'](\.[^"']+)["']""", re.MULTILINE)
# Entry scripts of the self-check page, cached by the browser when it installs the worker.
_AT_ONCE = ("js/check/selfcheck.js", "js/pages/patient.js", "js/pages/keep.js")
_PAPER = "#fbf8f3"


def init_app(app: Flask, *, is_on: bool) -> None:
    """Tell the app and the templates whether phones may keep pages for use offline."""
    app.config["KEEPS_OFFLINE"] = is_on
    app.jinja_env.globals["keeps_offline"] = is_on


def build_worker() -> Packed:
    """Give the service worker; it differs with every build, so browsers take the new one."""
    return _pack_worker(is_on=current_app.config["KEEPS_OFFLINE"])


@cache
def _pack_worker(*, is_on: bool) -> Packed:
    if not is_on:
        return pack((STATIC / "sw/off.js").read_bytes())
    at_once = _closure(_AT_ONCE, _STATIC_IMPORT)
    files = offline_files()
    about = {
        "build": build_id(),
        "files": [asset_url(name) for name in files if name in at_once or name in PICTURES],
        "help": [asset_url(name) for name in help_files()],
        "own": [asset_url(name) for name in own_files()],
        "languages": [*LANGUAGES, *SOUNDS],
    }
    # No browser has these cached. Inside this script they compress to two thirds, with no request each.
    late = [name for name in files if name not in at_once and name not in PICTURES]
    texts = ",".join(f"{json.dumps(asset_url(name))}:{_quote(_script(name))}" for name in late)
    shared = ",".join(json.dumps(asset_url(name)) for name in SHARED_SCRIPTS)
    first = [
        f"self.gesprek={json.dumps(about)};",
        f"self.gesprek.late={{{texts}}};",
        f"importScripts({shared});",
    ]
    return pack("\n".join([*first, *map(_script, WORKER_SCRIPTS)]).encode())


def _quote(text: str) -> str:
    """Write a text as a template literal: as JSON, with each quote escaped, it would compress worse."""
    return "`" + re.sub(r"[\\`]|\$(?=\{)", r"\\\g<0>", text) + "`"


def _script(name: str) -> str:
    text = (STATIC / name).read_text("utf-8")
    # Workbox comes minified.
    return text if name.startswith("vendor/") else rjsmin.jsmin(text)


@cache
def offline_files() -> tuple[str, ...]:
    """List the files that the kept pages need: pictures, scripts, and what the scripts import."""
    return (*sorted(_closure(ENTRIES, _IMPORT)), *PICTURES)


@cache
def help_files() -> tuple[str, ...]:
    """List the scripts that find help in the kept list, beside those of `offline_files`."""
    return tuple(sorted({HELP_ENTRY, *_closure([HELP_ENTRY], _IMPORT)} - set(offline_files())))


@cache
def own_files() -> tuple[str, ...]:
    """List the files that only an own phone keeps, beside those of `offline_files`."""
    return (*sorted(_closure([OWN_ENTRY], _IMPORT) - set(offline_files())), *OWN_SHEETS)


def _closure(entries: Collection[str], imports: re.Pattern[str]) -> set[str]:
    """Find scripts with all that they import, directly or indirectly.

    Those of `_APART` come along only when they are asked for.
    """
    found = set[str]()
    waiting = list(entries)
    while waiting:
        name = waiting.pop()
        if name not in found and (name not in _APART or name in entries):
            found.add(name)
            path = STATIC / name
            # In comments stand types: import("./stores.js").Sending
            others = imports.findall(_COMMENT.sub("", path.read_text("utf-8")))
            waiting += [posixpath.normpath(posixpath.join(name, "..", other)) for other in others]
    return found


def build_manifest(practice: Practice, language: Language) -> dict[str, object]:
    """Give the web app manifest; its name is neutral, because others see a phone's home screen."""
    name = gettext("My talk")
    return {
        # The same id in every language, or each language would be installed as an app of its own.
        "id": f"/p/{practice.slug}",
        "name": name,
        "short_name": name,
        "lang": language.code,
        "dir": language.direction,
        "start_url": url_for("selfcheck.start", lang=language.code, slug=practice.slug),
        "scope": "/",
        "display": "standalone",
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": [_icon(*icon) for icon in _ICONS],
    }


def _icon(name: str, sizes: str, purpose: str) -> dict[str, str]:
    # An address without the build's name, or phones would see a new icon at every update.
    return {
        "src": url_for("static", build="app", filename=f"img/{name}"),
        "sizes": sizes,
        "type": "image/svg+xml" if name.endswith(".svg") else "image/png",
        "purpose": purpose,
    }
