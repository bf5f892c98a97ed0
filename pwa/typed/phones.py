"""Telephone numbers as people write them, and the number that a phone dials.

Source: RFC 3966 (`tel:`), ITU-T E.164; Google's libphonenumber for what a number is.
"""

import re

from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    format_number,
    is_possible_short_number_for_region,
    is_valid_number,
    number_type,
    parse,
)

from pwa.typed.digits import plain_digits

_COUNTRY = "NL"
_WRITTEN = re.compile(r"\+?[0-9(][0-9 ()./-]*")
_SHORT = re.compile(r"[1-9][0-9]{2,5}")
# Toll-free and premium numbers do not work from abroad, nor with +31 in some Dutch networks.
_ONLY_HERE = frozenset({PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE})
_CITY_HALL = "14"  # 14 030 is the town hall of Utrecht


def read_phone(text: str) -> str | None:
    """Read a number that can be dialled; None when it cannot.

    Args:
        text: a number of the Netherlands, or one with + and a country; spaces, dashes, brackets and
            the digits of any script are fine.

    Returns:
        The number as it was written, with the digits 0-9.
    """
    written = " ".join(plain_digits(text).split())
    if _SHORT.fullmatch(written):
        short = _parse(written)
        return written if short and is_possible_short_number_for_region(short, _COUNTRY) else None
    number = _parse(written) if _WRITTEN.fullmatch(written) else None
    return written if number is not None and is_valid_number(number) else None


def dial(written: str) -> str:
    """Give what stands in a `tel:` link: +31302719999, and 112 or 08000113 as they are."""
    digits = "".join(sign for sign in plain_digits(written) if sign in "+0123456789")
    number = None if _SHORT.fullmatch(digits) else _parse(written)
    if number is None or number_type(number) in _ONLY_HERE or digits.startswith(_CITY_HALL):
        return digits
    return format_number(number, PhoneNumberFormat.E164)


def _parse(written: str) -> PhoneNumber | None:
    try:
        return parse(written, _COUNTRY)
    except NumberParseException:
        return None
