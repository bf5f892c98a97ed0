"""What only a voice says, and no page shows."""

from typing import Final

from pwa.text import N_

# Said in place of own words, when no voice of the phone can read them.
TYPED: Final = N_("These words were typed. This phone cannot read them aloud.")
HEADPHONES: Final = N_("Use headphones, or hold the phone to your ear")
COMPUTER: Final = N_("This is a computer voice.")
