"""What a password has to be: long, not common, and not about its owner.

Nothing asks for capitals or signs, because those make passwords that people write down.

Source: OWASP ASVS 5.0, 6.2.1, 6.2.4, 6.2.5, 6.2.9 and 6.2.11; NIST SP 800-63B-4, 3.1.1.2.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

from flask_babel import gettext

from pwa.account.core import MAX_PASSWORD_CHARACTERS, MIN_PASSWORD_CHARACTERS

_LIST = Path(__file__).parent / "data" / "common_passwords.txt"
_LEAST_DIFFERENT_CHARACTERS = 5
# Shorter parts of a name occur in too many words to be refused.
_LEAST_LETTERS_OF_A_NAME = 4
# Words of many e-mail addresses and practice names: a password may contain them.
_SAYS_NOTHING = frozenset({"example", "praktijk", "huisarts", "huisartsen", "huisartsenpraktijk"})
# How letters are written as digits and signs.
_LETTERS = str.maketrans("0134578@$!", "oleastbasi")


class Fault(StrEnum):
    """Why a password is refused."""

    SHORT = "too short"
    LONG = "too long"
    COMMON = "too common"
    OWN = "holds the own name, address or practice"


def find_fault(password: str, about: Iterable[str] = ()) -> str | None:
    """Say in a sentence why a password is refused; None for one that is good.

    Args:
        password: as typed.
        about: what others know of its owner: name, e-mail address, practice.
    """
    match check_password(password, about):
        case None:
            return None
        case Fault.SHORT:
            return gettext(
                "Choose a password of at least %(num)s characters. A few words in a row are fine too.",
                num=MIN_PASSWORD_CHARACTERS,
            )
        case Fault.LONG:
            return gettext(
                "This password is too long. Choose one of at most %(num)s characters.",
                num=MAX_PASSWORD_CHARACTERS,
            )
        case Fault.COMMON:
            return gettext(
                "This password is easy to guess. Choose four words, for example, that have nothing to do with each other."
            )
        case Fault.OWN:
            return gettext(
                "This password holds your name, your email address or your practice. Choose another one."
            )


def check_password(password: str, about: Iterable[str] = ()) -> Fault | None:
    """Find why a password is refused; `find_fault` gives the same as a sentence."""
    # The normal form of which the hash is made.
    normal = unicodedata.normalize("NFKD", password)
    if len(normal) < MIN_PASSWORD_CHARACTERS:
        return Fault.SHORT
    if len(password) > MAX_PASSWORD_CHARACTERS:
        return Fault.LONG
    plain = normal.casefold()
    if _is_common(plain):
        return Fault.COMMON
    letters = _letters_of(plain)
    if any(part in letters for part in _parts(about)):
        return Fault.OWN
    return None


def _is_common(plain: str) -> bool:
    """Say whether a password comes down to a common one, repeated or with digits and signs."""
    if len(set(plain)) < _LEAST_DIFFERENT_CHARACTERS:
        return True
    stems = {
        _letters_of(plain),
        _letters_of(plain.strip("0123456789!?.@#$-_ ").translate(_LETTERS)),
    }
    # Digits and signs alone are a date, a phone number or a row of keys.
    return any(not stem or _without_repeats(stem) in _common_stems() for stem in stems)


def _letters_of(plain: str) -> str:
    """Keep the letters only; in the normal form (NFKD) accents are characters apart, and go too."""
    return "".join(filter(str.isalpha, plain))


def _without_repeats(stem: str) -> str:
    repeated = re.fullmatch(r"(.+?)\1+", stem)
    return repeated[1] if repeated else stem


def _parts(about: Iterable[str]) -> Iterator[str]:
    for known in about:
        plain = unicodedata.normalize("NFKD", known).casefold()
        for word in re.findall(r"[^\W\d_]+", _letters_by_word(plain)):
            if len(word) >= _LEAST_LETTERS_OF_A_NAME and word not in _SAYS_NOTHING:
                yield word


def _letters_by_word(plain: str) -> str:
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@cache
def _common_stems() -> frozenset[str]:
    return frozenset(_LIST.read_text("utf-8").split())
