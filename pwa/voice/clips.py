"""The folder of the computer voice's clips: one MP3 file for each sentence and language.

`flask voices make` (commands/) writes it:

    <folder>/<language>/index.json       sentence id to [file id, bytes]
    <folder>/<language>/<file id>.mp3    the file id is made from the sound, so it never changes
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

INDEX: Final = "index.json"
FILE_ID: Final = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Clip:
    """A sound file: its id, and how many bytes it has."""

    file: str
    size: int


def read_clips(folder: Path, language: str) -> Mapping[str, Clip]:
    """Give sentence id to clip of a language; nothing when no clips were made for it."""
    index = folder / language / INDEX
    try:
        changed_at = index.stat().st_mtime_ns
    except FileNotFoundError:
        return {}
    return _read_index(index, changed_at)


@lru_cache(maxsize=64)
def _read_index(index: Path, _changed_at: int) -> Mapping[str, Clip]:
    rows = json.loads(index.read_text("utf-8"))
    return {name: Clip(file, size) for name, (file, size) in rows.items()}


def write_index(folder: Path, language: str, clips: Mapping[str, Clip]) -> None:
    """Write which clips there are; whoever reads meanwhile gets the old list or the new one."""
    index = folder / language / INDEX
    new = index.with_suffix(".new")
    new.write_text(json.dumps({name: (clip.file, clip.size) for name, clip in clips.items()}))
    new.replace(index)


def find_file(folder: Path, language: str, file: str) -> Path | None:
    """Find a sound file; None when there is none of that name, or the name is none of ours.

    Args:
        language: a code of ours.
        file: straight from an address; nothing in it is trusted.
    """
    path = folder / language / f"{file}.mp3"
    return path if FILE_ID.fullmatch(file) and path.is_file() else None
