"""Tests and treatments, which are found by typing, and what fits most topics."""

from pwa.plan.library.core import PhraseText
from pwa.text import N_

GENERAL: tuple[PhraseText, ...] = (
    PhraseText("blood_test", 1, N_("Have a blood test"), who="doctor"),
    PhraseText("physiotherapy", 1, N_("Go to the physiotherapist")),
    PhraseText(
        "check_up",
        1,
        N_("Look at the body again at the next talk"),
        first=N_("Make the appointment now"),
        who="doctor",
    ),
    PhraseText(
        "talk_poh",
        1,
        N_("Talk with the practice nurse on %(weekday)s"),
        first=N_("Make the appointment now"),
        topics=("conflict",),
    ),
    PhraseText("diary", 1, N_("Write down when it goes better and worse, until %(date)s")),
    PhraseText("call_practice", 1, N_("Call the practice on %(weekday)s and say how it goes")),
)
