"""Which passwords are refused, and why."""

import pytest

from pwa.account.core import MAX_PASSWORD_CHARACTERS
from pwa.account.passwords import Fault, check_password

ABOUT = (
    "Sanne van den Berg-Özdemir",
    "s.bakker@dedreef.example.com",
    "Huisartsenpraktijk De Dreef",
)


@pytest.mark.parametrize(
    "password",
    [
        "vier losse woorden hier",
        "kaars tunnel mosterd vlieger",
        "Zq7-pVw2!mKx",
        "praktijk op de heuvel links",
        "пароль для работы",
        "مفتاح البيت الأزرق",
        "🦆 eend 🌧 regen 🚲 fiets",
    ],
)
def test_a_password_that_nobody_guesses_is_fine(password: str) -> None:
    assert check_password(password, ABOUT) is None


def test_a_password_has_twelve_characters_in_its_normal_form() -> None:
    assert check_password("kortwoord11") is Fault.SHORT
    assert check_password("ﷺ") is None  # one character, eighteen after NFKC
    assert check_password("é" * 5) is Fault.SHORT


def test_a_password_is_not_longer_than_the_hash_takes() -> None:
    words = "kaars tunnel mosterd vlieger " * 20

    assert check_password(words[:MAX_PASSWORD_CHARACTERS]) is None
    assert check_password(words[: MAX_PASSWORD_CHARACTERS + 1]) is Fault.LONG


@pytest.mark.parametrize(
    "password",
    [
        "123456789012",
        "02-03-1975 02-03-1975",
        "aaaaaaaaaaaa",
        "abababababab",
        "welkom2026!!!",
        "Welkom Welkom",
        "W3lk0mW3lk0m!",
        "wachtwoord123",
        "Wachtwoord!2026",
        "p@ssw0rd1234",
        "passwordpassword",
        "qwertyuiop123",
        "QwertyuiopAsdfghjkl",
        "huisarts2026!",
        "mijngesprek2026",
        "correct horse battery staple",
        "ＷＡＣＨＴＷＯＯＲＤ１２３",
        "wáchtwóórd 2026",
    ],
)
def test_a_password_that_many_people_have_is_refused(password: str) -> None:
    assert check_password(password) is Fault.COMMON


@pytest.mark.parametrize(
    "password",
    [
        "sanne houdt van kaas",
        "kaas met BAKKER erbij",
        "naar de Dreef fietsen",
        "ozdemir en de eenden",
    ],
)
def test_a_password_is_not_about_its_owner(password: str) -> None:
    assert check_password(password, ABOUT) is Fault.OWN
    assert check_password(password) is None
