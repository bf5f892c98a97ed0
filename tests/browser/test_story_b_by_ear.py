"""Story B by ear only: the man with debts hears Turkish, presses what is framed, and reads nothing."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page

from pwa.vault.patient.codes import ALPHABET
from tests.engines.engine import wait_for
from tests.inputs.voices import KEPT
from tests.people.gp import Gp
from tests.people.listener import WAITING, ChromiumEar, Listener
from tests.people.stories import STORY_B, DemoLogin
from tests.phones.line import Line, practice_paths, wait_until_kept

pytestmark = pytest.mark.on_one_database


def test_the_man_with_debts_needs_no_reading_and_no_network(
    phone: Page,
    line: Line,
    app: Flask,
    turkish: Path,
    desk_page: Page,
    demo: DemoLogin,
    staff_client: FlaskClient,
    live_server: str,
) -> None:
    gp = Gp(desk_page, demo).goes_on(staff_client, live_server)
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

    gp.opens(code)
    assert gp.reads("language") == "in het Turks"
    assert gp.reads("interpreter") == "Tolk: Turks"
    assert gp.reads("filled-by") == "samen met iemand"
    assert gp.reads("priority").startswith("Eerst bespreken Te weinig geld wil hulp")
    assert gp.reads("worse-by") == "wordt erger door: Problemen met werk · Brieven en taal"
    assert "Roken, alcohol, drugs, gokken" in gp.reads("skipped")
