"""Story B by ear only: the man with debts hears Turkish, presses what is framed, and reads nothing."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page

from pwa.vault.patient.codes import ALPHABET
from pwa.voice.core import KEPT_PARTS
from pwa.voice.making import make_clips
from pwa.voice.sentences import sentences
from tests.engines.engine import wait_for
from tests.people.gp import Gp
from tests.people.listener import ChromiumEar, Listener, known_answers
from tests.people.stories import STORY_B, DemoLogin
from tests.phones.line import Line, practice_paths, wait_until_kept

pytestmark = pytest.mark.on_one_database

# Whether all that is heard until the code is on the phone: as many files as the list of voices names.
KEPT = """
async (address) => {
  const cache = await caches.open("gesprek-voice");
  const list = await cache.match(address);
  if (!list) return false;
  const wanted = new Set(Object.values((await list.json()).texts).filter((row) => row[3]).map(([file]) => file)).size;
  const kept = (await cache.keys()).filter(({ url }) => url.endsWith(".mp3")).length;
  return wanted > 100 && kept >= wanted;
}
"""
WAITING = "Waiting for network. Your answers are on this device. We send them by ourselves."
# Sounds take a sixteenth of their time, so that the test does.
HASTE = "HTMLMediaElement.prototype.play = ((play) => function () { this.playbackRate = 16; return play.call(this); })(HTMLMediaElement.prototype.play);"


@pytest.fixture(scope="module")
def turkish(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The computer's Turkish, for all that is heard until the code."""
    folder = tmp_path_factory.mktemp("voices")
    with ProcessPoolExecutor() as pool:
        make_clips(folder, [each for each in sentences("tr") if each.part in KEPT_PARTS], pool)
    return folder


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
    phone.add_init_script(HASTE)
    man = Listener(ChromiumEar(phone), "tr")

    phone.goto("/nl/p/de-dreef")
    phone.locator("li [data-ear=tr]").click()
    man.presses("[data-ear-first] [data-ear-go]")
    man.hears(man.say("Use headphones, or hold the phone to your ear"))
    wait_until_kept(phone, *practice_paths("de-dreef", "tr"))
    wait_for(lambda: phone.evaluate(KEPT, "/tr/voice/de-dreef"), "the sounds that are kept")
    line.down()

    man.takes(man.say("Together"))
    man.answers(known_answers("tr", STORY_B), until=man.say("How you are"))
    man.takes(man.say("Share with the practice"))
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
