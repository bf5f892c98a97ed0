"""Sound files: one that is only looked for, and those of a whole language."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from flask import Flask

from pwa.voice.clips import Clip, write_index
from pwa.voice.core import KEPT_PARTS, sentence_id
from pwa.voice.making import make_clips
from pwa.voice.sentences import sentences

FILE = "0123456789abcdef"
# Whether all that is heard until the code is on the phone: as many files as the list of voices names. Of texts that differ in
# a capital only, the phone uses the last.
KEPT = """
async (address) => {
  const cache = await caches.open("gesprek-voice");
  const list = await cache.match(address);
  if (!list) return false;
  const { texts, language } = await list.json();
  const rows = Object.entries(texts).filter(([, row]) => row[3]);
  const wanted = new Set(new Map(rows.map(([text, [file]]) => [text.toLocaleLowerCase(language), file])).values()).size;
  const kept = (await cache.keys()).filter(({ url }) => url.endsWith(".mp3")).length;
  return wanted > 100 && kept >= wanted;
}
"""


def put_clip(app: Flask, text: str = "Pijn", language: str = "nl") -> dict[str, object]:
    """Put a clip of the computer voice into the folder; gives the values of its address."""
    folder: Path = app.config["VOICE_FOLDER"]
    (folder / language).mkdir(parents=True, exist_ok=True)
    (folder / language / f"{FILE}.mp3").write_bytes(b"ID3 of no sound")
    write_index(folder, language, {sentence_id(language, text): Clip(FILE, 15)})
    return {"language": language, "file": FILE}


def make_voice(folder: Path, language: str) -> None:
    """Let the computer's voice say all that is heard until the code, half a minute of work."""
    wanted = [each for each in sentences(language) if each.part in KEPT_PARTS]
    with ProcessPoolExecutor() as pool:
        make_clips(folder, wanted, pool)
