"""The strengths that help can give or keep, with the names that patients know from the questionnaire.

This package must not import `selfcheck` (layers in pyproject.toml), so the list is repeated here,
without "something else" and "I don't know"; a test compares both.
"""

from pwa.directory.ready_texts import ReadyText
from pwa.text import N_

STRENGTHS: tuple[ReadyText, ...] = (
    ReadyText("children", N_("My children")),
    ReadyText("family", N_("Family")),
    ReadyText("friends", N_("Friends or neighbours")),
    ReadyText("faith", N_("Faith")),
    ReadyText("work", N_("Work or volunteering")),
    ReadyText("exercise", N_("Sport, walking")),
    ReadyText("cooking", N_("Cooking")),
    ReadyText("creating", N_("Music, making things, garden")),
    ReadyText("rest", N_("Peace and quiet")),
    ReadyText("asking_help", N_("I ask for help")),
)
