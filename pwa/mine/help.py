"""Local help for what a patient chose, without a word of it in an address."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pwa.directory.cards import HelpCard, build_cards
from pwa.directory.core import HelpOption
from pwa.selfcheck.core import SelfCheck
from pwa.selfcheck.questions import TOPIC_BY_CODE, Amount, Topic


@dataclass(frozen=True, slots=True)
class HelpSection:
    """The help for one topic; what stood under a topic before is not repeated."""

    topic: Topic
    cards: tuple[HelpCard, ...]


def build_sections(
    check: SelfCheck, options: Iterable[HelpOption], *, language: str, moment: datetime
) -> list[HelpSection]:
    """Put together the help for the patient's topics.

    What the patient calls most important comes first, then the order of the questions: never the
    severity of the answers.
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
