"""Codes as people type them: other scripts, other dashes, other spaces, words around them."""

from hypothesis import strategies as st

from pwa.vault.patient.codes import ALPHABET, CODE_LENGTH, check_character, format_code

CODES = st.text(ALPHABET, min_size=CODE_LENGTH - 1, max_size=CODE_LENGTH - 1).map(
    lambda body: body + check_character(body)
)
DIGITS = {
    "Arabic": "٠١٢٣٤٥٦٧٨٩",
    "Persian": "۰۱۲۳۴۵۶۷۸۹",
    "Bengali": "০১২৩৪৫৬৭৮৯",
    "Devanagari": "०१२३४५६७८९",
    "Thai": "๐๑๒๓๔๕๖๗๘๙",
    "full width": "０１２３４５６７８９",
}
# Hyphen, non-breaking hyphen, dashes, minus sign, bullet, full-width hyphen, the tatweel of an
# Arabic keyboard, soft hyphen, no hyphen at all, and a hyphen with spaces.
DASHES = [*"-‐‑‒–—―−⁃﹣－ـ\N{SOFT HYPHEN}", "", " - "]
SPACES = [*" \t\n\u00a0\u202f\u2009\u3000", "\u200b", "\u2060", "  "]
DIRECTIONS = [*"\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2069"]
AROUND = [
    "code: {}",
    "Code {}.",
    "Uw code: {}",
    "Uw code is «{}»",
    "Kod: {}",
    "رمزك: {}",
    "{} (bewaren!)",
    "De dokter gaf mij deze code:\n{}\nGroetjes",
    "https://praktijk.example/nl/open  {}",
    "\ufeff{}\r\n",
    "*{}*",
]
SWAPS = {"0": "0Oo", "1": "1IiLlıİ"}
_KNOWN_TO_ALL = st.characters(exclude_categories=["Cn", "Co", "Cs"])


@st.composite
def as_typed(draw: st.DrawFn) -> str:
    """Draw a valid code, typed in several of these ways at once."""
    code = draw(CODES)
    digits = draw(st.sampled_from(list(DIGITS.values())))
    typed = []
    for character in format_code(code):
        if character == "-":
            typed.append(draw(st.sampled_from(DASHES)))
        elif character in SWAPS:
            typed.append(draw(st.sampled_from(SWAPS[character])))
        elif character.isdecimal():
            typed.append(digits[int(character)])
        else:
            typed.append(draw(st.sampled_from([character, character.lower(), _wide(character)])))
        typed.append(draw(st.sampled_from(["", "", "", "", *DIRECTIONS])))
    around = draw(st.sampled_from(["{}", *AROUND]))
    return around.replace("{}", "".join(typed))


def anything() -> st.SearchStrategy[str]:
    """Draw any typed or pasted text: codes, broken codes or other text."""
    near = st.text(ALPHABET + ALPHABET.lower() + "OIl- ـ–:٣۳", max_size=40)
    return st.one_of(as_typed(), near, st.text(_KNOWN_TO_ALL, max_size=230), _broken())


def _broken() -> st.SearchStrategy[str]:
    """Draw a code with one character changed."""
    others = st.sampled_from([*ALPHABET, "U", "é", "²", ""])
    return st.builds(_change, as_typed(), st.integers(0, 60), others)


def _change(typed: str, place: int, other: str) -> str:
    place %= len(typed)
    return typed[:place] + other + typed[place + 1 :]


def _wide(character: str) -> str:
    return chr(ord(character) + 0xFEE0)
