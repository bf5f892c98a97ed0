"""Steps that fit topics of the domain MIND."""

from pwa.plan.library.core import PhraseText
from pwa.text import N_

MIND: tuple[PhraseText, ...] = (
    PhraseText(
        "let_wait",
        1,
        N_("Let one task wait this week"),
        first=N_("Choose which task can wait"),
        topics=(
            "stress",
            "caring",
        ),
    ),
    PhraseText(
        "breathing",
        1,
        N_("Breathe slowly for %(minutes)s, %(count)s a day"),
        first=N_("Try it together now"),
        topics=(
            "stress",
            "anxious",
        ),
    ),
    PhraseText(
        "stress_talk",
        1,
        N_("Talk with the practice nurse about what is hard"),
        first=N_("Make the appointment now"),
        topics=(
            "stress",
            "low_mood",
            "anxious",
            "bad_memories",
            "conflict",
        ),
        who="poh",
    ),
    PhraseText(
        "nice_thing",
        1,
        N_("Do something nice every day, however small"),
        first=N_("Choose what it is today"),
        topics=(
            "low_mood",
            "stress",
        ),
    ),
    PhraseText(
        "call_someone",
        1,
        N_("Call or visit %(person)s, %(count)s a week"),
        first=N_("Send a message today"),
        topics=(
            "low_mood",
            "lonely",
            "support",
        ),
    ),
    PhraseText(
        "get_up",
        1,
        N_("Get up at %(rise_time)s every day, also at the weekend"),
        first=N_("Set the alarm this evening"),
        topics=(
            "low_mood",
            "sleep",
        ),
    ),
    PhraseText(
        "do_it_anyway",
        1,
        N_("Do one small thing that is safe but feels scary, together with %(person)s"),
        first=N_("Choose it together now"),
        topics=("anxious",),
    ),
    PhraseText(
        "less_news",
        1,
        N_("Look at the news once a day, not before sleeping"),
        first=N_("Turn off the notifications of one app"),
        topics=(
            "anxious",
            "sleep",
        ),
    ),
    PhraseText(
        "safe_place",
        1,
        N_("When bad memories come: look around and name five things"),
        first=N_("Do it together once now"),
        topics=(
            "bad_memories",
            "anxious",
        ),
    ),
    PhraseText(
        "tell_one",
        1,
        N_("Tell %(person)s a little about it"),
        first=N_("Choose what to tell, and what not"),
        topics=("bad_memories",),
    ),
    PhraseText(
        "psychologist",
        1,
        N_("Talk about help from a psychologist"),
        first=N_("The doctor says what that is"),
        topics=(
            "bad_memories",
            "anxious",
            "low_mood",
        ),
        who="doctor",
    ),
    PhraseText(
        "smoke_less",
        1,
        N_("Stop smoking on %(date)s"),
        first=N_("Tell one person"),
        topics=("habits",),
    ),
    PhraseText(
        # Who drinks much and stops at once can become very ill: so never without the doctor.
        "alcohol_less",
        1,
        N_("Drink less alcohol, in the way that the doctor said"),
        first=N_("First ask the doctor how that is safe"),
        topics=("habits",),
    ),
    PhraseText(
        "habits_talk",
        1,
        N_("Talk with the practice nurse about smoking, alcohol, drugs or gambling"),
        first=N_("Make the appointment now"),
        topics=("habits",),
        who="poh",
    ),
    PhraseText(
        "gambling_stop",
        1,
        N_("Block gambling websites and apps"),
        first=N_("Do it together on the phone"),
        topics=(
            "habits",
            "money",
        ),
    ),
    PhraseText(
        "calm_evening",
        1,
        N_("Do something that gives rest before sleeping"),
        first=N_("Choose what it is this evening"),
        topics=(
            "bad_memories",
            "sleep",
        ),
    ),
    PhraseText(
        "memories_call",
        1,
        N_("Call %(person)s when bad memories come"),
        first=N_("Ask today whether that is good"),
        topics=("bad_memories",),
    ),
    PhraseText(
        "habits_diary",
        1,
        N_("Draw a small line on paper each time: smoking, drinking or gambling, until %(date)s"),
        first=N_("Put pen and paper ready"),
        topics=("habits",),
    ),
    PhraseText(
        "habits_instead",
        1,
        N_("When you want to smoke, drink or gamble: walk, call somebody or drink water"),
        first=N_("Choose now what it is"),
        topics=("habits",),
    ),
)
