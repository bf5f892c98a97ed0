"""The limits of passwords."""

from typing import Final

MIN_PASSWORD_CHARACTERS: Final = 12
# Hashing costs more with the length, and one character may become 18 in the normal form.
MAX_PASSWORD_CHARACTERS: Final = 200
