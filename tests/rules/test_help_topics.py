"""The questionnaire and the directory of local help import nothing of each other; topics agree."""

from pwa.directory.packaged import EXAMPLE, NATIONAL, load_services
from pwa.directory.topics import TOPIC_BY_CODE, TOPIC_GROUPS
from pwa.selfcheck.questions import DOMAINS, TOPICS


def test_help_is_listed_under_the_topics_of_the_questionnaire() -> None:
    listed = [
        (group.code, topic.code, topic.short) for group in TOPIC_GROUPS for topic in group.topics
    ]

    assert listed == [(topic.domain.value, topic.code, topic.short) for topic in TOPICS]


def test_the_groups_are_called_as_in_the_questionnaire() -> None:
    names = [(group.code, group.heading) for group in TOPIC_GROUPS]

    assert names == [(text.domain.value, text.heading) for text in DOMAINS]


def test_every_topic_has_help_and_no_help_has_another_topic() -> None:
    services = (*load_services(NATIONAL), *load_services(EXAMPLE))

    assert {topic for service in services for topic in service.topics} == set(TOPIC_BY_CODE)
