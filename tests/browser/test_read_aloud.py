"""Every page of a patient is read aloud as it stands there: each word once, in the order of reading."""

import difflib
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from tests.databases.homes import Home
from tests.pages.crawl import PAGES
from tests.people.walker import Walker
from tests.phones.browsers import OpenContext

pytestmark = pytest.mark.on_one_database

# A voice of the phone that says its first lines slowly, as a page is still coming, and then everything at once.
VOICE = """
try { sessionStorage.setItem("ear", "on"); } catch {}
window.heard = [];
const synthesis = new EventTarget();
synthesis.getVoices = () => [{ lang: "nl-NL", localService: true, default: true }];
synthesis.cancel = () => {};
synthesis.speak = (utterance) => {
  if (utterance.text === "") return;
  heard.push(utterance.text);
  setTimeout(() => { utterance.onstart?.(); setTimeout(() => utterance.onend?.(), heard.length < 3 ? 400 : 0); });
};
Object.defineProperty(window, "speechSynthesis", { value: synthesis });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
# The whole page was read: nothing sounds, and nothing began for a second.
READ = """
() => {
  const isOver = document.querySelector("[data-ear-bar]")?.dataset.state === "waiting" && heard.length > 0;
  if (!isOver || window.many !== heard.length) window.since = Date.now();
  window.many = heard.length;
  return isOver && Date.now() - window.since > 1000;
}
"""
# What stands on the page, text by text. The code sounds on a press only; the map is a picture, with its sentences beside it.
SEEN = """
() => {
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const silent = "svg, select, [data-code], [data-link], [hreflang], [aria-hidden=true], .where, h1.unseen, .ear-again, [data-ear-code]";
  const seen = [];
  while (texts.nextNode()) {
    const { parentElement: parent, nodeValue } = texts.currentNode;
    if (parent.checkVisibility() && parent.closest(silent) === null) seen.push(nodeValue);
  }
  return seen;
}
"""
# Said by the mode itself, and the state that stands under each question.
OWN = "Druk op deze knop om uw code te horen. Niemand anders mag de code horen."
USUAL = "Niet gedeeld"


def find_differences(page: Page) -> Iterator[str]:
    """Give what is seen and not heard, heard and not seen, or heard as another word."""
    seen, heard = (" ".join(page.evaluate(script)) for script in (SEEN, "heard"))
    before, after = (
        re.findall(r"\w+", text.replace(OWN, "").replace(USUAL, "")) for text in (seen, heard)
    )
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    missed, more = Counter[str](), Counter[str]()
    for kind, begin, end, said_from, said_until in matcher.get_opcodes():
        if kind != "equal":
            missed[" ".join(before[begin:end])] += 1
            more[" ".join(after[said_from:said_until])] += 1
    # What a script put there while the page was read is read last, whatever stands after it.
    yield from (f"not heard: {words}" for words in missed - more if words)
    yield from (f"heard and not seen there: {words}" for words in more - missed if words)


def test_every_word_of_a_page_is_heard_once_and_in_order(
    home: Home, open_device: OpenContext, staff_client: FlaskClient
) -> None:
    phone = open_device(has_touch=True, is_mobile=True)
    phone.add_init_script(VOICE)
    walker = Walker(phone, home.demo().slug, "nl")
    walker.shares(staff_client, home.database_url)
    faults: list[str] = []
    for page in PAGES:
        if page.name == "away":  # it takes the mode away too
            continue
        faults += walker.visits(page)
        walker.page.wait_for_function(READ)
        faults += [f"{page.name}: {fault}" for fault in find_differences(walker.page)]

    assert not faults, "\n".join(faults)
