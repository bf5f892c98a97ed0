"""The names of performers, periods and outcomes, as source texts."""

from pwa.plan.core import Done, Performer, Period
from pwa.text import N_

# As the patient reads them.
PERFORMER_NAMES: dict[Performer, str] = {
    # Translators: who does a step; nl: "Ik"
    Performer.PATIENT: N_("Me"),
    # Translators: who does a step; nl: "Dokter"
    Performer.DOCTOR: N_("Doctor"),
    # Translators: who does a step; nl: "Praktijkondersteuner"
    Performer.POH: N_("Practice nurse"),
    # Translators: who does a step; nl: "Assistent"
    Performer.ASSISTANT: N_("Assistant"),
    # Translators: who does a step; nl: "Buurtteam"
    Performer.NEIGHBOURHOOD_TEAM: N_("Neighbourhood team"),
    # Translators: who does a step; nl: "Familie"
    Performer.FAMILY: N_("Family"),
    # Translators: who does a step; nl: "Iemand anders"
    Performer.OTHER: N_("Someone else"),
}

# As the practice reads them: "me" would be the reader.
PRACTICE_PERFORMER_NAMES: dict[Performer, str] = {
    **PERFORMER_NAMES,
    # Translators: who does a step; nl: "Patiënt"
    Performer.PATIENT: N_("Patient"),
    # Translators: who does a step; nl: "POH"
    Performer.POH: N_("POH"),
}

PERIOD_NAMES: dict[Period, str] = {
    # Translators: when a step is done; nl: "vandaag"
    Period.TODAY: N_("today"),
    # Translators: when a step is done; nl: "deze week"
    Period.THIS_WEEK: N_("this week"),
    # Translators: when a step is done; nl: "volgende week"
    Period.NEXT_WEEK: N_("next week"),
    # Translators: when a step is done; nl: "binnen 2 weken"
    Period.TWO_WEEKS: N_("within 2 weeks"),
    # Translators: when a step is done; nl: "binnen een maand"
    Period.MONTH: N_("within a month"),
    # Translators: when a step is done or the next talk is; nl: "over 6 weken"
    Period.SIX_WEEKS: N_("in 6 weeks"),
    # Translators: when a step is done; nl: "elke dag"
    Period.EVERY_DAY: N_("every day"),
    # Translators: when a step is done; nl: "elke week"
    Period.EVERY_WEEK: N_("every week"),
}

# As the practice reads them behind "Gelukt?".
DONE_NAMES: dict[Done, str] = {
    # Translators: did a step work out; nl: "ja"
    Done.YES: N_("yes"),
    # Translators: did a step work out; nl: "een beetje"
    Done.PARTLY: N_("partly"),
    # Translators: did a step work out; nl: "nog niet"
    Done.NOT_YET: N_("not yet"),
}
