"""Once a list on paper is sealed, going back in the browser shows nothing of it."""

import pytest
from flask.testing import FlaskClient

from tests.inputs.paper import PAPER, STORY_A_TYPED, type_paper
from tests.pages.checked import check_page
from tests.people.together import fields_of

pytestmark = pytest.mark.on_one_database

MARKER = "bijzonderwoord"


@pytest.mark.parametrize("way", [{}, {"change": ["1"]}])
def test_going_back_after_sealing_does_not_bring_the_answers_again(
    assistant: FlaskClient, way: dict[str, list[str]]
) -> None:
    fields = fields_of(check_page(type_paper(assistant, **{**STORY_A_TYPED, "reason": MARKER})))
    assert MARKER in assistant.post(PAPER, data={**fields, **way}).text
    assistant.post(PAPER, data={**fields, "seal": ["1"]})

    again = assistant.post(PAPER, data={**fields, **way})

    assert (again.status_code, again.location) == (303, "/practice/")
    assert MARKER not in again.text
