"""The names of performers, periods and outcomes, as source texts."""

from pwa.plan.core import Done, Performer, Period
from pwa.plan.library.core import Slot
from pwa.text import N_, NN_

# The names of performers on the patient's pages.
PERFORMER_NAMES: dict[Performer, str] = {
    # Translators: who does a step
    Performer.PATIENT: N_("Me"),
    # Translators: who does a step
    Performer.DOCTOR: N_("Doctor"),
    # Translators: who does a step
    Performer.POH: N_("Practice nurse"),
    # Translators: who does a step
    Performer.ASSISTANT: N_("Assistant"),
    # Translators: who does a step
    Performer.NEIGHBOURHOOD_TEAM: N_("Neighbourhood team"),
    # Translators: who does a step
    Performer.FAMILY: N_("Family"),
    # Translators: who does a step
    Performer.OTHER: N_("Someone else"),
}

# The names on the practice's pages, where "me" would mean the member who reads it.
PRACTICE_PERFORMER_NAMES: dict[Performer, str] = {
    **PERFORMER_NAMES,
    # Translators: who does a step
    Performer.PATIENT: N_("Patient"),
    # Translators: who does a step
    Performer.POH: N_("POH"),
}

PERIOD_NAMES: dict[Period, str] = {
    # Translators: when a step is done
    Period.TODAY: N_("today"),
    # Translators: when a step is done
    Period.THIS_WEEK: N_("this week"),
    # Translators: when a step is done
    Period.NEXT_WEEK: N_("next week"),
    # Translators: when a step is done
    Period.TWO_WEEKS: N_("within 2 weeks"),
    # Translators: when a step is done
    Period.MONTH: N_("within a month"),
    # Translators: when a step is done or the next talk is
    Period.SIX_WEEKS: N_("in 6 weeks"),
    # Translators: when a step is done
    Period.EVERY_DAY: N_("every day"),
    # Translators: when a step is done
    Period.EVERY_WEEK: N_("every week"),
}

# What a number in a phrase counts.
COUNTED: dict[Slot, tuple[str, str]] = {
    # Translators: how often, as in "walk 2 times a week"
    Slot.COUNT: NN_("%(num)s time", "%(num)s times"),
    # Translators: how long, as in "walk for 20 minutes"
    Slot.MINUTES: NN_("%(num)s minute", "%(num)s minutes"),
}

# People who can stand in a phrase, and are read in every language: code, as stored, to name.
PERSON_NAMES: dict[str, str] = {
    # Translators: somebody in a phrase, as in "cook together with my sister"
    "sister": N_("my sister"),
    # Translators: somebody in a phrase, as in "cook together with my sister"
    "brother": N_("my brother"),
    # Translators: somebody in a phrase, as in "cook together with my sister"
    "mother": N_("my mother"),
    # Translators: somebody in a phrase, as in "cook together with my sister"
    "father": N_("my father"),
    # Translators: somebody in a phrase, as in "cook together with my sister"
    "partner": N_("my partner"),
    # Translators: somebody in a phrase, as in "cook together with my sister"
    "son": N_("my son"),
    # Translators: somebody in a phrase, as in "cook together with my sister"
    "daughter": N_("my daughter"),
    # Translators: somebody in a phrase, as in "cook together with my sister"
    "friend": N_("a friend"),
    # Translators: somebody in a phrase, as in "cook together with my sister"
    "neighbour": N_("somebody from the neighbourhood"),
    # Translators: somebody in a phrase, as in "cook together with my sister"
    "team": N_("the neighbourhood team"),
    # Translators: somebody in a phrase, as in "cook together with my sister"
    "volunteer": N_("a volunteer"),
}

# Answers to "Gelukt?" on the practice's pages.
DONE_NAMES: dict[Done, str] = {
    # Translators: did a step work out
    Done.YES: N_("yes"),
    # Translators: did a step work out
    Done.PARTLY: N_("a little"),
    # Translators: did a step work out
    Done.NOT_YET: N_("not yet"),
}
