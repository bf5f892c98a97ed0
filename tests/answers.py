"""Any answers that the form can give, for property tests."""

from hypothesis import strategies as st

from pwa.selfcheck.interpreters import CODES
from pwa.selfcheck.questions import (
    FEELINGS,
    FILLED_BY,
    HELP_WISHES,
    HELPERS,
    MAX_KNOWN_AS,
    MAX_OTHER,
    MAX_OWN_WORDS,
    MAX_REASON,
    NOTHING,
    OTHER,
    STRENGTHS,
    TOPIC_BY_CODE,
    UNKNOWN,
    WANTS,
    Amount,
    LifeDomain,
    Option,
)

Fields = dict[str, list[str]]

# What people type, and what nobody types: other scripts, controls, bidi marks, quotes, formulas.
typed = st.text(
    st.characters(codec="utf-8") | st.sampled_from("\u202e\u2066\x00\r\n\t‘’“”\"'<>&=+-@ابتçğış"),
)


def _codes(options: tuple[Option, ...]) -> list[str]:
    return [option.code for option in options]


@st.composite
def forms(draw: st.DrawFn) -> Fields:
    """Draw what a form may send: every answer may be absent."""
    fields: Fields = {}

    def put(name: str, values: list[str]) -> None:
        if values:
            fields[name] = values

    def one(name: str, codes: list[str]) -> None:
        put(name, draw(st.lists(st.sampled_from(codes), max_size=1)))

    def some(name: str, codes: list[str], most: int | None = None) -> None:
        put(name, draw(st.lists(st.sampled_from(codes), unique=True, max_size=most or len(codes))))

    def text(name: str, most: int) -> None:
        put(name, draw(st.lists(typed.map(lambda words: words[:most]), max_size=1)))

    for code in TOPIC_BY_CODE:
        one(code, list(Amount))
    own = [code for code in TOPIC_BY_CODE if fields.get(code, ["no"]) != ["no"]]
    one("filled_by", _codes(FILLED_BY))
    one("feeling", _codes(FEELINGS))
    some("strengths", _codes(STRENGTHS))
    some("helpers", _codes(HELPERS))
    some("wants", _codes(WANTS), 2)
    one("priority", [*own, OTHER])
    one("priority_second", [*own, OTHER])
    one("help_wish", _codes(HELP_WISHES))
    one("help_wish_second", _codes(HELP_WISHES))
    some("worse_by", [*own, NOTHING, UNKNOWN], 3)
    some("not_shared", list(LifeDomain))
    for name in ("strengths_other", "helpers_other", "priority_other"):
        text(name, MAX_OTHER)
    text("reason", MAX_REASON)
    text("own_words", MAX_OWN_WORDS)
    text("known_as", MAX_KNOWN_AS)
    for name in ("talk_alone", "interpreter"):
        one(name, ["1"])
    one("interpreter_language", [*CODES, "Sarnámi"])
    return fields
