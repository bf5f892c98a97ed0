"""Texts for a field that show nothing, and texts that a page must show without breaking."""

# Zero-width characters, fillers, marks without a letter, soft hyphens, private use, tags.
BLANKS = [
    "",
    " \t\r\n",
    "\u00a0\u202f\u3000",
    "\u200b",
    "\u200b\u200c\u200d\u2060\ufeff",
    "\u200e\u200f\u061c",
    "\u2800",
    "\u3164",
    "\u115f\u1160\uffa0",
    "\u00ad",
    "\u0301",
    "\u0301\u064e\ufe0f",
    "\u180e\u17b4",
    "\U000e0041\U000e007f",
    "\ue000",
    "\ufdd0",
    "\x00\x1b\x7f",
    "\u202e\u2066",
    "\ud800",
]
