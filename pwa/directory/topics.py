"""The topics under which help is found, with the names that patients know from the questionnaire.

This package must not import `selfcheck` (layers in pyproject.toml), so the list is repeated here; a
test compares both.
"""

from dataclasses import dataclass

from pwa.text import N_


@dataclass(frozen=True, slots=True)
class HelpTopic:
    """A topic by the code and the short name of the questionnaire."""

    code: str
    short: str


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """The topics of one part of life."""

    code: str
    heading: str
    topics: tuple[HelpTopic, ...]


TOPIC_GROUPS: tuple[TopicGroup, ...] = (
    TopicGroup(
        "body",
        N_("Your body"),
        (
            HelpTopic("pain", N_("Pain")),
            HelpTopic("tired", N_("Being tired")),
            HelpTopic("sleep", N_("Sleeping badly")),
            HelpTopic("eating", N_("Eating or weight")),
            HelpTopic("moving", N_("Difficulty moving the body")),
        ),
    ),
    TopicGroup(
        "mind",
        N_("Your mind and feelings"),
        (
            HelpTopic("stress", N_("Stress")),
            HelpTopic("low_mood", N_("Feeling sad")),
            HelpTopic("anxious", N_("Afraid or restless")),
            HelpTopic("bad_memories", N_("Bad things from the past")),
            HelpTopic("habits", N_("Smoking, alcohol, drugs, gambling")),
        ),
    ),
    TopicGroup(
        "social",
        N_("The people around you"),
        (
            HelpTopic("lonely", N_("Being alone")),
            HelpTopic("conflict", N_("Arguments or tension")),
            HelpTopic("caring", N_("Caring for someone")),
            HelpTopic("children", N_("Worries about children")),
            HelpTopic("support", N_("Too little support")),
        ),
    ),
    TopicGroup(
        "society",
        N_("Money, work, housing"),
        (
            HelpTopic("money", N_("Too little money")),
            HelpTopic("housing", N_("Problems with housing")),
            HelpTopic("work", N_("Problems with work")),
            HelpTopic("letters", N_("Letters and language")),
            HelpTopic("papers", N_("Worries about your stay")),
        ),
    ),
)

TOPIC_BY_CODE: dict[str, HelpTopic] = {
    topic.code: topic for group in TOPIC_GROUPS for topic in group.topics
}


# The address on a topic's poster has a number, because a name would say what ails whoever scans it.
# Posters hang for years: a topic that comes between these needs the numbers written out by hand.
_BY_NUMBER = dict(enumerate(TOPIC_BY_CODE.values(), start=1))
TOPIC_NUMBERS: dict[str, int] = {topic.code: number for number, topic in _BY_NUMBER.items()}


def topic_numbered(number: int) -> HelpTopic | None:
    """Find a topic by its number in the address on a poster."""
    return _BY_NUMBER.get(number)


def find_topic(code: str | None) -> HelpTopic | None:
    """Find a topic by its code, as it came in an address; None for anything else."""
    return TOPIC_BY_CODE.get(code or "")
