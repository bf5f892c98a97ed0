"""The numbers on the list on paper, by which an answer is typed in again.

Papers lie about for months, so a number keeps its meaning as long as the questionnaire keeps its
VERSION, which stands at the foot of the paper.
"""

from collections.abc import Iterable, Mapping

from pwa.selfcheck.questions import (
    FEELINGS,
    FILLED_BY,
    HELP_WISHES,
    HELPERS,
    OTHER,
    STRENGTHS,
    TOPICS,
    VERSION,
    WANTS,
    WORSE_BY_OTHERWISE,
    Option,
    text_of,
)

Numbers = Mapping[int, Option]


def _number(options: Iterable[Option], first: int = 1) -> dict[int, Option]:
    return dict(enumerate(options, first))


_TOPICS = _number(Option(topic.code, topic.short) for topic in TOPICS)
_AFTER_TOPICS = len(TOPICS) + 1
_OTHERWISE = _number(WORSE_BY_OTHERWISE, _AFTER_TOPICS)
_SOMETHING_ELSE = Option(OTHER, text_of(STRENGTHS, OTHER))

# Name of a question's field to what each number under it stands for. Topics have the same numbers
# wherever they are asked about; what is asked beside them goes on from there.
NUMBERS: Mapping[str, Numbers] = {
    "filled_by": _number(FILLED_BY),
    "feeling": _number(FEELINGS),
    "strengths": _number(STRENGTHS),
    "priority": _TOPICS | {_AFTER_TOPICS + len(_OTHERWISE): _SOMETHING_ELSE},
    "help_wish": _number(HELP_WISHES),
    "worse_by": _TOPICS | _OTHERWISE,
    "helpers": _number(HELPERS),
    "wants": _number(WANTS),
}
NUMBER_OF_TOPIC: Mapping[str, int] = {option.code: number for number, option in _TOPICS.items()}


def number_of(name: str, code: str) -> int:
    """Give the number of an answer on the paper.

    Args:
        name: of the question's field.

    Raises:
        KeyError: the question does not offer this answer.
    """
    return {option.code: number for number, option in NUMBERS[name].items()}[code]


def mark_of(language: str) -> str:
    """Give what stands at the foot of a paper: its language and the version of the questions."""
    return f"{language}-{VERSION}"
