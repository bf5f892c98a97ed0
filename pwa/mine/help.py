"""Local help for a patient's own topics; no address names them, so no browser history does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pwa.directory.cards import HelpCard, build_cards
from pwa.directory.core import HelpOption
from pwa.selfcheck.core import SelfCheck
from pwa.selfcheck.questions import TOPIC_BY_CODE, Amount, Topic


@dataclass(frozen=True, slots=True)
class HelpSection:
    """The help for one topic, without options that a section before already shows."""

    topic: Topic
    cards: tuple[HelpCard, ...]


def build_sections(
    check: SelfCheck, options: Iterable[HelpOption], *, language: str, moment: datetime
) -> list[HelpSection]:
    """Put together the help for the patient's topics.

    The patient's priorities come first, then the other topics in the order of the questions; how
    severe an answer is never counts.

    Args:
        language: code of the page's language.
        moment: now, for opening hours.

    Returns:
        The sections that have any help.
    """
    offered, shown = tuple(options), set[str]()
    sections = []
    for topic in _own_topics(check):
        cards = build_cards(offered, topic.code, language=language, moment=moment)
        new = tuple(card for card in cards if card.option.id not in shown)
        shown |= {card.option.id for card in new}
        if new:
            sections.append(HelpSection(topic, new))
    return sections


def _own_topics(check: SelfCheck) -> list[Topic]:
    chosen = [priority.topic for priority in check.priorities]
    own = [code for code in TOPIC_BY_CODE if check.amounts.get(code, Amount.NO) is not Amount.NO]
    return [TOPIC_BY_CODE[code] for code in dict.fromkeys(chosen + own) if code in TOPIC_BY_CODE]
