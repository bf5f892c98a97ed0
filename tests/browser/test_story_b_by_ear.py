"""Story B by ear only: the man with debts hears Turkish, presses what is framed, and reads nothing."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page

from pwa.vault.patient.codes import ALPHABET
from tests.engines.engine import wait_for
from tests.inputs.voices import KEPT
from tests.people.desk import open_by_code
from tests.people.listener import WAITING, ChromiumEar, Listener, check_story_b
from tests.people.stories import STORY_B
from tests.phones.line import Line, practice_paths, wait_until_kept

pytestmark = pytest.mark.on_one_database


def test_the_man_with_debts_needs_no_reading_and_no_network(
    phone: Page, line: Line, app: Flask, turkish: Path, staff_client: FlaskClient
) -> None:
    app.config["VOICE_FOLDER"] = turkish
    man = Listener(ChromiumEar(phone), "tr")

    phone.goto("/nl/p/de-dreef")
    phone.locator("li [data-ear=tr]").click()
    man.presses("[data-ear-first] [data-ear-go]")
    man.hears(man.say("Use headphones, or hold the phone to your ear"))
    wait_until_kept(phone, *practice_paths("de-dreef", "tr"))
    wait_for(lambda: phone.evaluate(KEPT, "/tr/voice/de-dreef"), "the sounds that are kept")
    line.down()

    man.prepares(STORY_B)
    man.hears(man.say(WAITING))
    line.up()
    phone.evaluate("dispatchEvent(new Event('online'))")
    code = man.hears_code(ALPHABET)

    assert code == (phone.locator("[data-code]").text_content() or "").strip().replace("-", "")
    check_story_b(open_by_code(staff_client, code))
