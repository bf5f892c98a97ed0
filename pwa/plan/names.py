"""The names of roles, periods and outcomes, as source texts."""

from pwa.plan.core import Period, Role
from pwa.text import N_

# As the patient reads them.
ROLE_NAMES: dict[Role, str] = {
    # Translators: who does a step; nl: "Ik"
    Role.PATIENT: N_("Me"),
    # Translators: who does a step; nl: "Dokter"
    Role.DOCTOR: N_("Doctor"),
    # Translators: who does a step; nl: "Praktijkondersteuner"
    Role.POH: N_("Practice nurse"),
    # Translators: who does a step; nl: "Assistent"
    Role.ASSISTANT: N_("Assistant"),
    # Translators: who does a step; nl: "Buurtteam"
    Role.NEIGHBOURHOOD_TEAM: N_("Neighbourhood team"),
    # Translators: who does a step; nl: "Familie"
    Role.FAMILY: N_("Family"),
    # Translators: who does a step; nl: "Iemand anders"
    Role.OTHER: N_("Someone else"),
}

# As the practice reads them: "me" would be the reader.
PRACTICE_ROLE_NAMES: dict[Role, str] = {
    **ROLE_NAMES,
    # Translators: who does a step; nl: "Patiënt"
    Role.PATIENT: N_("Patient"),
    # Translators: who does a step; nl: "POH"
    Role.POH: N_("POH"),
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
