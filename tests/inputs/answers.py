"""Any answers that the form can give, for property tests."""

from dataclasses import dataclass, field
from functools import cache

from hypothesis import strategies as st

from pwa.locales import LANGUAGES
from pwa.selfcheck.core import LANGUAGE_FIELDS
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

# Free text, likely or not: other scripts, control characters, bidi marks, quotes, formulas.
typed = st.text(
    st.characters(codec="utf-8") | st.sampled_from("\u202e\u2066\x00\r\n\t‘’“”\"'<>&=+-@ابتçğış"),
)


def _codes(options: tuple[Option, ...]) -> list[str]:
    return [option.code for option in options]


@cache
def _one(codes: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.sampled_from([[], *([code] for code in codes)])


@cache
def _some(codes: tuple[str, ...], most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(codes), unique=True, max_size=most)


@cache
def _text(most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(typed.map(lambda words: words[:most]), max_size=1)


@dataclass
class _Draft:
    """A form whose fields Hypothesis draws one by one."""

    draw: st.DrawFn
    fields: Fields = field(default_factory=dict)

    def put(self, name: str, strategy: st.SearchStrategy[list[str]]) -> None:
        if values := self.draw(strategy):
            self.fields[name] = list(values)

    def one(self, name: str, codes: list[str]) -> None:
        self.put(name, _one(tuple(codes)))

    def some(self, name: str, codes: list[str], most: int | None = None) -> None:
        self.put(name, _some(tuple(codes), most or len(codes)))

    def text(self, name: str, most: int) -> None:
        self.put(name, _text(most))


@st.composite
def forms(draw: st.DrawFn) -> Fields:
    """Draw the fields of a form, in which every answer may be absent.

    The strategies are cached: a form has fifty, and making one costs more than drawing from it.
    """
    form = _Draft(draw)
    for code in TOPIC_BY_CODE:
        form.one(code, list(Amount))
    own = [code for code in TOPIC_BY_CODE if form.fields.get(code, ["no"]) != ["no"]]
    form.one("filled_by", _codes(FILLED_BY))
    form.one("feeling", _codes(FEELINGS))
    form.some("strengths", _codes(STRENGTHS))
    form.some("helpers", _codes(HELPERS))
    form.some("wants", _codes(WANTS), 2)
    form.one("priority", [*own, OTHER])
    form.one("priority_second", [*own, OTHER])
    form.one("help_wish", _codes(HELP_WISHES))
    form.one("help_wish_second", _codes(HELP_WISHES))
    form.some("worse_by", [*own, NOTHING, UNKNOWN], 3)
    form.some("not_shared", list(LifeDomain))
    form.some("all_no", list(LifeDomain))
    for name in ("strengths_other", "helpers_other", "priority_other"):
        form.text(name, MAX_OTHER)
    form.text("reason", MAX_REASON)
    form.text("own_words", MAX_OWN_WORDS)
    form.text("known_as", MAX_KNOWN_AS)
    for name in ("talk_alone", "interpreter"):
        form.one(name, ["1"])
    form.one("interpreter_language", [*CODES, "Sarnámi"])
    for name in LANGUAGE_FIELDS:
        form.one(name, list(LANGUAGES))
    return form.fields
