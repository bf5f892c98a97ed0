"""Texts about help that exist in every language: for whom, what it costs; and languages to choose.

A member of the practice chooses them by a press, so nobody has to translate them. They are stored
as texts of the service, one for each language, so that they are exported too.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pwa.directory.hsds import FALLBACK, Texts
from pwa.locales import LANGUAGES
from pwa.text import N_

# Gives a source text in a language, by its code.
Words = Callable[[str, str], str]

# Stands between texts that were chosen and typed.
BETWEEN: Final = " · "


@dataclass(frozen=True, slots=True)
class ReadyText:
    """A text that can be chosen, by its code."""

    code: str
    text: str


AUDIENCES: Final = (
    ReadyText("everybody", N_("For everyone")),
    ReadyText("women", N_("For women")),
    ReadyText("men", N_("For men")),
    ReadyText("carers", N_("For people who care for someone")),
    ReadyText("parents", N_("For parents")),
    ReadyText("children", N_("For children")),
    ReadyText("young", N_("For young people")),
    ReadyText("adults", N_("For adults")),
    # Translators: for people who are 55 years old or older
    ReadyText("older", N_("For people of 55 and over")),
)
# Translators: help that costs nothing
FREE: Final = ReadyText("free", N_("Free"))
# Translators: of help nearby, when the practice does not know the price
PAID: Final = ReadyText("paid", N_("This costs money. Ask how much."))
COSTS: Final = (FREE, PAID)

# Spoken most in large Dutch cities, most of all first.
SPOKEN: Final = (
    "nl", "ar", "tr", "en", "zgh", "pl", "uk", "so",
    "ti", "fa", "ps", "ku", "am", "es", "fr", "pt", "pap", "srn",
    "ro", "bg", "hu", "ru", "de", "zh", "hi", "ur", "vi", "sq", "bs",
)  # fmt: skip


def join_texts(
    codes: Sequence[str], own: Texts, offered: Iterable[ReadyText], words: Words
) -> Texts:
    """Put chosen texts and own words together, for each language.

    A language without the own words is left out, so that nothing is half translated.

    Args:
        own: language to own words.
    """
    chosen = [each.text for each in offered if each.code in codes]
    texts = {}
    for language in LANGUAGES:
        if own.get(FALLBACK) and not own.get(language):
            continue
        parts = [words(text, language) for text in chosen] + [own.get(language, "")]
        if whole := BETWEEN.join(filter(None, parts)):
            texts[language] = whole
    return texts


def split_texts(
    texts: Texts, offered: Sequence[ReadyText], words: Words
) -> tuple[tuple[str, ...], Texts]:
    """Take apart what `join_texts` put together: the codes, and the own words of each language.

    Texts that were not made so are own words as a whole. A language may be missing: it came to the
    application after the texts were saved.
    """
    codes = tuple(
        each.code
        for each in offered
        if words(each.text, FALLBACK) in texts.get(FALLBACK, "").split(BETWEEN)
    )
    rests = {code: _rest(text, code, codes, offered, words) for code, text in texts.items()}
    own = {code: rest for code, rest in rests.items() if rest}
    is_whole = texts.keys() <= LANGUAGES.keys()
    joined = join_texts(codes, own, offered, words)
    if codes and is_whole and {code: joined.get(code) for code in texts} == dict(texts):
        return codes, own
    return (), texts


def _rest(
    text: str, language: str, codes: Iterable[str], offered: Iterable[ReadyText], words: Words
) -> str:
    chosen = [words(each.text, language) for each in offered if each.code in codes]
    return BETWEEN.join(part for part in text.split(BETWEEN) if part not in chosen)
