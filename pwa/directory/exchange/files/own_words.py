"""Our topics by the names that people know them by."""

import gettext
from functools import cache
from pathlib import Path
from typing import Final

from pwa.directory.topics import TOPIC_BY_CODE
from pwa.locales import PRACTICE_LANGUAGE
from pwa.typed.folding import fold

# The same folder as in pwa/config.py, which would load half the application into the child.
TRANSLATIONS: Final = Path(__file__).resolve().parents[4] / "i18n"


@cache
def _codes() -> dict[str, str]:
    """List the names of topics, folded, in Dutch and in English, and their codes."""
    # The fallback is for catalogues that are not compiled: English alone.
    dutch = gettext.translation(
        "messages", TRANSLATIONS, [PRACTICE_LANGUAGE.code], fallback=True
    ).gettext
    return {
        fold(name): topic.code
        for topic in TOPIC_BY_CODE.values()
        for name in (topic.code, topic.short, dutch(topic.short))
    }


def find_topic_code(name: str) -> str | None:
    """Find a topic by its Dutch or English name, or its code."""
    return _codes().get(fold(name))


def load_words() -> None:
    """Read the catalogue now, while files can be opened."""
    _codes()
