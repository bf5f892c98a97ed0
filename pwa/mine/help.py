"""Local help for a patient's own topics; no address names them, so no browser history does."""

from pwa.directory.topics import TOPIC_BY_CODE, HelpTopic
from pwa.selfcheck.core import SelfCheck
from pwa.selfcheck.questions import Amount


def own_topics(check: SelfCheck) -> list[HelpTopic]:
    """List the patient's topics: the priorities first, then the others in the order of the questions.

    How severe an answer is never counts.
    """
    chosen = [priority.topic for priority in check.priorities]
    own = [code for code in TOPIC_BY_CODE if check.amounts.get(code, Amount.NO) is not Amount.NO]
    return [TOPIC_BY_CODE[code] for code in dict.fromkeys(chosen + own) if code in TOPIC_BY_CODE]
