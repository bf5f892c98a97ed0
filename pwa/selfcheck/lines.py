"""What comes first, in a few lines, as the last step of the check has them: for the page without a script."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pwa.locales import join_words
from pwa.selfcheck.core import Priority, SelfCheck
from pwa.selfcheck.questions import (
    HELP_WISHES,
    OTHER,
    TOPIC_BY_CODE,
    WANTS,
    WORSE_BY_OTHERWISE,
    text_of,
)
from pwa.text import N_, Translate, lower_first

SOMETHING_ELSE = N_("Something else")
_PRIORITIES = (
    (N_("First %(topic)s"), N_("First %(topic)s, help: %(help)s")),
    (N_("Then %(topic)s"), N_("Then %(topic)s, help: %(help)s")),
)
WORSE_BY = N_("Made worse by: %(answers)s")
YOU_WANT = N_("You want: %(answers)s")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence in the source language, and what belongs into its places, in the reader's."""

    text: str
    values: Mapping[str, str]


def build_lines(check: SelfCheck, *, language: str, translate: Translate) -> list[Line]:
    """Put into words what is most important, what makes it worse, and what is wanted.

    Args:
        language: code of the language that `translate` gives.
    """

    def within(text: str) -> str:
        return lower_first(translate(text), language)

    return list(_lines(check, within, language))


def _lines(check: SelfCheck, within: Translate, language: str) -> Iterator[Line]:
    for (bare, with_help), priority in zip(_PRIORITIES, check.priorities, strict=False):
        topic = _name(priority, within)
        if priority.help_wish is None:
            yield Line(bare, {"topic": topic})
        else:
            wish = within(text_of(HELP_WISHES, priority.help_wish))
            yield Line(with_help, {"topic": topic, "help": wish})
    if check.priorities and check.worse_by:
        yield Line(WORSE_BY, _answers(map(_cause, check.worse_by), within, language))
    if check.wants:
        wants = (text_of(WANTS, code) for code in check.wants)
        yield Line(YOU_WANT, _answers(wants, within, language))


def _answers(texts: Iterable[str], within: Translate, language: str) -> dict[str, str]:
    return {"answers": join_words(list(map(within, texts)), language)}


def _cause(code: str) -> str:
    topic = TOPIC_BY_CODE.get(code)
    return topic.short if topic else text_of(WORSE_BY_OTHERWISE, code)


def _name(priority: Priority, within: Translate) -> str:
    if priority.topic != OTHER:
        return within(TOPIC_BY_CODE[priority.topic].short)
    return priority.other or within(SOMETHING_ELSE)
