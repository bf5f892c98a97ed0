"""Story B by ear only in WebKit, the engine of every browser on an iPhone."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pwa.vault.patient.codes import ALPHABET
from tests.engines.engine import Person, wait_for
from tests.engines.webkit import WebKit, start_webkit
from tests.inputs.heard import record_all, short_tones
from tests.inputs.voices import KEPT as SOUNDS_KEPT
from tests.people.desk import open_by_code
from tests.people.listener import WAITING, Listener, check_story_b
from tests.people.stories import STORY_B
from tests.phones.line import KEPT, Line, practice_paths

pytestmark = [
    pytest.mark.on_one_database,
    pytest.mark.timeout(400),  # it hears as slowly as a person
    pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning"),
]


@pytest.fixture
def webkit() -> Iterator[WebKit]:
    with start_webkit() as webkit:
        yield webkit


def test_the_man_with_debts_needs_no_reading_and_no_network(
    webkit: WebKit, line: Line, app: Flask, staff_client: FlaskClient
) -> None:
    # Played faster, this engine ends a sound before it begins; so everything was recorded very short.
    record_all(app, "tr", sounds=short_tones())
    person = Person(webkit, line.address)
    man = Listener(webkit, "tr", haste=1)

    person.opens("/nl/p/de-dreef")
    person.presses("li [data-ear=tr]")
    man.presses("[data-ear-first] [data-ear-go]")
    man.hears(man.say("Use headphones, or hold the phone to your ear"))
    wanted = set(practice_paths("de-dreef", "tr"))
    pages = f"return (await ({KEPT})()).map((one) => one.path);"
    wait_for(lambda: wanted <= set(webkit.run(pages)), "the pages that are kept")
    sounds = f"return await ({SOUNDS_KEPT})(...arguments);"
    wait_for(lambda: webkit.run(sounds, "/tr/voice/de-dreef"), "the sounds that are kept")
    line.down()

    man.prepares(STORY_B)
    man.hears(man.say(WAITING))
    line.up()
    webkit.run("dispatchEvent(new Event('online'));")
    code = man.hears_code(ALPHABET)

    assert code == person.sees("[data-code]").replace("-", "")
    check_story_b(open_by_code(staff_client, code))
