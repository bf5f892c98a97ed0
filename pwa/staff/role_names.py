"""What the roles are called, and what each may do, in a few words."""

from collections.abc import Mapping
from typing import Final

from pwa.staff.core import Role
from pwa.text import N_

ROLE_NAMES: Final[Mapping[Role, str]] = {
    # Translators: a role; nl: "huisarts"
    Role.GP: N_("GP"),
    # Translators: a role, practice nurse; nl: "POH"
    Role.POH: N_("practice nurse (POH)"),
    # Translators: a role; nl: "sociaal werker"
    Role.SOCIAL_WORKER: N_("social worker"),
    # Translators: a role, at the desk of the practice; nl: "assistent"
    Role.ASSISTANT: N_("practice assistant"),
    # Translators: a role; nl: "praktijkmanager"
    Role.MANAGER: N_("practice manager"),
}

ROLE_HINTS: Final[Mapping[Role, str]] = {
    # Translators: what a GP may do; nl: "opent antwoorden, maakt plannen, beheert het team"
    Role.GP: N_("opens answers, makes plans, runs the team"),
    # Translators: what a practice nurse or a social worker may do; nl: "opent antwoorden, maakt plannen"
    Role.POH: N_("opens answers, makes plans"),
    Role.SOCIAL_WORKER: N_("opens answers, makes plans"),
    # Translators: what an assistant may do; nl: "nodigt patiënten uit, ziet de lijst, opent geen antwoorden"
    Role.ASSISTANT: N_("invites patients, sees the list, opens no answers"),
    # Translators: what a practice manager may do; nl: "beheert team en instellingen, opent geen antwoorden"
    Role.MANAGER: N_("runs the team and the settings, opens no answers"),
}
