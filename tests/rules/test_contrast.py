"""Words on the patient's pages have a contrast of 7:1, edges of controls 3:1, in light and in dark.

Source: WCAG 2.2, 1.4.6 Contrast (Enhanced) and 1.4.11 Non-text Contrast; relative luminance as in
its glossary. Words in a colour stand on paper, on a card, or on the tint of that colour over either.
"""

import re

import pytest

from pwa.web.assets import STATIC

WORDS, EDGES = 7.0, 3.0
_TOKEN = re.compile(r"--([a-z-]+): (#[0-9a-f]{3,8});")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")

Colour = tuple[float, float, float]
Tokens = dict[str, str]


def read_schemes() -> dict[str, list[Tokens]]:
    """Give for each scheme the tokens of the page, and those of each domain on top of them."""
    text = re.sub(
        r"/\*.*?\*/", "", (STATIC / "css/both/tokens.css").read_text("utf-8"), flags=re.DOTALL
    )
    light, dark = text.split("@media", 1)
    schemes = {}
    for name, part in (("light", light), ("dark", dark.split("{", 1)[1])):
        rules = [(where.strip(), dict(_TOKEN.findall(body))) for where, body in _RULE.findall(part)]
        page = dict(rules[0][1])
        schemes[name] = [page, *({**page, **tokens} for _where, tokens in rules[1:])]
    return schemes


def read_colour(text: str) -> tuple[Colour, float]:
    digits = text.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    red, green, blue = (int(digits[place : place + 2], 16) for place in (0, 2, 4))
    return (red, green, blue), int(digits[6:8] or "ff", 16) / 255


def lay_over(upper: str, lower: str) -> Colour:
    (colour, share), (ground, _opaque) = read_colour(upper), read_colour(lower)
    red, green, blue = (
        one * share + other * (1 - share) for one, other in zip(colour, ground, strict=True)
    )
    return red, green, blue


def luminance(colour: Colour) -> float:
    red, green, blue = (
        value / 255 / 12.92 if value / 255 <= 0.04045 else ((value / 255 + 0.055) / 1.055) ** 2.4
        for value in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_highest_contrast() -> None:
    assert round(contrast((0, 0, 0), (255, 255, 255)), 2) == 21


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_on_whatever_they_stand(scheme: str) -> None:
    faults = []
    for tokens in read_schemes()[scheme]:
        act = {
            "--c": tokens.get("c", tokens["act"]),
            **{f"--{name}": tokens[name] for name in ("ink", "soft", "act")},
        }
        grounds = {name: read_colour(tokens[name])[0] for name in ("paper", "card")}
        grounds |= {
            f"tint on {name}": lay_over(tokens["tint"], tokens[name]) for name in ("paper", "card")
        }
        for name, colour in act.items():
            if name == "--act" and "c" in tokens:
                continue  # links do not stand on the tint of a domain
            for ground, where in grounds.items():
                found = contrast(read_colour(colour)[0], where)
                if found < WORDS:
                    faults.append(f"{name} {colour} on {ground}: {found:.2f}")
        if contrast(read_colour(tokens["on-act"])[0], read_colour(tokens["act"])[0]) < WORDS:
            faults.append("the words of the main button")

    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edge_of_a_control_can_be_seen(scheme: str) -> None:
    (page, *_domains) = read_schemes()[scheme]

    for ground in ("paper", "card"):
        assert contrast(read_colour(page["edge"])[0], read_colour(page[ground])[0]) >= EDGES
