"""Zips with recordings as practices share them, and files that only look like them."""

import io
import json
import stat
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pwa.voice.recordings.service import file_id
from pwa.voice.recordings.sound.process import read_recording
from pwa.voice.sentences import sentences
from tests.inputs.recordings import a_recording, encode, voice

SPEAKER = {
    "id": "a",
    "name": "Samira",
    "agreed_words": "Andere praktijken mogen mijn opnames ook gebruiken.",
    "agreed_on": "2026-11-30",
    "may_share": True,
}


@lru_cache
def an_mp3() -> bytes:
    return read_recording(a_recording()).mp3


def text_of(number: int, language: str = "nl") -> str:
    return sentences(language)[number].text


def manifest(*texts: str, **changed: Any) -> dict[str, Any]:
    """Write what recordings.json says, with the same sound for every text."""
    name = file_id(an_mp3())
    return {
        "format": "mijn-gesprek-recordings",
        "version": 1,
        "language": "nl",
        "practice": "De andere praktijk",
        "speakers": [SPEAKER],
        "recordings": [{"text": text, "file": name, "speaker": "a"} for text in texts],
        **changed,
    }


def pack(
    said: Mapping[str, Any] | bytes | None = None, files: Mapping[str, bytes] | None = None
) -> bytes:
    """Make a zip of a manifest and files beside it."""
    said = manifest(text_of(0)) if said is None else said
    files = {f"{file_id(an_mp3())}.mp3": an_mp3()} if files is None else files
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("recordings.json", said if isinstance(said, bytes) else json.dumps(said))
        for name, data in files.items():
            zipped.writestr(name, data)
    return written.getvalue()


def _with_sound(data: bytes) -> bytes:
    return pack(files={f"{file_id(an_mp3())}.mp3": data})


def _link() -> bytes:
    entry = zipfile.ZipInfo("0123456789abcdef.mp3")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as zipped:
        zipped.writestr("recordings.json", "{}")
        zipped.writestr(entry, "/etc/passwd")
    return written.getvalue()


def _stereo() -> bytes:
    return encode(voice(1), "mp3", "libmp3lame", layout="stereo")


def _long() -> bytes:
    return an_mp3() * 51


@dataclass(frozen=True)
class HostileZip:
    """A file that is no zip with recordings.

    Attributes:
        refused: a part of the reason that is given.
    """

    name: str
    make: Callable[[], bytes]
    refused: str


_NO, _BROKEN, _SOUND = "no file with recordings", "damaged", "none that we play"
HOSTILE_ZIPS = (
    HostileZip("nothing", lambda: b"", "Choose a file"),
    HostileZip("21 MB", lambda: b"PK" + bytes(20_000_000), "bigger than 20 MB"),
    HostileZip("text", lambda: b"Heeft u hier last van?", _NO),
    HostileZip("no manifest", lambda: _only("a.mp3", b"x"), _NO),
    HostileZip("cut off", lambda: pack()[:-40], _BROKEN),
    HostileZip("a bomb", lambda: pack(files={"0123456789abcdef.mp3": bytes(90_000_000)}), _BROKEN),
    HostileZip("a manifest of 30 MB", lambda: pack(b'{"a":"' + b"x" * 30_000_000), _BROKEN),
    HostileZip("a path", lambda: pack(files={"../../x.mp3": an_mp3()}), _BROKEN),
    HostileZip("a link", _link, _BROKEN),
    HostileZip("6,000 files", lambda: pack(files={f"{n}.mp3": b"" for n in range(6_000)}), _BROKEN),
    HostileZip("no JSON", lambda: pack(b"recordings"), _NO),
    HostileZip("deep JSON", lambda: pack(b"[" * 100_000), _NO),
    HostileZip("another shape", lambda: pack(manifest(extra=1)), _NO),
    HostileZip("another format", lambda: pack(manifest(format="zip")), _NO),
    HostileZip(
        "no consent",
        lambda: pack(manifest(speakers=[{**SPEAKER, "may_share": False}])),
        "did not agree",
    ),
    HostileZip("an unknown speaker", lambda: pack(manifest(text_of(0), speakers=[])), _BROKEN),
    HostileZip("a missing sound", lambda: pack(files={}), _BROKEN),
    HostileZip("a name that leads away", lambda: pack(_named("../recordings")), _BROKEN),
    HostileZip(
        "html as sound", lambda: _with_sound(b"<!doctype html><script>alert(1)</script>"), _SOUND
    ),
    HostileZip("webm as sound", lambda: _with_sound(a_recording()), _SOUND),
    HostileZip("stereo", lambda: _with_sound(_stereo()), _SOUND),
    HostileZip("more than a minute", lambda: _with_sound(_long()), _SOUND),
    HostileZip(
        "a playlist as sound", lambda: _with_sound(b"#EXTM3U\nfile:///etc/passwd\n"), _SOUND
    ),
    HostileZip("a zip in a zip", lambda: _with_sound(pack()), _SOUND),
)


def _only(name: str, data: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as zipped:
        zipped.writestr(name, data)
    return written.getvalue()


def _named(name: str) -> dict[str, Any]:
    rows = [{"text": text_of(0), "file": name, "speaker": "a"}]
    return manifest(recordings=rows)
