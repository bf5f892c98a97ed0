"""Whether a practice has every recording that a language of sound needs."""

from functools import cache

from flask import current_app

from pwa.practice.models import Practice
from pwa.voice.core import KEPT_PARTS, Sentence
from pwa.voice.manifest import find_voices
from pwa.voice.sentences import sentences


def is_whole(practice: Practice, language: str) -> bool:
    """Say whether each sentence of the check, of sharing and of the code has a recording."""
    return not count_missing(practice, language)


def count_missing(practice: Practice, language: str) -> int:
    """Count the sentences of the check, of sharing and of the code without a recording.

    Recordings of the practice and of the project count alike; nobody else speaks these languages.
    """
    voices = find_voices(practice, language, current_app.config["VOICE_FOLDER"])
    return sum(voices.find(sentence) is None for sentence in needed(language))


@cache
def needed(language: str) -> tuple[Sentence, ...]:
    """List the sentences without which the language is not offered."""
    return tuple(each for each in sentences(language) if each.part in KEPT_PARTS)
