"""Parts of a help service in a few words, for the practice."""

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext, ngettext

from pwa.directory.hsds import Access, HelpService
from pwa.directory.schedule_words import describe_schedule
from pwa.directory.strengths import STRENGTHS
from pwa.directory.topics import TOPIC_BY_CODE
from pwa.locales import PRACTICE_LANGUAGE
from pwa.text import N_

_MOST_TOPICS: Final = 3
_MOST_SCHEDULES: Final = 2
ACCESS_WORDS: Final[Mapping[Access, str]] = {
    # Translators: how to come to help, in a few words
    Access.CALL: N_("call"),
    # Translators: how to come to help, in a few words
    Access.WALK_IN: N_("walk in"),
    # Translators: how to come to help, in a few words
    Access.DOCTOR_REFERS: N_("the doctor refers"),
}


def topics_of(service: HelpService) -> list[str]:
    """Name the topics of a service, in the order of the questionnaire."""
    return [gettext(topic.short) for code, topic in TOPIC_BY_CODE.items() if code in service.topics]


def strengths_of(service: HelpService) -> list[str]:
    """Name the strengths of a service, in the order of the questionnaire."""
    return [gettext(strength.text) for strength in STRENGTHS if strength.code in service.strengths]


def hours_of(service: HelpService) -> list[str]:
    """Say when it is open, each schedule in words of its own."""
    described = (
        " ".join(filter(None, [describe_schedule(each, PRACTICE_LANGUAGE.code), each.description]))
        for each in service.schedules
    )
    return [words for words in described if words]


def short_topics(service: HelpService) -> str:
    """Name a few topics of a service, and say how many more there are."""
    names = topics_of(service)
    if (more := len(names) - _MOST_TOPICS) > 0:
        # Translators: more topics than fit, after a comma
        others = ngettext("%(num)s more", "%(num)s more", more)
        names = [*names[:_MOST_TOPICS], others]
    return ", ".join(names)


def short_ways_in(service: HelpService) -> str:
    """Say in a few words how and when people come there: by which number, without an appointment."""
    parts = [_way(way, service) for way in service.access]
    return ", ".join([*parts, *hours_of(service)[:_MOST_SCHEDULES]])


def _way(way: Access, service: HelpService) -> str:
    if way is Access.CALL and service.phones:
        # Translators: how to come to help, in a few words
        return gettext("call %(number)s", number=service.phones[0].number)
    return gettext(ACCESS_WORDS[way])
