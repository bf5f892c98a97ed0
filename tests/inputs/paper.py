"""Lists on paper, as the desk types them."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.people.stories import find_token

PAPER = "/practice/paper-list"

# The tired carer's paper; the field names are those of the form.
STORY_A_TYPED = {
    "filled_by": "1",
    "feeling": "3",
    "reason": "hoofdpijn en altijd moe",
    "body": "12100",
    "mind": "1----",
    "social": "--21-",
    "society": "00000",
    "strengths": "1 6",
    "priority": "2",
    "help_wish": "1",
    "worse_by": "13 3",
    "helpers": "1",
    "wants": "13",
}


def type_paper(client: FlaskClient, **fields: str) -> TestResponse:
    """Send the form of a list on paper; its box of consent is ticked unless `consent` says else."""
    token = find_token(client.get(PAPER).text)
    sent = {"csrf_token": token, "consent": "1", "patient_language": "nl", **fields}
    return client.post(PAPER, data={name: value for name, value in sent.items() if value})
