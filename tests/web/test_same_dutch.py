"""The practice's pages have the same Dutch, byte for byte, whatever language the patient used."""

import re
import uuid
from itertools import cycle, islice

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Submission
from pwa.locales import LANGUAGES
from pwa.selfcheck.core import LANGUAGE_FIELDS
from tests.inputs.answers import Fields, forms
from tests.people.stories import find_token

pytestmark = pytest.mark.on_one_database


def _read(
    staff: FlaskClient, client: FlaskClient, db: Session, fields: Fields, language: str
) -> str:
    answers = {name: values for name, values in fields.items() if name not in LANGUAGE_FIELDS}
    sent = {**answers, "uid": str(uuid.uuid4()), "consent": "1"}
    answer = client.post(
        f"/{language}/check/de-dreef", data=sent, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 201, answer.text
    newest = select(Submission.conversation_id).order_by(Submission.received_at.desc()).limit(1)
    found = db.scalars(newest).one()
    db.rollback()
    address = f"/practice/c/{found}"
    token = find_token(staff.get(address).text)
    staff.post(address, data={"csrf_token": token})
    pages = staff.get(address).text + staff.get(f"{address}/his").text
    return _without_what_differs(pages, str(found), LANGUAGES[language].dutch_name, language)


def _without_what_differs(pages: str, conversation: str, dutch_name: str, language: str) -> str:
    """Remove ids, codes, tokens, times and the name of the language, which differ per sending."""
    # Behind own words the language is named only when it is not Dutch.
    pages = re.sub(r' <span[^>]+data-part="words-language">[^<]+</span>', "", pages)
    for changing in (conversation, f" (in het {dutch_name})", f"in het {dutch_name}"):
        pages = pages.replace(changing, "")
    # Words that the patient typed carry `dir` and `lang` of the patient's language.
    pages = re.sub(rf'dir="(auto|ltr|rtl)" lang="{language}"', "", pages)
    pages = re.sub(r'name="csrf_token" value="[^"]+"', "", pages)
    pages = re.sub(r'<span class="code code--small">\w{4}</span>', "", pages)
    pages = re.sub(r"lijst \w{4},", "", pages)
    pages = re.sub(r'datetime="[^"]+"', "", pages)
    pages = re.sub(r'data-(idle|whole)="\d+"', "", pages)  # seconds that the session still lasts
    return re.sub(r"\d\d:\d\d", "", pages)


# How many other languages each example is compared with: all of them in turn, some each time.
OTHERS = 3
OTHER_LANGUAGES = cycle(code for code in LANGUAGES if code != "nl")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=forms())
def test_every_language_gives_the_same_pages(
    staff_client: FlaskClient, client: FlaskClient, db_session: Session, fields: Fields
) -> None:
    languages = ["nl", *islice(OTHER_LANGUAGES, OTHERS)]
    pages = {_read(staff_client, client, db_session, fields, each) for each in languages}

    assert len(pages) == 1, languages
