"""The people of the example practice: what they answer, and what is agreed with them. All made up.

A, B and C are the acceptance stories of the product, which the tests follow too. Each list of fields
is what a form sends: field name to value, or to values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from pwa.staff.core import Role

Fields = Mapping[str, str | list[str]]

# The tired carer, 34.
STORY_A: Fields = {
    "filled_by": "self",
    "feeling": "not_so_good",
    "reason": "hoofdpijn en altijd moe",
    **dict.fromkeys(["pain", "sleep", "stress", "children"], "some"),
    **dict.fromkeys(["tired", "caring"], "much"),
    **dict.fromkeys(["eating", "moving"], "no"),
    **dict.fromkeys(["money", "housing", "work", "letters", "papers"], "no"),
    "strengths": ["children", "exercise"],
    "priority": "tired",
    "help_wish": "yes",
    "worse_by": ["caring", "sleep"],
    "helpers": ["family"],
    "wants": ["know", "think_together"],
}

# The man with debts, 57; Turkish, with an interpreter.
STORY_B: Fields = {
    "filled_by": "together",
    "feeling": "bad",
    **dict.fromkeys(["pain", "sleep", "stress", "money", "work", "letters"], "much"),
    **dict.fromkeys(["moving", "low_mood", "lonely"], "some"),
    "strengths": ["faith", "cooking"],
    "priority": "money",
    "help_wish": "yes",
    "worse_by": ["letters", "work"],
    "helpers": ["nobody"],
    "wants": ["local_help"],
    "interpreter": "1",
    "interpreter_language": "tr",
}

# The watched phone, 26; what is not shared never leaves the phone.
STORY_C: Fields = {
    "filled_by": "self",
    "feeling": "not_so_good",
    "reason": "buikpijn",
    **dict.fromkeys(["pain", "anxious", "stress"], "much"),
    **dict.fromkeys(["sleep", "housing"], "some"),
    "not_shared": ["social"],
    "strengths": ["work", "friends"],
    "priority": "pain",
    "wants": ["tell_story"],
    "talk_alone": "1",
}

# The plan that is made with the tired carer.
PLAN_A: Mapping[str, str] = {
    "goal": "Ik wil weer energie voor mijn kinderen",
    "step-1-what": "sport_childcare",
    "step-1-count": "2",
    "step-1-person": "mijn zus",
    "step-1-role": "patient",
    "step-2-what": "carer_support",
    "step-2-role": "patient",
    "step-3-what": "blood_test",
    "step-3-role": "doctor",
    "next_talk": "over 6 weken",
    "teach_back": "Mijn lichaam wordt eerst onderzocht.",
}

_WIDOWER: Fields = {
    "filled_by": "self",
    "feeling": "okay",
    "reason": "My knee hurts when I climb the stairs.",
    **dict.fromkeys(["pain", "moving", "lonely"], "much"),
    **dict.fromkeys(["sleep", "low_mood"], "some"),
    **dict.fromkeys(["tired", "eating", "stress", "anxious", "bad_memories", "habits"], "no"),
    **dict.fromkeys(["conflict", "caring", "children", "support"], "no"),
    **dict.fromkeys(["money", "housing", "work", "letters", "papers"], "no"),
    "strengths": ["faith", "creating"],
    "priority": "moving",
    "help_wish": "yes",
    "worse_by": ["pain"],
    "helpers": ["family"],
    "wants": ["explain"],
    "own_words": "Since my wife died I hardly go out.",
}

_BUSY: Fields = {
    "filled_by": "self",
    "feeling": "not_so_good",
    "reason": "Ik slaap slecht.",
    **dict.fromkeys(["sleep", "stress", "work"], "much"),
    **dict.fromkeys(["tired", "anxious"], "some"),
    **dict.fromkeys(["lonely", "conflict", "caring", "children", "support"], "no"),
    "strengths": ["exercise", "friends"],
    "priority": "sleep",
    "help_wish": "yes",
    "priority_second": "work",
    "help_wish_second": "self",
    "worse_by": ["stress", "work"],
    "helpers": ["family"],
    "wants": ["explain", "think_together"],
    "own_words": "Op mijn werk is het al maanden te druk.",
}

_NEWCOMER: Fields = {
    "filled_by": "together",
    "feeling": "bad",
    "reason": "ألم في المعدة منذ شهر",
    **dict.fromkeys(["sleep", "stress", "papers"], "much"),
    **dict.fromkeys(["pain", "eating", "bad_memories", "letters"], "some"),
    "strengths": ["faith", "family"],
    "priority": "papers",
    "help_wish": "yes",
    "worse_by": ["letters"],
    "helpers": ["neighbourhood_team"],
    "wants": ["know", "tell_story"],
    "own_words": "لا أنام جيدًا منذ وصلت رسالة دائرة الهجرة.",
    "interpreter": "1",
    "interpreter_language": "ar",
}

_MOTHER: Fields = {
    "filled_by": "self",
    "feeling": "okay",
    "reason": "Belim ağrıyor ve çok yoruluyorum.",
    **dict.fromkeys(["pain", "children"], "much"),
    **dict.fromkeys(["tired", "moving", "stress", "letters", "housing"], "some"),
    "strengths": ["family", "cooking"],
    "priority": "children",
    "help_wish": "yes",
    "worse_by": ["housing"],
    "helpers": ["school"],
    "wants": ["local_help"],
    "own_words": "Evimiz rutubetli. Oğlum sık sık hasta oluyor.",
}

_SMOKER: Fields = {
    "filled_by": "self",
    "feeling": "okay",
    "reason": "stoppen met roken",
    **dict.fromkeys(["habits"], "much"),
    **dict.fromkeys(["sleep", "stress"], "some"),
    "strengths": ["children"],
    "priority": "habits",
    "help_wish": "yes",
    "worse_by": ["stress"],
    "helpers": ["nobody"],
    "wants": ["think_together"],
}
_SMOKERS_PLAN: Mapping[str, str] = {
    "goal": "Niet meer roken",
    "step-1-what": "walk",
    "step-1-minutes": "30",
    "step-1-count": "3",
    "step-1-role": "patient",
    "step-2-what": "talk_poh",
    "step-2-weekday": "thu",
    "step-2-role": "poh",
    "next_talk": "binnen 2 weken",
}

# Who else works in the example practice; nobody knows a password of theirs.
COLLEAGUES: Mapping[str, Role] = {"Yilmaz": Role.GP, "De Wit": Role.POH}
GP = "Bakker"


@dataclass(frozen=True, slots=True)
class ExamplePatient:
    """Somebody who is invited for today.

    Attributes:
        at: when the consult is, in the practice's time zone.
        name: as the desk typed it.
        language: code of the language of the invitation.
        clinician: name of the member with whom the consult is.
        fields: what was shared; None while nothing was.
        answers_in: code of the language in which the questions were read.
        is_read: the clinician has opened the list.
        plan: what was agreed, as fields of the plan's form; empty for no plan.
        takes_back: the answers were taken back, and the plan stays.
        handed_over: number of the row of the plan with an open handover; 0 for none.
        goes_on: said how the plan goes, and yes to "Then and now".
    """

    at: time
    name: str
    language: str
    clinician: str
    fields: Fields | None = None
    answers_in: str = "nl"
    is_read: bool = False
    plan: Mapping[str, str] = field(default_factory=dict)
    takes_back: bool = False
    handed_over: int = 0
    goes_on: bool = False


# She begins in Arabic on the bus, goes on in Dutch, and presses "all no" once.
_AMAL: Fields = {**STORY_A, "begun_in": "ar", "all_no": ["society"]}
# Her second step is handed over: the practice calls the help that it names, with her yes.
_AMALS_PLAN: Mapping[str, str] = {
    **PLAN_A,
    "step-1-when_period": "this_week",
    "step-2-help": "f08cc827-b3fc-5897-8bba-98fecc014fcd",  # Mantelzorg Utrecht
    "step-2-role": "doctor",
    "step-2-when_period": "two_weeks",
    "step-2-patient": "Amina",
    "next_talk": "",
    "next_talk_period": "six_weeks",
}

# `make run` prints the code of the first one.
PATIENTS: tuple[ExamplePatient, ...] = (
    ExamplePatient(
        time(8),
        "mw. Amal",
        "ar",
        GP,
        _AMAL,
        is_read=True,
        plan=_AMALS_PLAN,
        handed_over=2,
        goes_on=True,
    ),
    ExamplePatient(
        time(8, 10),
        "mw. Smit",
        "nl",
        "De Wit",
        _SMOKER,
        is_read=True,
        plan=_SMOKERS_PLAN,
        takes_back=True,
    ),
    ExamplePatient(time(8, 20), "dhr. Mensah", "en", "Yilmaz", _WIDOWER, "en", is_read=True),
    ExamplePatient(time(8, 40), "dhr. Kaya", "tr", GP, STORY_B, "tr"),
    ExamplePatient(time(9), "mw. De Boer", "nl", GP, STORY_C),
    ExamplePatient(time(9, 10), "dhr. Visser", "nl", "De Wit", _BUSY),
    ExamplePatient(time(9, 20), "dhr. Haddad", "ar", GP, _NEWCOMER, "ar"),
    ExamplePatient(time(9, 40), "mw. Aydın", "tr", "Yilmaz", _MOTHER, "tr"),
    ExamplePatient(time(10), "dhr. Bos", "nl", GP),
)
