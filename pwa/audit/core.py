"""The fields of an entry of the access log, and the chain of MACs over the entries.

Each entry carries a MAC over itself and over the MAC of the entry before. Whoever changes, removes,
adds or moves an entry without the key of the chain makes the MACs wrong from there on.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import Final

# Stands in for the MAC of the entry before, for the first entry of a practice.
NOTHING_BEFORE: Final = bytes(32)

_JSON = json.JSONEncoder(separators=(",", ":"), default=str)  # `str` writes a UUID as text
_ACTION = re.compile(r"[a-z]+(-[a-z]+)*:[a-z]+(-[a-z]+)*")


class Actor(StrEnum):
    """Who acts."""

    PATIENT = "patient"
    STAFF = "staff"
    SYSTEM = "system"
    RECEIVER = "receiver"  # of a warm handover: somebody outside, without an account
    GUEST = "guest"  # records sentences by a link, without an account


class Outcome(StrEnum):
    """How the action ended."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"  # a check that found something wrong


class Strength(StrEnum):
    """How the actor was authenticated, the weakest first."""

    NONE = "none"
    SECRET = "secret"  # a patient's code or link, a receiver's link with digits  # noqa: S105
    PASSWORD = "password"  # noqa: S105
    TWO_FACTORS = "two_factors"


class Reason(StrEnum):
    """Why the action was done, where its name alone does not say so."""

    PATIENT_REQUEST = "patient-request"
    CONTROL = "control"
    INCIDENT = "incident"


class Mark(StrEnum):
    """What an anchor says of its entry."""

    HEAD = "head"  # the newest one at that moment
    CUT = "cut"  # the last one that was cleared away because of its age


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the chain of a practice.

    Attributes:
        number: of the entry; the first one is 1, and none is left out.
        mac: of the entry.
    """

    number: int
    mac: bytes


START: Final = Link(0, NOTHING_BEFORE)


def check_action(action: str) -> str:
    """Check the spelling of an action, so that contents never end up in the log.

    Raises:
        ValueError: it is not spelled as `subject:verb`.
    """
    if _ACTION.fullmatch(action) is None:
        raise ValueError("an action is written as subject:verb")
    return action


def to_milliseconds(moment: datetime) -> datetime:
    """Cut a moment to milliseconds, as the log stores it."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def network_of(address: str | None) -> str | None:
    """Cut an address to its network, which says enough to notice something odd and names nobody."""
    try:
        parsed = ip_address(address or "")
    except ValueError:  # a unix socket has no address
        return None
    return str(ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))


def chain_wrap_context(practice_id: int) -> str:
    """Give the context (AAD) under which the key of a practice's chain is wrapped."""
    return f"access chain {practice_id}"


def link_mac(
    key: bytes, before: bytes, number: int, at: datetime, fields: Sequence[object]
) -> bytes:
    """Compute the MAC of an entry.

    Args:
        before: MAC of the entry before.
        at: when, in UTC.
        fields: what else the entry says: text, numbers, ids or None, always in the same order.
    """
    moment = at.isoformat(timespec="milliseconds")
    return hmac.digest(key, before + _write(number, moment, *fields), hashlib.sha256)


def head_seal(key: bytes, practice_id: int, head: Link) -> bytes:
    """Compute the seal of a chain's end: a MAC which proves that this was the newest entry.

    No entry holds this MAC, so whoever removes the newest entries cannot seal the one before them.
    """
    return hmac.digest(key, b"head" + _write(practice_id, *_link(head)), hashlib.sha256)


def anchor_seal(key: bytes, practice_id: int, mark: Mark, link: Link, at: datetime) -> bytes:
    """Compute the seal of an anchor: a MAC which proves that the application wrote the anchor."""
    moment = at.isoformat(timespec="milliseconds")
    written = _write(practice_id, str(mark), *_link(link), moment)
    return hmac.digest(key, b"anchor" + written, hashlib.sha256)


def _link(link: Link) -> tuple[int, str]:
    return link.number, link.mac.hex()


def _write(*fields: object) -> bytes:
    """Write fields as bytes; as JSON, so that no two lists give the same bytes."""
    return _JSON.encode(fields).encode()
