"""The translated texts of a language, read without an app."""

from functools import cache

from babel.support import NullTranslations, Translations

from pwa.config import TRANSLATIONS


@cache
def catalogue(language: str) -> NullTranslations:
    return Translations.load(TRANSLATIONS, [language])


def dutch(message: str) -> str:
    return str(catalogue("nl").gettext(message))
