"""Requests to the local help that no page of ours sends are refused, and break nothing."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from pwa.practice.models import Practice
from tests.inputs.help_imports import make_services
from tests.inputs.help_list import LIST, uid_of
from tests.people.importer import Importer
from tests.people.stories import find_token

# Impossible as a number, or too large for a database or for Python.
NUMBERS = ("-1", "0", str(2**31), str(2**63), "9" * 5000, "\N{ARABIC-INDIC DIGIT TWO}", "x")
# What a database, an address or a page cannot hold as it is.
WORDS = ("a\0b", "\r\nSet-Cookie: a=b", "\N{RIGHT-TO-LEFT OVERRIDE}\"'><script>", "%" * 5000)


@pytest.fixture
def token(staff_client: FlaskClient) -> str:
    """The CSRF token of the forms of the GP, who is logged in."""
    return find_token(staff_client.get(LIST).text)


def test_no_number_breaks_a_page_of_patients(client: FlaskClient, practice: Practice) -> None:
    page = f"/nl/help/{practice.slug}"
    for number in NUMBERS:
        assert client.get(page, query_string={"page": number}).status_code == 200, number
        assert client.post(page, data={"page": number, "open": "1"}).status_code == 200, number
        short = client.get(f"/p/{practice.slug}/help/{number}")
        assert short.status_code in (303, 404), number


def test_no_number_breaks_a_page_of_the_practice(staff_client: FlaskClient, token: str) -> None:
    for number in NUMBERS:
        assert staff_client.get(LIST, query_string={"page": number}).status_code in (200, 303)
        for address in ("undo/{}", "sets/{}/subscribe", "sets/{}/unsubscribe"):
            address = f"{LIST}/{address.format(number)}"
            assert staff_client.post(address, data={"csrf_token": token}).status_code == 404, number


def test_no_words_break_a_search_or_a_report(
    client: FlaskClient, practice: Practice, db_session: Session
) -> None:
    page, uid = f"/nl/help/{practice.slug}", uid_of(db_session, "Buurtteam Overvecht")
    db_session.commit()
    for words in WORDS:
        for name in ("words", "topic", "choose", "area"):
            assert client.post(page, data={name: words}).status_code == 200, (name, words)
        unknown = client.post(f"{page}/report", data={"option": words})
        assert (unknown.status_code, unknown.location) == (303, page), words
        known = client.post(f"{page}/report", data={"option": uid, "wrong": words, "line": words})
        assert known.status_code in (200, 422), words


def test_no_words_break_what_the_practice_edits(
    staff_client: FlaskClient, token: str, db_session: Session
) -> None:
    uid = uid_of(db_session, "Buurtteam Overvecht")
    db_session.commit()
    names = "uid base name what-nl phone-1 phone-1-id open-1-from open-1-day url email street city"
    for words in WORDS:
        fields = {**dict.fromkeys(names.split(), words), "topics": words, "csrf_token": token}
        for address in ("new", uid, "preview"):
            answer = staff_client.post(f"{LIST}/{address}", data=fields)
            assert answer.status_code < 500, (address, words)
            assert "<script>" not in answer.text
        pressed = {"csrf_token": token, "q": words, "next": words, "from": words}
        assert staff_client.post(f"{LIST}/{uid}/check", data=pressed).status_code == 303, words
        assert staff_client.get(LIST, query_string={"q": words}).status_code == 200, words


def test_no_words_break_a_choice_about_a_file(
    staff_client: FlaskClient, token: str, db_session: Session
) -> None:
    address = Importer(staff_client, db_session).uploads(make_services(1))
    for words in WORDS:
        fields = {"csrf_token": token, "uid": words, "take": "file"}
        answer = staff_client.post(f"{address}/choose", data=fields)
        assert answer.status_code == 303, words
        assert answer.location.startswith(f"{address}?"), words
