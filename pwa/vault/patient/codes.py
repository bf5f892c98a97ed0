"""The secrets that people hold: a patient's code and link, and the recovery key of a practice.

Codes are written in Crockford's base32 (no I, L, O or U) with one check character at the end, so that
a typing error is seen on the phone and never sent.

Source: Crockford, "Base 32" (2019), alphabet and forgiving reading; ISO/IEC 7812-1 annex B, Luhn, in
base 32 instead of 10.
"""

import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from unicodedata import normalize
from uuid import UUID

from pwa.errors import PersonalError
from pwa.text import N_
from pwa.typed.digits import read_character
from pwa.vault.base64url import from_text, to_text
from pwa.vault.crypto import KEY_BYTES, CannotOpen, MasterKeys, unwrap_by_secret, wrap_by_secret
from pwa.vault.stretching import Argon2

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
RECOVERY_KEY_LENGTH = 28
LINK_CODE_LENGTH = 27
_GROUP = 4
_BITS = 5
_LINK_BYTES = 16
_LINK_LENGTH = 22
_LONGEST_TYPED = 200
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "\N{LATIN SMALL LETTER DOTLESS I}": "1"})
# One salt for all codes, because a conversation is looked up by the stretched code alone. A table
# computed ahead is of no use: the lookup is an HMAC that needs the root key as well.
_CODE_SALT = b"mijn-gesprek code"


class CodeError(PersonalError):
    """What was typed cannot be a code: its length, a character or the check character is wrong."""

    def __init__(self) -> None:
        super().__init__(N_("There is a typing mistake in the code. Please look at it once more."))


class SecretKind(StrEnum):
    """How a patient opens a conversation: by a code that is typed, or by a link."""

    CODE = "code"
    LINK = "link"


def patient_wrap_context(kind: SecretKind, conversation_id: UUID) -> str:
    """Give the context (AAD) of the patient's wrap of a conversation's private half."""
    return f"patient {kind} {conversation_id}"


@dataclass(frozen=True, slots=True)
class PatientSecret:
    """The secret that finds and opens one conversation: a stretched code or the bytes of a link.

    Attributes:
        kind: part of the lookup and of the wrap's context, so a code and a link with the same bytes
            never find or open the same row.
        secret: never stored; in memory while a request uses it.
    """

    kind: SecretKind
    secret: bytes = field(repr=False)

    def digest(self, master: MasterKeys) -> bytes:
        """Compute the 32 bytes by which the conversation is found."""
        return master.mac(f"{self.kind} lookup", self.secret)

    def wrap(self, master: MasterKeys, private: bytes, conversation_id: UUID) -> bytes:
        """Wrap the private half of a conversation for the patient."""
        context = patient_wrap_context(self.kind, conversation_id)
        return master.wrap(wrap_by_secret(self.secret, private, context), context)

    def unwrap(self, master: MasterKeys, blob: bytes, conversation_id: UUID) -> bytes:
        """Unwrap the private half of a conversation.

        Raises:
            CannotOpen: another secret, another conversation, or damaged.
        """
        context = patient_wrap_context(self.kind, conversation_id)
        return unwrap_by_secret(self.secret, master.unwrap(blob, context), context)


def new_code() -> str:
    """Make a patient's code: 11 random characters (55 bits) and the check character."""
    return _new_text(CODE_LENGTH)


def code_from(secret: bytes) -> str:
    """Write the first 55 bits of a secret as a code; the same secret gives the same code.

    Args:
        secret: 7 random bytes or more.
    """
    number = int.from_bytes(secret[:7]) >> 1
    places = range(_BITS * (CODE_LENGTH - 2), -1, -_BITS)
    body = "".join(ALPHABET[(number >> place) % len(ALPHABET)] for place in places)
    return body + check_character(body)


def parse_code(text: str) -> str:
    """Read a patient's code as people type it.

    Case, spaces, dashes, O for 0, I and L for 1, the digits of any script (Arabic, Persian), and words
    around it do not matter.

    Raises:
        CodeError: it cannot be a code.
    """
    return _parse_text(text, CODE_LENGTH)


