"""The languages in which an interpreter may be asked for."""

from babel import Locale

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
}


def interpreter_languages(language: str) -> list[Option]:
    """List the languages in the order of their names in a language."""
    names = [Option(code, name_of_language(code, language) or code) for code in CODES]
    return sorted(names, key=lambda option: option.text.casefold())


def name_of_language(code: str, language: str) -> str | None:
    """Name a language in another one; None when the code is not in the list."""
    if code not in CODES:
        return None
    if code == "zgh" and language in _TAMAZIGHT:
        return _TAMAZIGHT[language]
    if code == "prs":  # Dari, which CLDR knows as the Persian of Afghanistan
        code = "fa_AF"
    return Locale.parse(language).languages.get(code)
