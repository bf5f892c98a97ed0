"""In which languages a help service can be read, which are missing, and which may not fit any more."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from pwa.directory.hsds import FALLBACK, HelpService
from pwa.directory.keeping.editing.core import LONGEST
from pwa.directory.keeping.editing.rules import directions_of
from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE, Language


@dataclass(frozen=True, slots=True)
class Translated:
    """Whether patients read a service in a language.

    Attributes:
        is_ready: every text exists in it; else the phone shows Dutch.
        fields: name and most characters of the fields in which it is written.
    """

    language: Language
    is_ready: bool
    fields: Mapping[str, int]


def find_translated(service: HelpService) -> list[Translated]:
    """List the languages other than Dutch, with whether the service can be read in them."""
    return [
        Translated(
            language,
            service.language_for(code) == code,
            {f"{name}-{code}": longest for name, longest in LONGEST.items()},
        )
        for code, language in LANGUAGES.items()
        if language != PRACTICE_LANGUAGE
    ]


def say_translated(service: HelpService, saved: HelpService) -> list[str]:
    """Say in words which languages are ready, which are missing, and which may not fit any more.

    Args:
        saved: before it was edited.
    """
    if not any(service.what.values()):
        return []
    states = find_translated(service)
    ready, missing = (
        [each.language.dutch_name for each in states if each.is_ready is wanted]
        for wanted in (True, False)
    )
    said = []
    if ready:
        # Translators: names of languages in which a help option can be read
        said.append(gettext("Ready: %(languages)s", languages=", ".join(ready)))
    if missing:
        said.append(
            # Translators: names of languages in which a help option cannot be read
            gettext(
                "Missing: %(languages)s. There the phone shows Dutch.", languages=", ".join(missing)
            )
        )
    if behind := [LANGUAGES[code].dutch_name for code in find_behind(service, saved)]:
        said.append(
            # Translators: names of languages; the Dutch text of a help option was changed
            gettext(
                "You changed the Dutch. Is it still right in: %(languages)s?",
                languages=", ".join(behind),
            )
        )
    return said


def find_behind(service: HelpService, saved: HelpService) -> list[str]:
    """Find the languages in which a text is as before, though its Dutch was changed."""
    pairs = [
        (service.what, saved.what),
        (service.audience, saved.audience),
        (service.fees, saved.fees),
        (directions_of(service), directions_of(saved)),
    ]
    changed = [(now, was) for now, was in pairs if was and now.get(FALLBACK) != was.get(FALLBACK)]
    return [
        code
        for code in LANGUAGES
        if code != FALLBACK
        and any(now.get(code) and now.get(code) == was.get(code) for now, was in changed)
    ]
