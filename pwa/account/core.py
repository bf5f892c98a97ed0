"""The limits of passwords and of codes."""

from typing import Final

# One code early or late.
CODE_WINDOW_SECONDS: Final = 30
MIN_PASSWORD_CHARACTERS: Final = 12
# The hashing takes 4,096, and one character may become 18 in the normal form.
MAX_PASSWORD_CHARACTERS: Final = 200
