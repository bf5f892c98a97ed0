"""What a page shows of voices: whether there is one at all, because no button may do nothing."""

from flask import current_app

from pwa.practice.models import Practice
from pwa.voice.manifest import find_voices


def has_sound(practice: Practice | None, language: str) -> bool:
    """Say whether the server has a voice for a practice in a language.

    Without one an ear shows only on phones that have a voice of their own. A page that is kept for
    everybody (web/page_cache.py) notices new voices when the practice or the program changes.

    Args:
        practice: None on a page of no practice, which has no voices.
    """
    if not isinstance(practice, Practice):
        return False
    voices = find_voices(practice, language, current_app.config["VOICE_FOLDER"])
    return any(voices.by_source.values())
