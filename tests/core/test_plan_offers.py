"""The steps that a press on the map offers: the same for everybody, never a test or a medicine."""

from pathlib import Path

import pytest
from flask import Flask

from pwa.app import create_app
from pwa.directory.core import HelpOption
from pwa.plan.phrases import CURRENT
from pwa.planning.offers import BY_TOPIC, WITH_HELP, PracticeHelp, list_offers, offers_for_topic
from pwa.selfcheck.questions import DOMAINS, TOPICS

# What a doctor orders or finds. Somebody who makes a plan finds these by typing.
CLINICAL = {"blood_test", "check_up", "dietitian", "home_care", "physiotherapy", "psychologist"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder: Path = tmp_path_factory.mktemp("instance")
    return create_app({"GESPREK_DEMO": "1"}, folder)


def option(uid: str, name: str, *topics: str) -> HelpOption:
    return HelpOption(
        id=uid,
        name=name,
        what="",
        audience="",
        cost="",
        language="nl",
        access=(),
        spoken=(),
        has_interpreter=False,
        phones=(),
        address=None,
        area="",
        schedules=(),
        topics=frozenset(topics),
        checked_on=None,
        is_example=False,
        is_sensitive=False,
    )


def helps_of(app: Flask, topic: str, *options: HelpOption) -> dict[str, str]:
    """Give the phrases of a topic that come with help, each with the id of that."""
    known = PracticeHelp(options, {each.id for each in options if each.id.startswith("nl-")})
    with app.test_request_context("/practice/"):
        offers = offers_for_topic(topic, known)
    return {offer.phrase.code: offer.help.id for offer in offers if offer.help}


def test_each_topic_and_each_domain_has_three_to_five_steps(app: Flask) -> None:
    with app.test_request_context("/practice/"):
        offers = list_offers(PracticeHelp((), frozenset()))

    assert set(offers) == {t.code for t in TOPICS} | {text.domain.value for text in DOMAINS}
    for place, offered in offers.items():
        codes = [offer.phrase.code for offer in offered]
        assert 3 <= len(codes) <= 5, place
        assert len(codes) == len(set(codes)), place


def test_no_test_medicine_or_diagnosis_is_offered() -> None:
    offered = {code for codes in BY_TOPIC.values() for code in codes}

    assert CURRENT.keys() >= CLINICAL
    assert offered.isdisjoint(CLINICAL)
    assert CURRENT.keys() >= offered | WITH_HELP


def test_every_offer_of_a_topic_is_a_step_for_that_topic() -> None:
    for topic, codes in BY_TOPIC.items():
        for code in codes:
            assert topic in CURRENT[code].topics, (topic, code)


def test_the_help_that_the_sentence_names_comes_with_it(app: Flask) -> None:
    found = helps_of(
        app,
        "caring",
        option("day", "Dagopvang De Boom", "caring"),
        option("carers", "Mantelzorg Utrecht", "caring"),
    )

    assert found == {"carer_support": "carers", "day_care": "day"}


def test_a_step_of_the_neighbourhood_team_gets_the_team(app: Flask) -> None:
    found = helps_of(
        app,
        "money",
        option("letters", "Hulp bij brieven", "money"),
        option("team", "Buurtteam Overvecht", "money"),
        option("nl-geldfit", "Geldfit", "money"),
    )

    assert found == {"geldfit": "nl-geldfit", "debt_help": "team", "allowances": "team"}


def test_no_step_gets_a_national_line_that_it_does_not_name(app: Flask) -> None:
    assert helps_of(app, "lonely", option("nl-listen", "De Luisterlijn", "lonely")) == {}


def test_the_only_help_of_the_neighbourhood_is_taken(app: Flask) -> None:
    found = helps_of(app, "letters", option("cafe", "Taalcafé", "letters"))

    assert found["language_class"] == "cafe"
