"""Sound files for tests that only ask whether they are found."""

from pathlib import Path

from flask import Flask

from pwa.voice.clips import Clip, write_index
from pwa.voice.core import sentence_id

FILE = "0123456789abcdef"


def put_clip(app: Flask, text: str = "Pijn", language: str = "nl") -> dict[str, object]:
    """Put a clip of the computer voice into the folder; gives the values of its address."""
    folder: Path = app.config["VOICE_FOLDER"]
    (folder / language).mkdir(parents=True, exist_ok=True)
    (folder / language / f"{FILE}.mp3").write_bytes(b"ID3 of no sound")
    write_index(folder, language, {sentence_id(language, text): Clip(FILE, 15)})
    return {"language": language, "file": FILE}