def format_code(code: str) -> str:
    """Write a code or a recovery key in groups of four, easy to read aloud."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def stretch_code(code: str, cost: Argon2) -> PatientSecret:
    """Stretch a code by Argon2id, which makes guessing slow.

    Callers in a request use `code_pool`, which limits how many codes are stretched at once.

    Args:
        code: as `parse_code` gives it.
        cost: the same for all codes of an installation, or conversations are not found again.
    """
    return PatientSecret(SecretKind.CODE, cost.stretch(code.encode(), _CODE_SALT, KEY_BYTES))


def new_link_secret() -> str:
    """Make the 22 characters (128 bits, base64url) that stand in the fragment of a patient's link."""
    return to_text(secrets.token_bytes(_LINK_BYTES))


def parse_link_secret(text: str) -> PatientSecret:
    """Read the secret of a link.

    Raises:
        CodeError: it cannot be such a secret; a link is copied, so typing errors are not corrected.
    """
    if len(text) != _LINK_LENGTH:
        raise CodeError
    try:
        secret = from_text(text)
    except CannotOpen:
        raise CodeError from None
    if to_text(secret) != text:  # the four spare bits of the last character must be zero
        raise CodeError
    return PatientSecret(SecretKind.LINK, secret)


def write_link_code(link_secret: str) -> str:
    """Write the secret of a link as a code that can be typed from paper: 26 characters and a check.

    Args:
        link_secret: as `new_link_secret` makes it.
    """
    number = int.from_bytes(from_text(link_secret))
    places = range(_BITS * (LINK_CODE_LENGTH - 2), -1, -_BITS)
    body = "".join(ALPHABET[(number >> place) % len(ALPHABET)] for place in places)
    return body + check_character(body)


def read_link_code(typed: str) -> str:
    """Read the secret of a link from what somebody typed or pasted: the link, its end, or its code.

    Raises:
        CodeError: it is none of these.
    """
    _, mark, end = typed[:_LONGEST_TYPED].strip().rpartition("#")
    if mark:  # a program for messages may have put a full stop behind the link
        end = end[:_LINK_LENGTH]
    try:
        parse_link_secret(end)
    except CodeError:
        number = 0
        for character in _parse_text(typed, LINK_CODE_LENGTH)[:-1]:
            number = number << _BITS | ALPHABET.index(character)
        if number >> (8 * _LINK_BYTES):
            raise CodeError from None
        return to_text(number.to_bytes(_LINK_BYTES))
    return end


def new_recovery_key() -> str:
    """Make a recovery key to print: 27 random characters (135 bits) and the check character."""
    return _new_text(RECOVERY_KEY_LENGTH)


def parse_recovery_key(text: str) -> str:
    """Read a recovery key as people type it from paper; as forgiving as `parse_code`.

    Raises:
        CodeError: it cannot be a recovery key.
    """
    return _parse_text(text, RECOVERY_KEY_LENGTH)


def check_character(body: str) -> str:
    """Compute the character that makes `body` complete (Luhn modulo 32).

    It finds every single wrong character and every swap of two neighbours except 0 with Z: doubled,
    both stay what they are, as 0 and 9 do in Luhn's own base 10.
    """
    size = len(ALPHABET)
    total = 0
    for place, character in enumerate(reversed(body)):
        value = ALPHABET.index(character)
        if place % 2 == 0:
            value = sum(divmod(2 * value, size))
        total += value
    return ALPHABET[-total % size]


def _new_text(length: int) -> str:
    """Make a random code that holds a digit, by which `_parse_text` tells it from words."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(length - 1))
        if not (text := body + check_character(body)).isalpha():
            return text


def _parse_text(text: str, length: int) -> str:
    if len(text) > _LONGEST_TYPED:  # before any work is done on it
        raise CodeError
    plain = "".join(map(read_character, normalize("NFKD", text)))
    if len(plain) > _LONGEST_TYPED:  # NFKD can make many characters of one
        raise CodeError
    words = plain.upper().translate(_LOOKALIKES).split()
    whole = "".join(words)
    if _is_complete(whole, length):
        return whole
    # A code that was copied from a message may have other words around it. Look for a code in one
    # word first, then in neighbouring words joined together. A match without a digit is more likely
    # a name: `_new_text` puts a digit into every code.
    rows = ("".join(words[start:end]) for start, end in combinations(range(len(words) + 1), 2))
    for found in (words, rows):
        codes = {one for one in found if _is_complete(one, length) and not one.isalpha()}
        if codes:
            break
    if len(codes) != 1:  # no code, or several: the text is ambiguous
        raise CodeError
    return codes.pop()


def _is_complete(code: str, length: int) -> bool:
    is_written = len(code) == length and set(code) <= set(ALPHABET)
    return is_written and check_character(code[:-1]) == code[-1]
