"""The computer's voice: espeak-ng says a text.

It is a program and not a library: it is under GPL-3, and only the sound that it makes is used.
"""

import shutil
import subprocess
from array import array
from typing import Final

from pwa.voice.sound import RATE

PROGRAM: Final = "espeak-ng"
# Codes of our languages to espeak-ng's names of its voices.
VOICES: Final = {
    "nl": "nl",
    "en": "en-gb",
    "tr": "tr",
    "ar": "ar",
    "pl": "pl",
    "uk": "uk",
    "es": "es",
    "fr": "fr-fr",
    "fa": "fa",
}
# Slower than its own 175 words a minute, for people who listen through a small phone. Written without
# vowels, a word has fewer letters than the program reckons with, and comes out slower than asked for.
_WORDS_A_MINUTE: Final = 155
_WITHOUT_VOWELS: Final = {"ar": 190, "fa": 190}
_LOUDNESS: Final = "120"  # of 200; the same for every sentence
_HEADER_BYTES: Final = 44
_PATIENCE_S: Final = 60


class VoiceError(RuntimeError):
    """The computer's voice cannot speak here; the message says what to do."""


def check_program() -> None:
    """Make sure that the program is there.

    Raises:
        VoiceError: it is not.
    """
    if shutil.which(PROGRAM) is None:
        raise VoiceError(f"{PROGRAM} is missing. On Debian: apt-get install {PROGRAM}")


def synthesize(language: str, text: str) -> "array[int]":
    """Let the computer's voice say a text.

    Args:
        language: a key of `VOICES`.

    Returns:
        Samples of 16 bits, mono, `RATE` a second.

    Raises:
        VoiceError: the program failed.
    """
    speed = str(_WITHOUT_VOWELS.get(language, _WORDS_A_MINUTE))
    words = ["-v", VOICES[language], "-s", speed, "-a", _LOUDNESS, "-b", "1", "--stdout"]
    # The text comes by standard input, so that one that begins with a dash is no option.
    done = subprocess.run(  # noqa: S603
        [PROGRAM, *words, "--stdin"],
        input=text.encode(),
        capture_output=True,
        timeout=_PATIENCE_S,
        check=False,
    )
    sound = done.stdout[_HEADER_BYTES:]
    if done.returncode != 0 or not sound:
        raise VoiceError(
            f"{PROGRAM} said nothing in {language} for {text!r}: {done.stderr.decode()}"
        )
    rate = int.from_bytes(done.stdout[24:28], "little")
    if rate != RATE:
        raise VoiceError(f"{PROGRAM} speaks at {rate} Hz, and not at {RATE}.")
    return array("h", sound[: len(sound) // 2 * 2])
