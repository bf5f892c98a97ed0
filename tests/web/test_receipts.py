"""A receipt has a proof that the phone can check; computed here as docs/http.md describes."""

import base64
import uuid
from hashlib import sha256
from hmac import digest

import pytest
from flask.testing import FlaskClient

from tests.people.stories import STORY_A

JSON = {"Accept": "application/json"}


def send(client: FlaskClient, uid: uuid.UUID) -> dict[str, str]:
    fields = {**STORY_A, "uid": str(uid), "consent": "1"}
    receipt: dict[str, str] = client.post(
        "/nl/check/de-dreef", data=fields, headers=JSON
    ).get_json()
    return receipt


def prove(receipt: dict[str, str], uid: uuid.UUID) -> str:
    """Compute the proof with the standard library only: HKDF (RFC 5869) of one block, then HMAC."""
    extracted = digest(bytes(32), uid.bytes, sha256)
    key = digest(extracted, b"mijn-gesprek receipt proof\x01", sha256)
    content = f"{receipt['receipt']}\n{receipt['received_at']}".encode()
    return base64.urlsafe_b64encode(digest(key, content, sha256)).rstrip(b"=").decode()


def test_the_receipt_proves_that_it_belongs_to_this_sending(client: FlaskClient) -> None:
    uid = uuid.uuid4()

    receipt = send(client, uid)

    assert receipt["proof"] == prove(receipt, uid)


def test_the_same_sending_again_has_the_same_proof(client: FlaskClient) -> None:
    uid = uuid.uuid4()
    first = send(client, uid)

    again = send(client, uid)

    assert again["proof"] == first["proof"] == prove(again, uid)


@pytest.mark.parametrize("changed", ["receipt", "received_at"])
def test_a_changed_receipt_does_not_fit_its_proof(client: FlaskClient, changed: str) -> None:
    uid = uuid.uuid4()
    receipt = send(client, uid)
    receipt[changed] = send(client, uuid.uuid4())[changed] + "x"

    assert receipt["proof"] != prove(receipt, uid)


def test_the_proof_of_one_sending_does_not_fit_another(client: FlaskClient) -> None:
    receipt = send(client, uuid.uuid4())

    assert receipt["proof"] != prove(receipt, uuid.uuid4())


def test_the_pages_of_a_list_name_it_as_its_receipt_did(client: FlaskClient) -> None:
    first, second = send(client, uuid.uuid4()), send(client, uuid.uuid4())

    page = client.get("/nl/done").text

    assert f'data-own="{second["phone"]}"' in page
    assert first["phone"] != second["phone"]
