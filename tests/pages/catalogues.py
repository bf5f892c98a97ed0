"""The texts of a language without an application."""

from functools import cache

from babel.support import NullTranslations, Translations

from pwa.config import TRANSLATIONS


@cache
def catalogue(language: str) -> NullTranslations:
    return Translations.load(TRANSLATIONS, [language])


def dutch(message: str) -> str:
    return str(catalogue("nl").gettext(message))
