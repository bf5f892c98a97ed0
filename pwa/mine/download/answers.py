"""A whole check as questions and answers, in the words that the patient was asked in."""

from collections.abc import Iterator
from dataclasses import dataclass

from pwa.selfcheck.core import SelfCheck
from pwa.selfcheck.questions import (
    AMOUNTS,
    DOMAINS,
    FEELINGS,
    FILLED_BY,
    HELP_WISHES,
    HELPERS,
    OTHER,
    STRENGTHS,
    TOPIC_BY_CODE,
    WANTS,
    WORSE_BY_OTHERWISE,
    DomainText,
    Option,
    text_of,
    topics_of,
)
from pwa.text import N_, Translate

SKIPPED = N_("Skipped")
NOT_SHARED = N_("Not shared")


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer as text.

    Attributes:
        is_typed: typed by the patient; pages put such words in `<bdi>`, for another direction.
    """

    text: str
    is_typed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its answers; none when it was skipped."""

    question: str
    answers: tuple[GivenAnswer, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A life domain with a row for each topic; one row in all when the domain is not shared."""

    heading: str
    rows: tuple[Row, ...]


def build_rows(check: SelfCheck, translate: Translate) -> tuple[Row, ...]:
    """Put all questions except those about topics into words, in the order of the form."""
    return tuple(
        Row(translate(question), tuple(answers))
        for question, answers in (
            (N_("Who fills this in?"), _one(FILLED_BY, check.filled_by, translate)),
            (
                N_("How have you felt in the last 2 weeks?"),
                _one(FEELINGS, check.feeling, translate),
            ),
            (N_("What do you come to the doctor for?"), _typed(check.reason)),
            (
                N_("What gives you strength?"),
                _several(STRENGTHS, check.strengths, check.strengths_other, translate),
            ),
            (N_("What is most important to you?"), _priorities(check, translate)),
            (N_("What makes this worse?"), _causes(check, translate)),
            (
                N_("Who helps you already?"),
                _several(HELPERS, check.helpers, check.helpers_other, translate),
            ),
            (N_("What do you want from this talk?"), _several(WANTS, check.wants, "", translate)),
            (N_("Do you want to tell us anything else?"), _typed(check.own_words)),
            (N_("I would like an interpreter"), _interpreter(check, translate)),
        )
    )


def build_parts(check: SelfCheck, translate: Translate) -> tuple[Part, ...]:
    """Put the topics into words, domain by domain."""
    return tuple(Part(translate(text.heading), _topics(check, text, translate)) for text in DOMAINS)


def _topics(check: SelfCheck, text: DomainText, translate: Translate) -> tuple[Row, ...]:
    if text.domain in check.not_shared:
        return (Row(translate(NOT_SHARED), ()),)
    return tuple(
        Row(
            translate(topic.heading),
            tuple(_one(AMOUNTS, check.amounts.get(topic.code), translate)),
        )
        for topic in topics_of(text.domain)
    )


def _one(
    options: tuple[Option, ...], code: str | None, translate: Translate
) -> Iterator[GivenAnswer]:
    if code is not None:
        yield GivenAnswer(translate(text_of(options, code)))


def _several(
    options: tuple[Option, ...], codes: tuple[str, ...], other: str, translate: Translate
) -> Iterator[GivenAnswer]:
    for code in codes:
        if code != OTHER or not other:
            yield GivenAnswer(translate(text_of(options, code)))
    yield from _typed(other)


def _typed(words: str) -> Iterator[GivenAnswer]:
    if words:
        yield GivenAnswer(words, is_typed=True)


def _priorities(check: SelfCheck, translate: Translate) -> Iterator[GivenAnswer]:
    for priority in check.priorities:
        if priority.topic == OTHER:
            yield from (
                _typed(priority.other)
                if priority.other
                else [GivenAnswer(translate(N_("Something else")))]
            )
        else:
            yield GivenAnswer(translate(TOPIC_BY_CODE[priority.topic].short))
        if priority.help_wish is not None:
            wish = translate(text_of(HELP_WISHES, priority.help_wish))
            yield GivenAnswer(f"{translate(N_('Do you want help with this?'))} {wish}")


def _causes(check: SelfCheck, translate: Translate) -> Iterator[GivenAnswer]:
    for code in check.worse_by:
        topic = TOPIC_BY_CODE.get(code)
        yield GivenAnswer(translate(topic.short if topic else text_of(WORSE_BY_OTHERWISE, code)))


def _interpreter(check: SelfCheck, translate: Translate) -> Iterator[GivenAnswer]:
    if check.interpreter_language is not None:
        yield GivenAnswer(translate(N_("Yes")))
        yield from _typed(check.interpreter_language)
