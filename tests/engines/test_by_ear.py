"""The end of story B by ear in WebKit, the engine of every browser on an iPhone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from pwa.vault.patient.codes import ALPHABET
from tests.engines.engine import Person, wait_for
from tests.engines.test_main_path import draft
from tests.engines.webkit import WebKit, start_webkit
from tests.inputs.voices import KEPT as SOUNDS_KEPT
from tests.people.listener import WAITING, Listener, known_answers
from tests.people.stories import STORY_B
from tests.phones.line import KEPT, Line, practice_paths
from tests.phones.storage import WRITE_DRAFT

pytestmark = [
    pytest.mark.on_one_database,
    pytest.mark.timeout(400),  # it hears as slowly as a person
    pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning"),
]


@pytest.fixture
def webkit() -> Iterator[WebKit]:
    with start_webkit() as webkit:
        yield webkit


def test_the_end_of_the_check_needs_no_reading_and_no_network(
    webkit: WebKit, line: Line, app: Flask, turkish: Path
) -> None:
    app.config["VOICE_FOLDER"] = turkish
    person = Person(webkit, line.address)
    man = Listener(webkit, "tr", haste=1)  # faster, this engine ends a sound before it begins

    person.opens("/nl/p/de-dreef")
    webkit.run(f"await ({WRITE_DRAFT})(arguments);", "de-dreef", draft(STORY_B, "practical"))
    person.opens("/tr/check/de-dreef")
    person.presses("header [data-ear]")
    man.presses("[data-ear-first] [data-ear-go]")
    man.hears(man.say("For the talk itself"))
    wanted = set(practice_paths("de-dreef", "tr"))
    pages = f"return (await ({KEPT})()).map((one) => one.path);"
    wait_for(lambda: wanted <= set(webkit.run(pages)), "the pages that are kept")
    sounds = f"return await ({SOUNDS_KEPT})(...arguments);"
    wait_for(lambda: webkit.run(sounds, "/tr/voice/de-dreef"), "the sounds that are kept")
    line.down()

    man.presses(".ear-again")
    man.answers(known_answers("tr", STORY_B), until=man.say("How you are"))
    man.takes(man.say("Share with the practice"))
    man.hears(man.say(WAITING))
    line.up()
    webkit.run("dispatchEvent(new Event('online'));")
    code = man.hears_code(ALPHABET)

    assert code == person.sees("[data-code]").replace("-", "")
