"""A plan in the words of one language, with typed words as separate parts of each line.

Typed words may be in another language and direction than the sentence around them, so they are not
mixed into it as plain text: pages put each typed part into `<bdi>`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from babel.dates import format_date, format_time

from pwa.locales import direction_of, locale_of
from pwa.plan.core import (
    AgreedHelp,
    Day,
    FreeText,
    Performer,
    Phrase,
    Plan,
    PracticePhrase,
    Step,
    What,
    When,
    Who,
)
from pwa.plan.library.core import WEEKDAYS, Slot, SlotValue
from pwa.plan.own.core import DUTCH
from pwa.plan.phrases import PHRASE_BY_KEY
from pwa.plan.words.names import COUNTED, PERIOD_NAMES, PERSON_NAMES
from pwa.text import N_, Translate, TranslatePlural, lower_first, one_line

PLACEHOLDER = re.compile(r"%\((\w+)\)s")

IF_WORSE = N_(
    "Call the practice: %(phone)s. Is the practice closed? "
    "Call the GP emergency post: %(out_of_hours)s. Is a life in danger? Call 112."
)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line.

    Attributes:
        is_typed: a person's words or a telephone number, which pages put into `<bdi>`.
        language: code of the language of typed words; None if it is unknown.
    """

    text: str
    is_typed: bool = False
    language: str | None = None

    @property
    def direction(self) -> str:
        """The text's direction for the attribute `dir`; telephone numbers run left to right."""
        return direction_of(self.text, self.language)


Line = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class StepLines:
    """A step in words.

    Attributes:
        help_option: the id of a help option in the directory.
        first: a small first step, of the phrase library; may be empty.
        agreed: what was agreed on of the help, if that was written down.
    """

    what: Line
    who: Line
    when: Line
    help_option: str | None
    first: Line = ()
    agreed: AgreedHelp | None = None


@dataclass(frozen=True, slots=True)
class PlanLines:
    """A plan in the words of one language; a line is empty when that part was not agreed on."""

    language: str
    goal: Line
    steps: tuple[StepLines, ...]
    next_talk: Line
    teach_back: Line
    if_worse: Line


@dataclass(frozen=True, slots=True)
class Wording:
    """How a plan is put into words.

    Attributes:
        language: BCP 47 code, for dates and names of days.
        translate: gives a source text in that language.
        count: gives a source text with a number in that language.
        performers: performer to source text of the name, which differs for patient and practice.
        if_worse_values: placeholder to telephone number, for `IF_WORSE`.
        dutch: for phrases of the practice that have no words in that language.
    """

    language: str
    translate: Translate
    count: TranslatePlural
    performers: Mapping[Performer, str]
    if_worse_values: Mapping[str, str]
    dutch: "Wording | None" = None


def render_plan(plan: Plan, wording: Wording) -> PlanLines:
    """Put a plan into words."""
    return PlanLines(
        language=wording.language,
        goal=_words(plan.goal),
        steps=tuple(render_step(step, wording) for step in plan.steps),
        next_talk=render_when(plan.next_talk, wording),
        teach_back=_words(plan.teach_back),
        if_worse=_words(plan.if_worse)
        or fill(wording.translate(IF_WORSE), _numbers(wording.if_worse_values)),
    )


def render_step(step: Step, wording: Wording) -> StepLines:
    """Put a step into words."""
    return StepLines(
        what=_render_what(step.what, wording),
        who=_render_who(step.who, wording),
        when=render_when(step.when, wording),
        help_option=step.help_option,
        first=_render_first(step.what, wording),
        agreed=step.agreed,
    )


def render_when(when: When | None, wording: Wording) -> Line:
    """Put a day, a period or typed words into words; an empty line for None."""
    if when is None or isinstance(when, FreeText):
        return _words(when)
    if isinstance(when, Day):
        return (Part(_day(when, wording.language)),)
    return (Part(wording.translate(PERIOD_NAMES[when])),)


def plain(line: Line) -> str:
    """Give a line as plain text on one line, for places that have no `<bdi>`."""
    return one_line("".join(part.text for part in line))


def _render_what(what: What, wording: Wording) -> Line:
    if isinstance(what, FreeText):
        return _words(what)
    if isinstance(what, PracticePhrase):
        return _render_own(what, wording)
    phrase = PHRASE_BY_KEY[what.phrase, what.version]
    return fill(wording.translate(phrase.text), _slot_parts(what, wording))


def _render_first(what: What, wording: Wording) -> Line:
    if not isinstance(what, Phrase):
        return ()
    phrase = PHRASE_BY_KEY[what.phrase, what.version]
    if not phrase.first:
        return ()
    # It stands behind "Begin with:".
    return (Part(lower_first(wording.translate(phrase.first), wording.language)),)


def _render_own(what: PracticePhrase, wording: Wording) -> Line:
    """Write a phrase of the practice; one that is not translated stands there in Dutch, marked so."""
    if text := what.texts.get(wording.language):
        return fill(text, _slot_parts(what, wording))
    dutch = wording.dutch or wording
    line = fill(what.texts[DUTCH], _slot_parts(what, dutch))
    return (Part("".join(part.text for part in line), is_typed=True, language=DUTCH),)


def _slot_parts(what: Phrase | PracticePhrase, wording: Wording) -> dict[str, Part]:
    return {name: _slot_part(Slot(name), value, wording) for name, value in what.slots.items()}


def _slot_part(slot: Slot, value: SlotValue, wording: Wording) -> Part:
    language = wording.language
    if slot is Slot.PERSON:
        name = PERSON_NAMES.get(str(value))
        return Part(wording.translate(name)) if name else Part(str(value), is_typed=True)
    if slot in COUNTED and isinstance(value, int):
        return Part(wording.count(*COUNTED[slot], value))
    if slot is Slot.WEEKDAY:
        days = locale_of(language).days["format"]["wide"]
        return Part(days[WEEKDAYS.index(str(value))])
    if isinstance(value, date):
        return Part(_long_date(value, language))
    if isinstance(value, time):
        return Part(_short_time(value, language))
    return Part(str(value))


def _render_who(who: Who, wording: Wording) -> Line:
    performer = Part(wording.translate(wording.performers[who.performer]))
    if not who.name:
        return (performer,)
    name = Part(who.name, is_typed=True)
    # With a name, leave out "someone else".
    return (name,) if who.performer is Performer.OTHER else (performer, Part(": "), name)


def _day(day: Day, language: str) -> str:
    if day.at is None:
        return _long_date(day.day, language)
    locale = locale_of(language)
    # The locale's pattern for a date with a time.
    pattern = str(locale.datetime_formats["medium"])
    return pattern.format(_short_time(day.at, language), _long_date(day.day, language))


def _long_date(day: date, language: str) -> str:
    return format_date(day, "full", locale=locale_of(language))


def _short_time(at: time, language: str) -> str:
    return format_time(at, "HH:mm", locale=locale_of(language))


def _words(words: FreeText | None) -> Line:
    return () if words is None else (Part(words.text, is_typed=True, language=words.language),)


def _numbers(values: Mapping[str, str]) -> dict[str, Part]:
    # No-break spaces, so that a telephone number stays on one line.
    return {
        name: Part(text.replace(" ", "\N{NO-BREAK SPACE}"), is_typed=True)
        for name, text in values.items()
    }


def fill(text: str, values: Mapping[str, Part]) -> Line:
    """Put parts in place of a translated text's placeholders; the text must not contain `%%`."""
    pieces = PLACEHOLDER.split(text)
    parts = [values[piece] if index % 2 else Part(piece) for index, piece in enumerate(pieces)]
    return tuple(part for part in parts if part.text)
