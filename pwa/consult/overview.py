"""One patient's check as the GP reads it: every part in words, in Dutch, in a fixed order.

Pure functions: they are given the translation into Dutch, and do not depend on the language of the
request or of the patient.
"""

from dataclasses import dataclass

from pwa.locales import PRACTICE_LANGUAGE, name_in_dutch, way_in_dutch
from pwa.selfcheck.changes import PART_NAMES, SOMETHING_ELSE, Change, Reader, find_changes
from pwa.selfcheck.core import DomainState, Priority, SelfCheck
from pwa.selfcheck.interpreters import name_of_language
from pwa.selfcheck.questions import (
    AMOUNTS,
    DOMAIN_BY_CODE,
    DOMAINS,
    FEELINGS,
    HELPERS,
    NOTHING,
    OTHER,
    STRENGTHS,
    TOPIC_BY_CODE,
    UNKNOWN,
    WANTS,
    WORSE_BY_OTHERWISE,
    LifeDomain,
    Option,
    text_of,
    topics_of,
)
from pwa.text import N_, Translate
from pwa.text import lower_first as lower_first_in

# Code of a help wish to the practice's words for it.
HELP_WISH_NOTES = {
    # Translators: beside the patient's priority
    "yes": N_("wants help"),
    # Translators: beside the patient's priority
    "self": N_("does it without help"),
    # Translators: beside the patient's priority
    "not_now": N_("not now"),
    # Translators: beside the patient's priority
    "rather_not": N_("rather not talk about it"),
}
FILLED_BY_NOTES = {
    # Translators: who filled in the list
    "self": N_("alone"),
    # Translators: who filled in the list
    "together": N_("together with someone"),
    # Translators: who filled in the list
    "other": N_("by someone else"),
}
# Translators: how the list was filled in, by patient and practice
TOGETHER = N_("filled in together")
# Translators: said by the GP
OPENING = N_(
    "I have read what you filled in. You want to talk first about: %(topic)s. Please tell me."
)
# Translators: said by the GP
OPENING_WITHOUT_PRIORITY = N_(
    "I have read what you filled in. What would you like to talk about first?"
)


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text, and whether the patient typed it.

    Attributes:
        language: code of the language in which the patient typed it; empty for our names.
        foreign: Dutch name of that language, if it is another one than Dutch; else empty.
    """

    text: str
    is_own: bool = False
    language: str = ""
    foreign: str = ""


@dataclass(frozen=True, slots=True)
class PriorityNote:
    """A priority of the patient, and the wish for help with it in words (None without one)."""

    name: Words
    help_wish: str | None


@dataclass(frozen=True, slots=True)
class DomainNote:
    """A life domain in words.

    Attributes:
        topics: name and amount of each topic with `much` or `some`.
        skipped: names of the topics without an answer.
        is_at_once: one press answered all topics with no.
    """

    name: str
    state: DomainState
    topics: tuple[tuple[str, str], ...]
    skipped: tuple[str, ...]
    is_at_once: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """The words of the consult screen: everything except the map's drawing.

    Attributes:
        reason: why the patient comes; None without an answer, as `own_words`.
        worse_by: names of what makes the priority worse.
        skipped: names of the questions that were skipped, and of the topics, or of a domain when
            all of it was.
        not_shared: names of the life domains that the patient does not share.
        language: Dutch name of the language in which the patient read the questions last.
        begun_in: Dutch name of the language of the first answer; empty when that was the same.
        interpreter: the interpreter's language, empty when none was named; None when no interpreter
            is wanted.
        filled_by: who filled it in; None when unknown.
        is_together: patient and practice filled it in on one screen.
        changes: since the previous talk, in the order of the screen.
        opening: the sentence with which the GP may begin.
    """

    reason: Words | None
    priorities: tuple[PriorityNote, ...]
    worse_by: tuple[str, ...]
    wants: tuple[str, ...]
    feeling: str | None
    domains: tuple[DomainNote, ...]
    strengths: tuple[Words, ...]
    helpers: tuple[Words, ...]
    own_words: Words | None
    skipped: tuple[str, ...]
    not_shared: tuple[str, ...]
    language: str
    begun_in: str
    interpreter: Words | None
    filled_by: str | None
    is_together: bool
    changes: tuple[Change, ...]
    opening: str


def build_overview(
    check: SelfCheck, before: SelfCheck | None, translate: Translate, *, is_together: bool = False
) -> Overview:
    """Put a check into the words of the practice.

    Args:
        check: the newest version.
        before: the version of the previous talk; None when this is the first.
        translate: gives a source text in the practice's language.
        is_together: patient and practice filled it in on one screen.
    """
    reader = Reader(translate, PRACTICE_LANGUAGE.code, is_practice=True)
    priorities = tuple(_note_priority(check, item, translate) for item in check.priorities)
    domains = tuple(_note_domain(check, text.domain, translate) for text in DOMAINS)
    filled_by = TOGETHER if is_together else FILLED_BY_NOTES.get(check.filled_by or "")
    return Overview(
        reason=_own_words(check, "reason"),
        priorities=priorities,
        worse_by=tuple(_name_worse_by(code, translate) for code in check.worse_by),
        wants=tuple(lower_first(translate(text_of(WANTS, code))) for code in check.wants),
        feeling=check.feeling and lower_first(translate(text_of(FEELINGS, check.feeling))),
        domains=domains,
        strengths=_name_all(check, "strengths", STRENGTHS, translate),
        helpers=_name_all(check, "helpers", HELPERS, translate),
        own_words=_own_words(check, "own_words"),
        skipped=(
            *(translate(PART_NAMES[part]) for part in _skipped_questions(check)),
            *(name for domain in domains for name in _name_skipped(domain)),
        ),
        not_shared=tuple(
            domain.name for domain in domains if domain.state is DomainState.NOT_SHARED
        ),
        language=way_in_dutch(check.language),
        begun_in=way_in_dutch(check.begun_in) if check.begun_in else "",
        interpreter=_name_interpreter(check.interpreter_language),
        filled_by=translate(filled_by) if filled_by else None,
        is_together=is_together,
        changes=find_changes(before, check, reader) if before else (),
        opening=_write_opening(priorities, translate),
    )


def lower_first(name: str) -> str:
    """Write words of ours in the practice's language as they stand inside a sentence."""
    return lower_first_in(name, PRACTICE_LANGUAGE.code)


