"""How many taps and words the stories take, from the first screen to Share."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from pwa.practice.models import Practice
from pwa.selfcheck.questions import TOPIC_BY_CODE, topics_of
from tests.inputs.invitations import invite
from tests.people.patient import Patient
from tests.people.stories import STORY_A, STORY_B, Fields

MOST_TAPS_A = 35
MOST_TAPS_B = 38
MOST_WORDS_A = 900

# Counts in the tab, through all its pages, whatever touches the screen.
COUNT_TAPS = """
addEventListener("pointerdown", () => sessionStorage.setItem("taps", 1 + Number(sessionStorage.getItem("taps"))), true);
"""
HAS_SHORT_NAMES = """
() => {
  const card = document.querySelector("[data-own] [value=housing] + span");
  return card && card.textContent !== document.querySelector("[data-step=housing] h2").textContent;
}
"""
TAPS = "() => Number(sessionStorage.getItem('taps'))"
# Words of the text nodes that can be seen, without numbers; what stands only for screen readers has the class `unseen`.
WORDS = """
() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let words = 0;
  while (walker.nextNode()) {
    const { parentElement, data } = walker.currentNode;
    if (parentElement.closest(".unseen, script, style") || !parentElement.checkVisibility()) continue;
    words += data.match(/\\p{L}[\\p{L}\\p{M}'’-]*/gu)?.length ?? 0;
  }
  return words;
}
"""


def test_story_a_takes_few_taps_and_words(
    patient: Patient, staff_client: FlaskClient, practice: Practice, db_session: Session
) -> None:
    practice.is_example = False  # an example says so on its first screen
    db_session.commit()

    taps, words = _walks(patient, STORY_A, invite(staff_client).path)

    assert taps <= MOST_TAPS_A
    assert words <= MOST_WORDS_A


def test_story_b_takes_few_taps(patient: Patient) -> None:
    patient.language = "tr"

    taps, _words = _walks(patient, STORY_B, f"/tr/p/{patient.slug}")

    assert taps <= MOST_TAPS_B


def _walks(patient: Patient, story: Fields, start: str) -> tuple[int, int]:
    """Go from the first screen to the receipt; return the taps and the words of all screens."""
    page = patient.page
    page.add_init_script(COUNT_TAPS)
    page.goto(start)
    page.wait_for_load_state("networkidle")  # the appointment is filled in
    words = [page.evaluate(WORDS)]
    patient.begins(str(story["filled_by"]))
    # No patient is as fast: the short names of topics come a few seconds after the first question.
    page.wait_for_function(HAS_SHORT_NAMES)
    while patient.step != "review":
        words.append(page.evaluate(WORDS))
        if _can_say_all_no(patient, story):
            step = patient.step
            page.locator("[data-all-no]").click()
            patient.waits_while_asked(step)
        else:
            patient.answers_question(story)
    page.locator("[data-share]").wait_for()
    words.append(page.evaluate(WORDS))
    taps = page.evaluate(TAPS) + 1  # the last one is Share
    patient.shares()
    return taps, sum(words)


def _can_say_all_no(patient: Patient, story: Fields) -> bool:
    if not patient.page.locator("[data-all-no]").is_visible():
        return False
    domain = TOPIC_BY_CODE[patient.step].domain
    return all(story.get(topic.code) == "no" for topic in topics_of(domain))
