"""The access log: who did what with which record, and never what the record says.

An entry is stored in the transaction of the action that it tells about: if the entry cannot be
stored, the action does not take place.

Source: NEN 7513:2018, chapter 6, what an entry holds.
"""

from pwa.audit.core import Actor, Outcome, Reason, Strength, network_of
from pwa.audit.models import AccessAnchor, AccessChain, AccessEvent
from pwa.audit.reading import events_of
from pwa.audit.recording import (
    bring_keys,
    is_of_this_request,
    is_waiting,
    record,
    record_patient,
    record_receiver,
    record_staff,
    record_system,
)

__all__ = (
    "AccessAnchor",
    "AccessChain",
    "AccessEvent",
    "Actor",
    "Outcome",
    "Reason",
    "Strength",
    "bring_keys",
    "events_of",
    "is_of_this_request",
    "is_waiting",
    "network_of",
    "record",
    "record_patient",
    "record_receiver",
    "record_staff",
    "record_system",
)
