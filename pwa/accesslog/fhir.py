"""An entry of the access log as a FHIR AuditEvent.

Source: http://hl7.org/fhir/R4/auditevent.html; DICOM PS3.15 A.5 and PS3.16 CID 400 for the types.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pwa.accesslog.actions import ACTIONS
from pwa.accesslog.core import FhirAction
from pwa.accesslog.groups import Group
from pwa.audit import AccessEvent, Actor, Outcome

_HL7: Final = "http://terminology.hl7.org/CodeSystem"
_DICOM: Final = "http://dicom.nema.org/resources/ontology/DCM"

_TYPES: Final[Mapping[Group, tuple[str, str]]] = {
    Group.CONTENTS: ("110110", "Patient Record"),
    Group.DESK: ("110110", "Patient Record"),
    Group.ACCOUNT: ("110114", "User Authentication"),
    Group.TEAM: ("110113", "Security Alert"),
    Group.HELP: ("110100", "Application Activity"),
    Group.HOUSE: ("110100", "Application Activity"),
}
_LOG_USED: Final = ("110101", "Audit Log Used")
_OUTCOMES: Final = {Outcome.DONE: "0", Outcome.REFUSED: "4", Outcome.FAILED: "8"}
# For entries of an older version, whose action `ACTIONS` does not list any more.
_UNKNOWN: Final = (Group.HOUSE, FhirAction.EXECUTE)


@dataclass(frozen=True, slots=True)
class Source:
    """Where entries come from.

    Attributes:
        base_url: of this installation; names the systems of its identifiers.
        slug: of the practice.
    """

    base_url: str
    slug: str

    def identifier(self, system: str, value: str) -> dict[str, Any]:
        """Give a FHIR identifier for something of this installation."""
        return {"system": f"{self.base_url}/fhir/{system}", "value": value}


def audit_event(entry: AccessEvent, source: Source) -> dict[str, Any]:
    """Write an entry as an AuditEvent; people are in it by numbers only."""
    told = ACTIONS.get(entry.action)
    group, action = (told.group, told.fhir) if told else _UNKNOWN
    code, display = _LOG_USED if entry.action.startswith("log:") else _TYPES[group]
    event: dict[str, Any] = {
        "resourceType": "AuditEvent",
        "id": f"{entry.practice_id}-{entry.number}",
        "type": {"system": _DICOM, "code": code, "display": display},
        "subtype": [{"system": f"{source.base_url}/fhir/action", "code": entry.action}],
        "action": str(action),
        "recorded": entry.at.isoformat(timespec="milliseconds"),
        "outcome": _OUTCOMES[entry.outcome],
        "agent": [_agent(entry, source), _custodian(source)],
        "source": _observer(source),
        "entity": [_entity(entry, source, group), *_colleague(entry, source)],
    }
    if entry.reason is not None:
        reason = {"system": f"{source.base_url}/fhir/reason", "code": entry.reason}
        event["purposeOfEvent"] = [{"coding": [reason]}]
    return event


def _agent(entry: AccessEvent, source: Source) -> dict[str, Any]:
    """Describe who acted, as the agent that requested the action."""
    who: dict[str, Any]
    match entry.actor:
        case Actor.STAFF:
            sort = (f"{_HL7}/extra-security-role-type", "humanuser", "human user")
            who = {
                "type": "PractitionerRole",
                "identifier": source.identifier("membership", str(entry.membership_id)),
            }
        case Actor.PATIENT:
            sort = (f"{_HL7}/v3-RoleClass", "PAT", "patient")
            conversation = source.identifier("conversation", str(entry.conversation_id))
            who = {"type": "Patient", "identifier": conversation}
        case Actor.RECEIVER:
            # Somebody outside without an account: known here only as the receiver of this patient.
            sort = (f"{_HL7}/v3-ParticipationType", "REFT", "Referred to")
            whose = source.identifier("receiver", str(entry.conversation_id))
            who = {"display": "receiver of a warm handover", "identifier": whose}
        case Actor.GUEST:
            sort = (f"{_HL7}/v3-RoleClass", "GUEST", "guest")
            # The line does not say by which link: known here only as a guest of this practice.
            guests = source.identifier("recording-guests", source.slug)
            who = {"display": "guest of the recording room", "identifier": guests}
        case Actor.SYSTEM:
            sort = (_DICOM, "110150", "Application")
            who = _application(source)
    agent: dict[str, Any] = {"type": _concept(*sort), "who": who, "requestor": True}
    if entry.role is not None:
        role = {"system": f"{source.base_url}/fhir/role", "code": entry.role}
        agent["role"] = [{"coding": [role]}]
    if entry.network is not None:
        agent["network"] = {"address": entry.network, "type": "2"}  # an IP address
    return agent


def _custodian(source: Source) -> dict[str, Any]:
    """Describe the practice, as the custodian: it is responsible for what its people do."""
    return {
        "type": _concept(f"{_HL7}/v3-ParticipationType", "CST", "custodian"),
        "who": {
            "type": "Organization",
            "identifier": source.identifier("practice", source.slug),
        },
        "requestor": False,
    }


def _observer(source: Source) -> dict[str, Any]:
    server = {
        "system": f"{_HL7}/security-source-type",
        "code": "4",
        "display": "Application Server",
    }
    return {"site": source.slug, "observer": _application(source), "type": [server]}


def _application(source: Source) -> dict[str, Any]:
    return {
        "type": "Device",
        "identifier": source.identifier("application", "mijn-gesprek"),
        "display": "Mijn Gesprek",
    }


def _entity(entry: AccessEvent, source: Source, group: Group) -> dict[str, Any]:
    """Describe the record and its category of data, with the other details NEN 7513 asks for."""
    details = {
        "number": str(entry.number),
        "category": str(group),
        "authentication": str(entry.strength),
        "request": entry.request_id,
        "mac": entry.mac.hex(),
    }
    entity: dict[str, Any] = {
        "type": {
            "system": f"{_HL7}/audit-entity-type",
            "code": "2",
            "display": "System Object",
        },
        "detail": [
            {"type": name, "valueString": value} for name, value in details.items() if value
        ],
    }
    if entry.conversation_id is not None:
        kind = "invitation" if entry.action.startswith("invitation:") else "conversation"
        record = source.identifier(kind, str(entry.conversation_id))
        entity["what"] = {"identifier": record}
        entity["role"] = {
            "system": f"{_HL7}/object-role",
            "code": "4",
            "display": "Domain Resource",
        }
    return entity


def _colleague(entry: AccessEvent, source: Source) -> list[dict[str, Any]]:
    """Describe the colleague that the action concerned, if any."""
    if entry.about_id is None:
        return []
    about = source.identifier("membership", str(entry.about_id))
    return [
        {
            "what": {"type": "PractitionerRole", "identifier": about},
            "type": {"system": f"{_HL7}/audit-entity-type", "code": "1", "display": "Person"},
            "role": {
                "system": f"{_HL7}/object-role",
                "code": "11",
                "display": "Security User Entity",
            },
        }
    ]


def _concept(system: str, code: str, display: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, "display": display}]}
