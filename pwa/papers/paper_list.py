"""The list on paper: the questions of the self-check on two sides, to be filled in with a pen.

Each answer has a number, by which the desk types it in (`selfcheck/paper_list.py`).
"""

from flask import render_template
from flask_babel import force_locale
from markupsafe import Markup

from pwa.locales import LANGUAGES
from pwa.papers.invitation import urgent_calls
from pwa.papers.pictograms import draw_pictogram
from pwa.practice.models import Practice
from pwa.selfcheck import questions
from pwa.selfcheck.paper_list import NUMBER_OF_TOPIC, mark_of, number_of
from pwa.text import N_

# Questions, worded as in the form on the phone.
HEADINGS = {
    "filled_by": N_("Who fills this in?"),
    "feeling": N_("How have you felt in the last 2 weeks?"),
    "reason": N_("What do you come to the doctor for?"),
    "strengths": N_("What gives you strength?"),
    "priority": N_("What is most important to you?"),
    "help_wish": N_("Do you want help with this?"),
    "worse_by": N_("What makes this worse?"),
    "helpers": N_("Who helps you already?"),
    "wants": N_("What do you want from this talk?"),
    "own_words": N_("Do you want to tell us anything else?"),
    "talk_alone": N_("I want to talk to the doctor alone"),
    "interpreter": N_("I would like an interpreter"),
    "interpreter_language": N_("In which language?"),
    "known_as": N_("How does the practice know that this is yours?"),
}


def paper_list_page(practice: Practice, language: str) -> str:
    """Write the list on paper as a page that is ready to be printed.

    Args:
        language: code of the patient's language.
    """
    with force_locale(language):
        return render_template(
            "pdf/paper_list.html",
            language=LANGUAGES[language],
            practice=practice,
            q=questions,
            headings=HEADINGS,
            number_of=number_of,
            topic_numbers=NUMBER_OF_TOPIC,
            draw=_draw,
            calls=[call.own for call in urgent_calls(practice, language)],
            mark=mark_of(language),
        )


def _draw(name: str) -> Markup:
    # The renderer does not know `currentColor` without a colour around it.
    return Markup(draw_pictogram(name).replace("currentColor", "#000"))  # noqa: S704  # our own file
