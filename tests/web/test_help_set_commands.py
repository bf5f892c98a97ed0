"""`flask directory`: what the operator publishes, and what is refused."""

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from pwa.directory.exchange.hsds_writer import write_json
from pwa.directory.models import KeptState
from tests.inputs.help_sets import set_service
from tests.people.city import City

pytestmark = pytest.mark.on_one_database


@pytest.fixture
def city(app: Flask, staff_client: FlaskClient, tmp_path: Path, db_session: Session) -> City:
    return City(app, staff_client, tmp_path, db_session)


def test_a_set_that_loses_half_of_it_is_not_published_by_itself(city: City) -> None:
    city.publish(*map(set_service, range(1, 5)))
    city.press("subscribe")

    assert "3 of the 4 services" in city.publish(set_service(1)).output
    assert city.row(2).state is KeptState.SHOWN
    city.publish(set_service(1), force=True)
    assert city.row(2).state is KeptState.GONE


def test_a_file_with_a_fault_is_not_published(city: City) -> None:
    services = json.loads(b"".join(write_json([set_service(1), set_service(2)])))
    services[1]["assured_date"] = "1404-09-09"
    city.file.write_text(json.dumps(services))
    words = ["directory", "publish", str(city.file), "--set", "utrecht", "--name", "Utrecht"]
    run = city.app.test_cli_runner()

    refused = run.invoke(args=words)
    looked = run.invoke(args=[*words, "--look"])
    partly = run.invoke(args=[*words, "--without-refused"])

    assert refused.exit_code == 1
    assert "1404-09-09 is no day of our calendar" in refused.output
    assert "Published" not in looked.output
    assert "Published utrecht, edition 1: 1 services." in partly.output
    assert "utrecht          Utrecht" in run.invoke(args=["directory", "sets"]).output


def test_terms_of_others_are_taken_by_their_words_and_told(city: City) -> None:
    (service,) = json.loads(b"".join(write_json([set_service(1, topics=frozenset())])))
    term = {"id": "1", "name": "Schuldhulp", "description": "", "taxonomy": "Kaart"}
    service["attributes"].append({"id": "2", "taxonomy_term": term})
    city.file.write_text(json.dumps([service]))
    words = ["directory", "publish", str(city.file), "--set", "utrecht", "--name", "Utrecht"]

    told = city.app.test_cli_runner().invoke(args=words).output
    city.press("subscribe")

    assert "term: Kaart Schuldhulp (1 times): money" in told
    assert city.row(1).content.topics == {"money"}


def test_a_file_that_cannot_be_read_says_why(city: City) -> None:
    city.file.write_text("{")
    words = ["directory", "publish", str(city.file), "--set", "utrecht", "--name", "Utrecht"]

    result = city.app.test_cli_runner().invoke(args=words)

    assert (result.exit_code, "mistake in it" in result.output) == (1, True)
