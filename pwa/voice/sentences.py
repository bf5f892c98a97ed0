"""Every text of the patient's side that can be spoken as it stands, in each language.

The texts are those of the catalogues. `i18n/messages.pot` says in which files a text is used, and
the table below which files are the patient's, and where in a visit they are read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from pwa.config import TRANSLATIONS
from pwa.directory.packaged import EXAMPLE, NATIONAL, load_services
from pwa.locales import find_language, written_in
from pwa.voice.alphabet import letters_and_numbers
from pwa.voice.core import Part, Sentence, as_pattern, has_places, split_sentences, spoken_pieces

# Beginnings of paths; the longest that fits decides. None: only staff, or only paper, has it.
_PARTS: Final[dict[str, Part | None]] = {
    "pwa/": None,
    "pwa/directory/": Part.HELP,
    "pwa/directory/exchange/": None,
    "pwa/directory/keeping/": None,
    "pwa/consult/together/view_models.py": Part.REST,
    "pwa/evaluation/": Part.REST,
    "pwa/evaluation/figures/": None,
    "pwa/handover/mine/": Part.PLAN,
    "pwa/handover/view_models.py": Part.PLAN,
    "pwa/meetings/words.py": Part.PLAN,
    "pwa/mine/": Part.REST,
    "pwa/patient/": Part.REST,
    "pwa/plan/": Part.PLAN,
    "pwa/plan/lists.py": None,
    "pwa/plan/own/": None,
    "pwa/plan/words/his.py": None,
    "pwa/progress/": Part.PLAN,
    "pwa/selfcheck/": Part.CHECK,
    "pwa/selfcheck/answers.py": Part.REST,
    "pwa/selfcheck/changes.py": Part.REST,
    # Why something was refused, and the review: both come from the server, so there is a network.
    "pwa/sharing/": Part.REST,
    "pwa/site/": Part.REST,
    "pwa/staff/role_names.py": Part.PLAN,
    "pwa/then_and_now/": Part.REST,
    "pwa/vault/patient/": Part.REST,
    "pwa/voice/": None,
    "pwa/voice/words.py": Part.CHECK,
    "pwa/templates/base_patient.html": Part.CHECK,
    "pwa/templates/conversation/": Part.REST,
    "pwa/templates/conversation/receipt.html": Part.CODE,
    "pwa/templates/conversation/help.html": Part.HELP,
    "pwa/templates/directory/": Part.HELP,
    "pwa/templates/directory/exchange/": None,
    "pwa/templates/directory/keeping/": None,
    "pwa/templates/errors/patient.html": Part.REST,
    "pwa/templates/evaluation/": Part.REST,
    "pwa/templates/evaluation/figures/": None,
    "pwa/templates/handover/_mine.html": Part.PLAN,
    "pwa/templates/handover/_states.html": Part.PLAN,
    "pwa/templates/macros/": Part.CHECK,
    "pwa/templates/macros/plan.html": Part.PLAN,
    "pwa/templates/macros/own.html": Part.REST,
    "pwa/templates/macros/install.html": Part.REST,
    "pwa/templates/meetings/_mine.html": Part.PLAN,
    "pwa/templates/plan/": Part.PLAN,
    "pwa/templates/progress/": Part.PLAN,
    "pwa/templates/record/": Part.REST,
    "pwa/templates/selfcheck/": Part.CHECK,
    "pwa/templates/selfcheck/_closing.html": Part.SHARE,
    "pwa/templates/selfcheck/_consent.html": Part.SHARE,
    "pwa/templates/selfcheck/_last_step.html": Part.SHARE,
    "pwa/templates/selfcheck/_sending.html": Part.SHARE,
    "pwa/templates/selfcheck/_ticks.html": Part.SHARE,
    "pwa/templates/site/": Part.REST,
    "pwa/templates/site/by_ear.html": Part.CHECK,
    "pwa/templates/then_and_now/": Part.REST,
}
# Among these is every plural form: Arabic has one of its own for 3-10, 11-99 and 100.
_NUMBERS: Final = range(101)
_ORDER: Final = {part: number for number, part in enumerate(Part)}
_PREFIXES: Final = sorted(_PARTS, key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class _Source:
    """A text of the catalogues, in English, and where it is first read."""

    forms: tuple[str, ...]
    context: str | None
    part: Part


def part_of(path: str) -> Part | None:
    """Say where the texts of a file are read; None when no patient hears them."""
    return _PARTS[next(prefix for prefix in _PREFIXES if path.startswith(prefix))]


@cache
def sentences(language: str) -> tuple[Sentence, ...]:
    """List what can be said as it stands, each text once, in the order of the parts.

    Texts with open places stand there in their fixed pieces.
    """
    first: dict[str, Part] = {}
    for text, part in _all_texts(language):
        for piece in spoken_pieces(text):
            first[piece] = min(part, first.get(piece, part), key=_ORDER.__getitem__)
    ordered = sorted(first.items(), key=lambda item: _ORDER[item[1]])
    return tuple(Sentence(language, text, part) for text, part in ordered)


@cache
def patterns(language: str) -> tuple[str, ...]:
    """List the sentences with open places, each place as `{}`, those with most fixed text first."""
    parts = (part for text, _ in _all_texts(language) for part in split_sentences(text))
    texts = {as_pattern(part) for part in parts if has_places(part)}
    spoken = (text for text in texts if spoken_pieces(text))
    return tuple(sorted(spoken, key=lambda text: (-len("".join(spoken_pieces(text))), text)))


def translate(language: str, text: str) -> str:
    """Give a text of the catalogues in a language."""
    return str(_catalogue(written_in(language)).gettext(text))


@cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(str(TRANSLATIONS), [language])


def _all_texts(language: str) -> Iterator[tuple[str, Part]]:
    written = written_in(language)
    catalogue = _catalogue(written)
    for source in _sources():
        for text in _translations(catalogue, source):
            yield text, source.part
    if own := find_language(language):
        yield own.own_name, Part.CHECK  # on the button that opens the menu of languages
    yield from letters_and_numbers(language)
    for name in (NATIONAL, EXAMPLE):
        for service in load_services(name):
            for texts in (service.what, service.audience, service.fees):
                if written in texts:
                    yield texts[written], Part.HELP


def _translations(catalogue: NullTranslations, source: _Source) -> set[str]:
    """Give a text in the language of a catalogue, in all its plural forms."""
    if len(source.forms) > 1:
        one, many = source.forms
        return {catalogue.ngettext(one, many, number) for number in _NUMBERS}
    if source.context is not None:
        return {str(catalogue.pgettext(source.context, source.forms[0]))}
    return {catalogue.gettext(source.forms[0])}


@cache
def _sources() -> tuple[_Source, ...]:
    with (TRANSLATIONS / "messages.pot").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    found = ((message, _first_part(message)) for message in messages)
    return tuple(
        _Source(_forms(message.id), message.context, part)
        for message, part in found
        if part is not None
    )


def _first_part(message: Message) -> Part | None:
    parts = [part for path, _ in message.locations if (part := part_of(path)) is not None]
    return min(parts, key=_ORDER.__getitem__, default=None)


def _forms(texts: object) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(map(str, texts))  # type: ignore[call-overload]
