"""Steps that fit topics of the domain SOCIAL.

For "conflict" there are only talks with people who do this work, in words that anybody may read: who
argues at home may live with violence, and talking it out there, a talk with everybody together or a
message on the phone can then be dangerous.
"""

from pwa.plan.library.core import PhraseText
from pwa.text import N_

SOCIAL: tuple[PhraseText, ...] = (
    PhraseText(
        "meeting_place",
        1,
        N_("Drink coffee at the community centre on %(weekday)s"),
        first=N_("Ask who goes along the first time"),
        topics=("lonely",),
    ),
    PhraseText(
        "buddy",
        1,
        N_("Ask for a buddy to do things with"),
        first=N_("The practice gives the number"),
        topics=(
            "lonely",
            "support",
        ),
        who="neighbourhood_team",
    ),
    PhraseText(
        "course",
        1,
        N_("Join a course or a group in the neighbourhood"),
        first=N_("Look at what there is nearby"),
        topics=(
            "lonely",
            "low_mood",
        ),
    ),
    PhraseText(
        "neighbour_greet",
        1,
        N_("Have a chat with a neighbour, %(count)s a week"),
        first=N_("Say hello tomorrow"),
        topics=("lonely",),
    ),
    PhraseText(
        "social_work",
        1,
        N_("Talk with a social worker"),
        first=N_("Agree now on how and when they may call"),
        topics=(
            "conflict",
            "money",
            "housing",
        ),
        who="neighbourhood_team",
    ),
    PhraseText(
        "carer_support",
        1,
        N_("Talk with someone of Mantelzorg Utrecht, for family carers"),
        topics=("caring",),
    ),
    PhraseText(
        "neighbourhood_team",
        1,
        N_("Talk with the neighbourhood team"),
        first=N_("Call together now"),
        topics=("support", "caring", "children", "lonely"),
    ),
    PhraseText(
        "time_off",
        1,
        N_("Take time for myself %(count)s a week, without caring for somebody"),
        first=N_("Choose the first moment"),
        topics=("caring",),
    ),
    PhraseText(
        "carers_point",
        1,
        N_("Talk with somebody who helps family carers"),
        first=N_("The practice gives name and number"),
        topics=(
            "caring",
            "support",
        ),
    ),
    PhraseText(
        "home_care",
        1,
        N_("Ask for a district nurse"),
        first=N_("The doctor calls"),
        topics=("caring",),
        who="doctor",
    ),
    PhraseText(
        "care_rota",
        1,
        N_("Divide the care together: who does what on which day"),
        first=N_("Make a list with the family"),
        topics=(
            "caring",
            "support",
        ),
        who="family",
    ),
    PhraseText(
        "day_care",
        1,
        N_("Ask about day care for the person who is ill"),
        first=N_("The neighbourhood team says what there is"),
        topics=("caring",),
        who="neighbourhood_team",
    ),
    PhraseText(
        "child_time",
        1,
        N_("Do something nice with the children, %(count)s a week"),
        first=N_("Let the children choose"),
        topics=("children",),
        strengths=("children",),
    ),
    PhraseText(
        "school_talk",
        1,
        N_("Talk with the school about the child"),
        first=N_("Make an appointment with the teacher"),
        topics=("children",),
    ),
    PhraseText(
        "youth_team",
        1,
        N_("Ask for help with bringing up children"),
        first=N_("Call together"),
        topics=("children",),
        who="neighbourhood_team",
    ),
    PhraseText(
        "child_sport",
        1,
        N_("Ask for money for sport or music for the children"),
        first=N_("Ask the child what is nice to do"),
        topics=(
            "children",
            "money",
        ),
        who="neighbourhood_team",
    ),
    PhraseText(
        "child_bed",
        1,
        N_("Put the children to bed at %(bedtime)s"),
        first=N_("First read or sing something"),
        topics=(
            "children",
            "sleep",
        ),
    ),
    PhraseText(
        "ask_help",
        1,
        N_("Ask %(person)s for help with one thing"),
        first=N_("Choose what to ask"),
        topics=("support",),
        strengths=("asking_help",),
    ),
    PhraseText(
        "helpers_map",
        1,
        N_("Draw who can help, and with what"),
        first=N_("Begin with three names"),
        topics=("support",),
    ),
    PhraseText(
        "take_someone",
        1,
        N_("Bring %(person)s along to the next talk"),
        first=N_("Ask today"),
        topics=("support",),
    ),
    PhraseText(
        "homework_help",
        1,
        N_("Ask for help with homework for the child"),
        first=N_("Ask at school or at the library"),
        topics=("children",),
    ),
)
