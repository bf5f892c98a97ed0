"""Read the fields that a phone sent into a SelfCheck; none of them is trusted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from pwa.locales import LANGUAGES, SOUNDS
from pwa.selfcheck.core import LANGUAGE_FIELDS, TYPED, Priority, SelfCheck
from pwa.selfcheck.questions import (
    EXCLUSIVE,
    FEELINGS,
    FILLED_BY,
    HELP_WISHES,
    HELPERS,
    MAX_KNOWN_AS,
    MAX_OTHER,
    MAX_OWN_WORDS,
    MAX_REASON,
    MAX_WANTS,
    MAX_WORSE_BY,
    NOTHING,
    OTHER,
    STRENGTHS,
    TOPIC_BY_CODE,
    UNKNOWN,
    VERSION,
    WANTS,
    Amount,
    LifeDomain,
    codes_of,
)
from pwa.text import N_, clean_text

NOT_OFFERED = N_("We do not know this answer. Choose one of the answers.")
ONE_ONLY = N_("You can give only one answer here.")
TOO_MANY = N_("Choose no more than %(most)s here.")
TOO_LONG = N_("This text is too long. There is room for %(most)s characters.")
OLD_PAGE = N_("This question has changed. Load the page again; your answers stay.")

MAX_LANGUAGE_NAME = 40

# Every field of the form that holds an answer; docs/http.md describes them.
FIELDS = frozenset(TOPIC_BY_CODE) | {
    "filled_by", "feeling", "reason", "strengths", "strengths_other", "helpers", "helpers_other",
    "wants", "not_shared", "all_no", "priority", "priority_second", "priority_other", "help_wish",
    "help_wish_second", "worse_by", "own_words", "talk_alone", "interpreter",
    "interpreter_language", "known_as", "version", *LANGUAGE_FIELDS,
}  # fmt: skip


class AnswerError(ValueError):
    """Something was sent that the questionnaire does not offer.

    Attributes:
        errors: field name to (source text, placeholder values), in words for the patient.
    """

    def __init__(self, errors: Mapping[str, tuple[str, dict[str, int]]]) -> None:
        super().__init__(", ".join(errors))
        self.errors = dict(errors)


@dataclass(frozen=True)
class Answers:
    """A self-check, and two answers for the practice only, which are not part of the check."""

    check: SelfCheck
    known_as: str
    talk_alone: bool


class _Reader:
    """Reads fields one by one and collects what is wrong with them."""

    def __init__(self, raw: Mapping[str, Sequence[str]]) -> None:
        self.raw = raw
        self.errors: dict[str, tuple[str, dict[str, int]]] = {}

    def refuse(self, name: str, message: str, **values: int) -> None:
        self.errors.setdefault(name, (message, values))

    def values(self, name: str) -> list[str]:
        # An empty value is what an untouched field or "skip" sends.
        return [value for value in self.raw.get(name, ()) if value.strip()]

    def choice(self, name: str, offered: frozenset[str]) -> str | None:
        values = self.values(name)
        if len(values) > 1:
            self.refuse(name, ONE_ONLY)
        elif values and values[0] not in offered:
            self.refuse(name, NOT_OFFERED)
        return values[0] if values and name not in self.errors else None

    def choices(
        self, name: str, offered: frozenset[str], most: int | None = None
    ) -> tuple[str, ...]:
        values = tuple(dict.fromkeys(self.values(name)))
        if not offered.issuperset(values):
            self.refuse(name, NOT_OFFERED)
        elif most is not None and len(values) > most:
            self.refuse(name, TOO_MANY, most=most)
        # An exclusive choice such as "nobody" is dropped when others were chosen with it.
        chosen = tuple(value for value in values if value not in EXCLUSIVE)
        return chosen or values[:1]

    def noted(self, name: str, offered: Collection[str]) -> list[str]:
        """Read what a script filled in: nobody could correct an error, so unknown values go."""
        return [value for value in self.values(name) if value in offered]

    def text(self, name: str, most: int) -> str:
        values = self.values(name)
        if len(values) > 1:
            self.refuse(name, ONE_ONLY)
            return ""
        text = clean_text(values[0]) if values else ""
        if len(text) > most:
            self.refuse(name, TOO_LONG, most=most)
        return text

    def is_ticked(self, name: str) -> bool:
        return self.choice(name, frozenset({"1"})) == "1"


def parse_answers(raw: Mapping[str, Sequence[str]], *, language: str) -> Answers:
    """Turn what a phone sent into a SelfCheck.

    Args:
        raw: field name to values, straight from the form; nothing in it is trusted.
        language: in which language the patient read the questions.

    Returns:
        The answers without anything of a domain that is not shared, even if it was sent.

    Raises:
        AnswerError: an unknown field, or an answer that its question does not offer.
    """
    reader = _Reader(raw)
    for name in raw:
        if name not in FIELDS:
            reader.refuse(name, NOT_OFFERED)
    if reader.values("version") not in ([], [VERSION]):
        reader.refuse("version", OLD_PAGE)
    check = _with_languages(_read_check(reader, language), reader)
    all_no = reader.noted("all_no", frozenset(LifeDomain))
    known_as = reader.text("known_as", MAX_KNOWN_AS)
    talk_alone = reader.is_ticked("talk_alone")
    if reader.errors:
        raise AnswerError(reader.errors)
    check = check.withhold(check.not_shared)
    # A press that a later answer contradicts does not count any more.
    return Answers(replace(check, all_no=check.keep_all_no(all_no)), known_as, talk_alone)


def _read_check(reader: _Reader, language: str) -> SelfCheck:
    amounts = {}
    for code in TOPIC_BY_CODE:
        if answer := reader.choice(code, frozenset(Amount)):
            amounts[code] = Amount(answer)
    not_shared = reader.choices("not_shared", frozenset(LifeDomain))
    # Topics of a domain that is not shared are allowed here; `withhold` drops them afterwards.
    own = frozenset(
        code for code, amount in amounts.items() if amount is not Amount.NO
    ) | frozenset(code for code, topic in TOPIC_BY_CODE.items() if topic.domain in not_shared)
    priorities = _read_priorities(reader, own)
    return SelfCheck(
        language=language,
        filled_by=reader.choice("filled_by", codes_of(FILLED_BY)),
        feeling=reader.choice("feeling", codes_of(FEELINGS)),
        reason=reader.text("reason", MAX_REASON),
        amounts=amounts,
        strengths=reader.choices("strengths", codes_of(STRENGTHS)),
        strengths_other=reader.text("strengths_other", MAX_OTHER),
        helpers=reader.choices("helpers", codes_of(HELPERS)),
        helpers_other=reader.text("helpers_other", MAX_OTHER),
        wants=reader.choices("wants", codes_of(WANTS), MAX_WANTS),
        priorities=priorities,
        worse_by=_read_worse_by(reader, own, priorities),
        # In the order of the domains, so that equal choices are equal values.
        not_shared=tuple(domain for domain in LifeDomain if domain in not_shared),
        own_words=reader.text("own_words", MAX_OWN_WORDS),
        interpreter_language=_read_interpreter(reader),
    )


def _with_languages(check: SelfCheck, reader: _Reader) -> SelfCheck:
    """Add in which languages the list was begun and words were typed, where they differ."""

    def other(name: str) -> str | None:
        code = next(iter(reader.noted(name, {*LANGUAGES, *SOUNDS})), None)
        return code if code != check.language else None

    typed_in = {name: other(f"{name}_language") for name in TYPED}
    return replace(
        check,
        begun_in=other("begun_in"),
        typed_in={name: code for name, code in typed_in.items() if code and check.typed(name)},
    )


def _read_priorities(reader: _Reader, own: frozenset[str]) -> tuple[Priority, ...]:
    other = reader.text("priority_other", MAX_OTHER)
    priorities: dict[str, Priority] = {}
    for suffix in ("", "_second"):
        topic = reader.choice(f"priority{suffix}", own | {OTHER})
        help_wish = reader.choice(f"help_wish{suffix}", codes_of(HELP_WISHES))
        if topic is not None:
            priority = Priority(topic, other if topic == OTHER else "", help_wish)
            priorities.setdefault(topic, priority)
    return tuple(priorities.values())


def _read_worse_by(
    reader: _Reader, own: frozenset[str], priorities: tuple[Priority, ...]
) -> tuple[str, ...]:
    codes = reader.choices("worse_by", own | {NOTHING, UNKNOWN}, MAX_WORSE_BY)
    # The first priority cannot make itself worse.
    return tuple(code for code in codes if not priorities or code != priorities[0].topic)


def _read_interpreter(reader: _Reader) -> str | None:
    is_wanted = reader.is_ticked("interpreter")
    language = reader.text("interpreter_language", MAX_LANGUAGE_NAME)
    return language if is_wanted else None
