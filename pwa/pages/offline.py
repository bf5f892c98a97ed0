"""What a phone needs to open without a network: the service worker, its files, and the manifest.

The worker (`static/sw/`) knows no practice. It gets the addresses of this build from here, and the
documents that it keeps from the pages themselves (`static/js/keep.js`).
"""

import json
import re
from functools import cache

from flask import Flask, current_app, url_for
from flask_babel import gettext

from pwa.assets import STATIC, asset_url, build_id
from pwa.locales import LANGUAGES, Language
from pwa.practice.models import Practice

# In the order in which they lean on each other.
WORKER_SCRIPTS = (
    "vendor/workbox/workbox-core.prod.js",
    "vendor/workbox/workbox-routing.prod.js",
    "vendor/workbox/workbox-strategies.prod.js",
    "sw/kept.js",
    "sw/life.js",
    "sw/answer.js",
    "js/keepers.js",
    "js/uidkeys.js",
    "js/sender.js",
    "sw/queue.js",
)
# What the pages begin with that open without a network; what these import comes along.
ENTRIES = (
    "js/selfcheck.js",
    "js/patient.js",
    "js/away.js",
    "js/calendar.js",
    "js/help.js",
    "js/install.js",
    "js/offline.js",
    "js/begun.js",
    "js/ownlead.js",
    "js/ownpage.js",
)
PICTURES = ("img/icon.svg", "img/icons.svg", "img/pictograms.svg")
# (file, size, purpose); the maskable ones may be cut to any shape.
_ICONS = (
    ("icon.svg", "any", "any"),
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable.svg", "any", "maskable"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)
_IMPORT = re.compile(r"""(?:^import|\bfrom|\bimport\()\s*["'](\.[^"']+)["']""", re.MULTILINE)
_PAPER = "#fbf8f3"


def init_app(app: Flask, *, is_on: bool) -> None:
    """Let the pages know whether they may be kept."""
    app.config["KEEPS_OFFLINE"] = is_on
    app.jinja_env.globals["keeps_offline"] = is_on


def build_worker() -> str:
    """Write the service worker; it differs with every build, so browsers take the new one."""
    if not current_app.config["KEEPS_OFFLINE"]:
        return (STATIC / "sw/off.js").read_text("utf-8")
    about = {
        "build": build_id(),
        "files": [asset_url(name) for name in kept_files()],
        "languages": list(LANGUAGES),
    }
    scripts = ", ".join(json.dumps(asset_url(name)) for name in WORKER_SCRIPTS)
    return f"self.gesprek = {json.dumps(about)};\nimportScripts({scripts});\n"


@cache
def kept_files() -> tuple[str, ...]:
    """List the files that the kept pages need: pictures, scripts, and what the scripts import."""
    found: dict[str, None] = {}
    waiting = list(ENTRIES)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            waiting += _imports_of(name)
    return (*sorted(found), *PICTURES)


def _imports_of(name: str) -> list[str]:
    path = STATIC / name
    imports = _IMPORT.findall(path.read_text("utf-8"))
    return [
        (path.parent / other).resolve().relative_to(STATIC.resolve()).as_posix()
        for other in imports
    ]


def build_manifest(practice: Practice, language: Language) -> dict[str, object]:
    """Describe the app for the phone's own screen; a neutral name, because others look at it."""
    name = gettext("My talk")
    return {
        # The same in every language, so that another language does not make a second app.
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
    # An address that stays: with that of a build, phones would think of a new icon at every update.
    return {
        "src": url_for("static", build="app", filename=f"img/{name}"),
        "sizes": sizes,
        "type": "image/svg+xml" if name.endswith(".svg") else "image/png",
        "purpose": purpose,
    }