def _own_words(check: SelfCheck, name: str) -> Words | None:
    """Give the words of a field of `selfcheck.core.TYPED`, with their language."""
    text, language = check.typed(name), check.language_of(name)
    foreign = "" if language == PRACTICE_LANGUAGE.code else name_in_dutch(language)
    return Words(text, is_own=True, language=language, foreign=foreign) if text else None


def _skipped_questions(check: SelfCheck) -> tuple[str, ...]:
    """Name the parts that were asked and not answered, in the order of the screen.

    Not among them is the question for more own words, which asks nothing in particular.
    """
    parts = ("reason", "feeling", "priorities", "wants", "strengths", "helpers")
    answered = {part for part in parts if getattr(check, part)}
    answered |= {part for part in ("strengths", "helpers") if check.typed(f"{part}_other")}
    if not check.own_topics():
        answered.add("priorities")  # the choice is among the own topics
    return tuple(part for part in parts if part not in answered)


def _note_priority(check: SelfCheck, priority: Priority, translate: Translate) -> PriorityNote:
    if priority.topic != OTHER:
        name = Words(translate(TOPIC_BY_CODE[priority.topic].short))
    else:
        name = _own_words(check, "priority_other") or Words(translate(SOMETHING_ELSE))
    wish = priority.help_wish and translate(HELP_WISH_NOTES[priority.help_wish])
    return PriorityNote(name, wish or None)


def _note_domain(check: SelfCheck, domain: LifeDomain, translate: Translate) -> DomainNote:
    suffers = tuple(
        (
            translate(TOPIC_BY_CODE[code].short),
            lower_first(translate(text_of(AMOUNTS, check.amounts[code]))),
        )
        for code in check.own_topics()
        if TOPIC_BY_CODE[code].domain is domain
    )
    skipped = tuple(
        translate(topic.short) for topic in topics_of(domain) if topic.code in check.skipped
    )
    return DomainNote(
        translate(DOMAIN_BY_CODE[domain].practice),
        check.state_of(domain),
        suffers,
        skipped,
        is_at_once=domain in check.all_no,
    )


def _name_skipped(domain: DomainNote) -> tuple[str, ...]:
    return (domain.name,) if domain.state is DomainState.SKIPPED else domain.skipped


def _name_worse_by(code: str, translate: Translate) -> str:
    if code in (NOTHING, UNKNOWN):
        return lower_first(translate(text_of(WORSE_BY_OTHERWISE, code)))
    return translate(TOPIC_BY_CODE[code].short)


def _name_all(
    check: SelfCheck, part: str, options: tuple[Option, ...], translate: Translate
) -> tuple[Words, ...]:
    """Name the chosen options; own words, if any, take the place of "something else"."""
    other = _own_words(check, f"{part}_other")
    names = [
        Words(translate(text_of(options, code)))
        for code in getattr(check, part)
        if not (code == OTHER and other)
    ]
    return (*names, other) if other else tuple(names)


def _name_interpreter(language: str | None) -> Words | None:
    if language is None:
        return None
    known = name_of_language(language, PRACTICE_LANGUAGE.code)
    return Words(known) if known else Words(language, is_own=True)


def _write_opening(priorities: tuple[PriorityNote, ...], translate: Translate) -> str:
    if not priorities:
        return translate(OPENING_WITHOUT_PRIORITY)
    name = priorities[0].name
    topic = f"“{name.text}”" if name.is_own else lower_first(name.text)
    return translate(OPENING) % {"topic": topic}
