"""The strengths that help can give or keep, with the names that patients know from the questionnaire.

This package must not import `selfcheck` (layers in pyproject.toml), so the list is repeated here,
without "something else" and "I don't know"; a test compares both.
"""

from pwa.directory.common import Common
from pwa.text import N_

STRENGTHS: tuple[Common, ...] = (
    Common("children", N_("My children")),
    Common("family", N_("Family")),
    Common("friends", N_("Friends or neighbours")),
    Common("faith", N_("Faith")),
    Common("work", N_("Work or volunteering")),
    Common("exercise", N_("Sport, walking")),
    Common("cooking", N_("Cooking")),
    Common("creating", N_("Music, making things, garden")),
    Common("rest", N_("Peace and quiet")),
    Common("asking_help", N_("I ask for help")),
)
