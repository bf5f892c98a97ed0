"""Make the clips of the computer voice: one for each sentence that has none yet."""

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from pwa.voice.clips import Clip, read_clips, write_index
from pwa.voice.core import ID_LENGTH, Sentence
from pwa.voice.espeak import VOICES, check_program, synthesize
from pwa.voice.sentences import sentences
from pwa.voice.sound import cut_silence, write_mp3

_AT_A_TIME = 20


def make_voices(folder: Path, languages: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Make what is missing, and drop the clips of texts that are no more.

    Returns:
        For each language that has a computer voice: its code, how many clips were made, how many there
        are.

    Raises:
        VoiceError: the program of the voice is missing, or failed.
    """
    check_program()
    with ProcessPoolExecutor() as pool:
        for language in languages:
            if language in VOICES:
                made, clips = make_clips(folder, sentences(language), pool)
                yield language, made, len(clips)


def make_clips(
    folder: Path, wanted: Iterable[Sentence], pool: ProcessPoolExecutor
) -> tuple[int, dict[str, Clip]]:
    """Make the clips of one language; gives how many are new, and all of them.

    Raises:
        VoiceError: the program of the voice failed; what was there stays.
    """
    by_id = {sentence.id: sentence for sentence in wanted}
    language = next(iter(by_id.values())).language
    before = read_clips(folder, language)
    missing = [sentence for name, sentence in by_id.items() if name not in before]
    (folder / language).mkdir(parents=True, exist_ok=True)
    new = pool.map(_make_clip, [folder] * len(missing), missing, chunksize=_AT_A_TIME)
    clips = {name: clip for name, clip in before.items() if name in by_id} | dict(new)
    write_index(folder, language, clips)
    # After the index: whoever reads the old one may miss a sound for a moment, never gets a wrong one.
    kept = {clip.file for clip in clips.values()}
    for path in (folder / language).glob("*.mp3"):
        if path.stem not in kept:
            path.unlink()
    return len(missing), clips


def _make_clip(folder: Path, sentence: Sentence) -> tuple[str, Clip]:
    sound = write_mp3(cut_silence(synthesize(sentence.language, spoken(sentence.text))))
    file = hashlib.sha256(sound).hexdigest()[:ID_LENGTH]
    (folder / sentence.language / f"{file}.mp3").write_bytes(sound)
    return sentence.id, Clip(file, len(sound))


def spoken(text: str) -> str:
    """Write a text as the computer's voice reads it best: it would name an arrow, and spell "A" small."""
    return text.replace("→", ", ").replace("…", " ")
