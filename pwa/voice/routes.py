"""Sound of the patient's pages: which text has which file, and the files.

Both are the same for everybody: they take no cookie, and say nothing about who listens.
"""

from pathlib import Path

from flask import Blueprint, Response, abort, current_app
from flask.typing import ResponseReturnValue

from pwa.locales import find_language
from pwa.practice.address import get_practice_or_404
from pwa.voice.clips import find_file
from pwa.voice.manifest import find_voices, write_manifest
from pwa.voice.recordings.exchange.project import project_folder
from pwa.voice.recordings.service import read_file
from pwa.web.assets import A_YEAR
from pwa.web.extensions import db
from pwa.web.http import get_language_or_404
from pwa.web.packed import pack, send_packed

bp = Blueprint("voice", __name__)
# As of the bundle of documents (site/offline_bundle.py).
_QUALITY = 5


@bp.get("/<lang>/voice/<slug>")
def manifest(lang: str, slug: str) -> ResponseReturnValue:
    """Learn which texts of a practice can be heard in a language, and from which files."""
    language = get_language_or_404(lang)
    practice = get_practice_or_404(slug)
    text = write_manifest(find_voices(practice, language.code, _folder()))
    return send_packed(pack(text.encode(), quality=_QUALITY), "application/json")


@bp.get("/voice/<slug>/<language>/<file>.mp3")
def sound(slug: str, language: str, file: str) -> ResponseReturnValue:
    """Hear a sentence; the file of an id never changes, so a phone may keep it for ever."""
    practice, code = get_practice_or_404(slug), (find_language(language) or abort(404)).code
    # As a whole, at most 20 kB: a script fetches it, and asks for no ranges.
    found = read_file(db.session(), practice.id, code, file) or _read_clip(code, file)
    response = Response(found or abort(404), mimetype="audio/mpeg")
    response.cache_control.public = True
    response.cache_control.max_age = A_YEAR
    response.cache_control.immutable = True
    return response


def _read_clip(language: str, file: str) -> bytes | None:
    folders = project_folder(_folder()), _folder()
    found = (path for folder in folders if (path := find_file(folder, language, file)))
    return next((path.read_bytes() for path in found), None)


def _folder() -> Path:
    folder: Path = current_app.config["VOICE_FOLDER"]
    return folder
