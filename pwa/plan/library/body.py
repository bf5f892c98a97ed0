"""Steps that fit topics of the domain BODY."""

from pwa.plan.library.core import PhraseText
from pwa.text import N_

BODY: tuple[PhraseText, ...] = (
    PhraseText(
        "walk",
        1,
        N_("Walk for %(minutes)s, %(count)s a week"),
        first=N_("Walk outside for a moment today"),
        topics=("moving", "tired", "sleep"),
        strengths=("exercise",),
    ),
    PhraseText(
        "sport_childcare",
        1,
        # Translators: person is somebody, such as "my sister"
        N_("Exercise %(count)s a week; %(person)s looks after the children"),
        first=N_("Agree on the day this week"),
        topics=("tired", "moving"),
        strengths=("exercise",),
    ),
    PhraseText(
        "sleep_times",
        1,
        N_("Go to bed at %(bedtime)s and get up at %(rise_time)s every day"),
        first=N_("Set the alarm this evening"),
        topics=("sleep",),
    ),
    PhraseText(
        "walk_short",
        1,
        N_("Walk %(minutes)s a day, slowly"),
        first=N_("Walk to the corner of the street and back today"),
        topics=(
            "pain",
            "moving",
            "tired",
        ),
    ),
    PhraseText(
        "pain_diary",
        1,
        N_("Write down when the pain is more and less, until %(date)s"),
        first=N_("Write down today how it is in the morning and in the evening"),
        topics=("pain",),
    ),
    PhraseText(
        "move_breaks",
        1,
        N_("Get up and move for a moment every hour"),
        first=N_("Set an alarm on the phone for this"),
        topics=(
            "pain",
            "work",
        ),
    ),
    PhraseText(
        "rest_moments",
        1,
        N_("Rest %(count)s a day for %(minutes)s, without the phone"),
        first=N_("Choose the moment for today"),
        topics=(
            "tired",
            "stress",
        ),
    ),
    PhraseText(
        "share_tasks",
        1,
        N_("Ask %(person)s to take over one task"),
        first=N_("Choose which task that is"),
        topics=(
            "tired",
            "caring",
            "support",
        ),
    ),
    PhraseText(
        "day_plan",
        1,
        N_("Plan each day: one thing that must be done, and one thing that is nice"),
        first=N_("Make the plan for tomorrow this evening"),
        topics=(
            "tired",
            "low_mood",
        ),
    ),
    PhraseText(
        "no_screen",
        1,
        N_("Put the phone away one hour before going to bed"),
        first=N_("Choose where the phone lies at night"),
        topics=("sleep",),
    ),
    PhraseText(
        "less_coffee",
        1,
        N_("No coffee or energy drinks after three in the afternoon"),
        first=N_("Drink something else this afternoon"),
        topics=(
            "sleep",
            "anxious",
        ),
    ),
    PhraseText(
        "worry_time",
        1,
        N_("Write down worries for %(minutes)s in the evening, then throw the paper away"),
        first=N_("Put pen and paper ready"),
        topics=(
            "sleep",
            "stress",
            "anxious",
        ),
    ),
    PhraseText(
        "morning_light",
        1,
        N_("Go outside every morning for %(minutes)s"),
        first=N_("Put the shoes ready this evening"),
        topics=(
            "sleep",
            "low_mood",
        ),
    ),
    PhraseText(
        "fixed_meals",
        1,
        N_("Eat three times a day at fixed times"),
        first=N_("Choose the times for tomorrow"),
        topics=("eating",),
    ),
    PhraseText(
        "water",
        1,
        N_("Drink water instead of sweet drinks"),
        first=N_("Put a bottle of water ready today"),
        topics=(
            "eating",
            "tired",
        ),
    ),
    PhraseText(
        "vegetables",
        1,
        N_("Eat vegetables %(count)s a week"),
        first=N_("Buy one vegetable that tastes good"),
        topics=("eating",),
    ),
    PhraseText(
        "dietitian",
        1,
        N_("Make an appointment with the dietitian"),
        first=N_("The doctor writes the referral"),
        topics=("eating",),
        who="doctor",
    ),
    PhraseText(
        "exercise_at_home",
        1,
        N_("Do the exercises at home, %(count)s a week"),
        first=N_("Do them once together at the practice"),
        topics=(
            "moving",
            "pain",
        ),
    ),
    PhraseText(
        "stairs",
        1,
        N_("Take the stairs once a day"),
        first=N_("Begin with a few stairs, with a hand on the rail"),
        topics=("moving",),
    ),
    PhraseText(
        "walking_group",
        1,
        N_("Walk along with a walking group on %(weekday)s"),
        first=N_("Ask who goes along the first time"),
        topics=(
            "moving",
            "lonely",
            "tired",
        ),
    ),
    PhraseText(
        "swim",
        1,
        N_("Swim or move in warm water, %(count)s a week"),
        first=N_("Ask for the times of the pool"),
        topics=(
            "moving",
            "pain",
        ),
    ),
    PhraseText(
        "aids_at_home",
        1,
        N_("Ask the municipality for help at home (Wmo)"),
        first=N_("Call together for an appointment"),
        topics=("moving",),
        who="neighbourhood_team",
    ),
    PhraseText(
        "pain_pace",
        1,
        N_("Do a heavy task in small parts, with a rest in between"),
        first=N_("Choose the task for today"),
        topics=(
            "pain",
            "tired",
        ),
    ),
    PhraseText(
        "pain_joy",
        1,
        N_("Do something nice that is still possible, %(count)s a week"),
        first=N_("Choose it together now"),
        topics=(
            "pain",
            "low_mood",
        ),
    ),
    PhraseText(
        "eat_calmly",
        1,
        N_("Eat in peace, without phone or television"),
        first=N_("Begin today with one meal"),
        topics=("eating",),
    ),
    PhraseText(
        "fruit",
        1,
        N_("Eat fruit between meals, %(count)s a week"),
        first=N_("Put a piece of fruit ready today"),
        topics=("eating",),
    ),
)
