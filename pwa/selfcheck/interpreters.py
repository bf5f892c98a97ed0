"""The languages in which an interpreter may be asked for."""

from unicodedata import normalize

from pwa.locales import PRACTICE_LANGUAGE, SOUNDS, locale_of, written_in
from pwa.selfcheck.questions import Option

# Those spoken most by patients of practices in large Dutch cities; own words are taken as well.
CODES = (
    "ar", "zgh", "tr", "ti", "so", "am", "fa", "prs", "ps", "ku", "uk", "ru", "pl", "bg", "ro", "hu",
    "es", "pt", "pap", "en", "fr", "zh", "hi", "ur",
)  # fmt: skip

# CLDR's name of `zgh` is that of the written standard, which no patient would look for.
_TAMAZIGHT = {
    "nl": "Berbers (Tamazight)",
    "en": "Berber (Tamazight)",
    "tr": "Berberice (Tamazight)",
    "ar": "الأمازيغية",
    "es": "Bereber (tamazight)",
    "fr": "Berbère (tamazight)",
    "pl": "berberyjski (tamazight)",
    "fa": "بربری (آمازیغی)",
    "uk": "берберська (тамазігхт)",
}


# The alphabet of a language in which letters with a mark are letters of their own.
_ALPHABETS = {
    "tr": "abcçdefgğhıijklmnoöpqrsştuüvwxyz",
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
    "fa": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}


def interpreter_languages(language: str) -> list[Option]:
    """List the languages in the order of their names in a language, as its dictionaries have it.

    A language that is only heard is in the list of its own pages, and in no other.
    """
    codes = (*CODES, language) if language in SOUNDS else CODES
    names = [Option(code, name_of_language(code, language) or code) for code in codes]
    return sorted(names, key=lambda option: _place(option.text, language))


def _place(text: str, language: str) -> list[int]:
    """Give a key to sort by: the places of the letters in the alphabet.

    Elsewhere a letter with a mark stands where the letter itself does: ö as o, آ as ا.
    """
    alphabet = _ALPHABETS.get(language, "")
    small = text.replace("İ", "i").replace("I", "ı") if language == "tr" else text
    if alphabet:
        return [_letter(alphabet, sign) for sign in small.lower()]
    return [ord(normalize("NFKD", sign)[0]) for sign in small.casefold()]


def _letter(alphabet: str, sign: str) -> int:
    place = alphabet.find(sign)
    # Blanks and brackets come before all letters.
    return place + 1 if place >= 0 else 0


def name_for_practice(language: str | None) -> str | None:
    """Give the Dutch name of an interpreter's language, or own words; empty and None as they are."""
    return language and (name_of_language(language, PRACTICE_LANGUAGE.code) or language)


def name_of_language(code: str, language: str) -> str | None:
    """Name a language in another one; None when the code is not in the list."""
    if code in SOUNDS:
        return SOUNDS[code].dutch_name
    if code not in CODES:
        return None
    language = written_in(language)
    if code == "zgh" and language in _TAMAZIGHT:
        return _TAMAZIGHT[language]
    if code == "prs":  # Dari, which CLDR knows as the Persian of Afghanistan
        code = "fa_AF"
    return locale_of(language).languages.get(code)
