"""A language whose texts are 40 % longer than English still fits, and no text has escaped the translators."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import tinyhtml5
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import get_domain

from pwa import config
from tests.browser.test_thumb import measure_answers
from tests.databases.homes import Home
from tests.pages.crawl import PAGES, find_too_wide
from tests.pages.pseudo import BEGIN, find_unmarked, lengthen, make_pseudo
from tests.people.patient import Patient
from tests.people.walker import Walker
from tests.phones.browsers import OpenContext

LANGUAGE = "en"
# Not words of the app: lines of help, whose texts are data with a language of their own.
OF_DATA = ("help", "own help")


@pytest.fixture
def app(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The app with the pseudo-language in place of English."""
    folder = tmp_path / "i18n"
    folder.mkdir()
    monkeypatch.setattr(config, "TRANSLATIONS", make_pseudo(folder))
    with home.app() as app:
        # Flask-Babel keeps catalogues as long as the process: those of the tests before and after are others.
        forget_catalogues(app)
        yield app
        forget_catalogues(app)


def forget_catalogues(app: Flask) -> None:
    with app.test_request_context():
        get_domain().cache.clear()


def test_the_pseudo_language_is_longer_and_keeps_what_is_filled_in() -> None:
    text = "You need a code: of your invitation, or of the waiting room."

    assert 1.35 * len(text) < len(lengthen(text)) < 1.45 * len(text)
    assert "%(number)s" in lengthen("Call the practice: %(number)s.")


def test_every_page_fits_and_every_text_can_be_translated(
    home: Home, open_device: OpenContext, staff_client: FlaskClient
) -> None:
    slug = home.demo().slug
    walker = Walker(open_device(has_touch=True, is_mobile=True), slug, LANGUAGE)
    walker.shares(staff_client, home.database_url)
    faults = []
    for page in PAGES:
        faults += [f"{page.name}: {fault}" for fault in walker.visits(page)]
        content = walker.page.content()
        assert BEGIN in content, page.name
        faults += [f"{page.name}: {fault}" for fault in find_too_wide(walker.page)]
        if page.name not in OF_DATA:
            tree = tinyhtml5.parse(content, namespace_html_elements=False)
            faults += [f"{page.name}: not translated: {text}" for text in find_unmarked(tree)]

    assert faults == []


def test_the_answers_of_all_topics_stand_at_one_place(open_device: OpenContext) -> None:
    phone = open_device(has_touch=True, is_mobile=True)
    page = Patient(phone.new_page(), language=LANGUAGE).opens_check().page

    for width, height in ((360, 640), (320, 568)):
        topics = measure_answers(page, width, height)
        assert len({tuple(topic["tops"]) for topic in topics}) == 1, (width, topics)
        assert [topic["step"] for topic in topics if topic["isWide"]] == []
