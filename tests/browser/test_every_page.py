"""Every page of a patient once, and every language once: language, foreign sentences, width, axe.

All pages in all languages would take an hour; `make crawl` does that. Here the languages take turns
over the pages, and every second round is without JavaScript.
"""

from itertools import cycle

from flask.testing import FlaskClient

from pwa.locales import LANGUAGES
from tests.databases.homes import Home
from tests.pages.axe import BUT_COLOURS, EVERYTHING
from tests.pages.crawl import PAGES, PatientPage, find_faults
from tests.people.walker import Walker
from tests.phones.browsers import OpenContext


def share_out() -> dict[str, list[PatientPage]]:
    """Give each language its pages: language to pages, without and with a key in turn."""
    shares: dict[str, list[PatientPage]] = {language: [] for language in LANGUAGES}
    for page, language in zip(PAGES, cycle(LANGUAGES), strict=False):
        shares[language].append(page)
    return shares


def test_each_page_is_right_in_the_language_whose_turn_it_is(
    home: Home, open_device: OpenContext, staff_client: FlaskClient
) -> None:
    faults = []
    mirror = open_device().new_page()
    for number, (language, pages) in enumerate(share_out().items()):
        has_script = number % 2 == 0
        phone = open_device(
            has_touch=True, is_mobile=True, locale=language, java_script_enabled=has_script
        )
        walker = Walker(phone, home.demo().slug, language)
        if any(page.needs_key for page in pages):
            walker.shares(staff_client, home.database_url)
        # All languages share one style, so one of them is enough for axe's colours.
        rules = EVERYTHING if number == 0 else BUT_COLOURS
        for page in pages:
            found = [*walker.visits(page)]
            found += find_faults(
                walker.page, language, rules, mirror=None if has_script else mirror
            )
            faults += [f"{language}, {page.name}: {fault}" for fault in found]
        phone.close()

    assert not faults, "\n".join(faults)
