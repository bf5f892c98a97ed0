"""What the roles are called, and what each may do, in a few words."""

from collections.abc import Mapping
from typing import Final

from pwa.staff.core import Role
from pwa.text import N_

ROLE_NAMES: Final[Mapping[Role, str]] = {
    # Translators: a role
    Role.GP: N_("GP"),
    # Translators: a role, practice nurse
    Role.POH: N_("practice nurse (POH)"),
    # Translators: a role
    Role.SOCIAL_WORKER: N_("social worker"),
    # Translators: a role, at the desk of the practice
    Role.ASSISTANT: N_("practice assistant"),
    # Translators: a role
    Role.MANAGER: N_("practice manager"),
}

# As patients read them.
WHO_BY_ROLE: Final[Mapping[str, str]] = {
    # Translators: in a list of who looked
    Role.GP: N_("The GP"),
    # Translators: the practice nurse (POH), in a list of who looked
    Role.POH: N_("The practice nurse"),
    # Translators: in a list of who looked
    Role.SOCIAL_WORKER: N_("The social worker"),
    # Translators: at the desk, in a list of who looked
    Role.ASSISTANT: N_("The assistant"),
    # Translators: in a list of who looked
    Role.MANAGER: N_("The practice manager"),
}

ROLE_HINTS: Final[Mapping[Role, str]] = {
    # Translators: what a GP may do
    Role.GP: N_("opens answers, makes plans, runs the team"),
    # Translators: what a practice nurse or a social worker may do
    Role.POH: N_("opens answers, makes plans"),
    Role.SOCIAL_WORKER: N_("opens answers, makes plans"),
    # Translators: what an assistant may do
    Role.ASSISTANT: N_("invites patients, sees the list, opens no answers"),
    # Translators: what a practice manager may do
    Role.MANAGER: N_("runs the team and the settings, opens no answers"),
}
