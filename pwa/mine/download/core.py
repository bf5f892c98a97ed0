"""Everything of a patient as JSON: for the patient, or for another tool that the patient trusts.

The format is a contract (docs/http.md): changing the meaning of a field needs a new VERSION, adding
a field does not. The wish to talk alone and the name to be recognised by are left out: they are
sealed to the desk key, and the patient's key does not open them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

FORMAT: Final = "mijn-gesprek-record"
VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class SavedVersion:
    """A version of the answers or of the plan, or a sheet for a meeting.

    Attributes:
        by: `patient`, or the role of the member of the practice who wrote it down.
        content: the opened document, unchanged.
    """

    number: int
    at: datetime
    by: str
    schema: int
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry of the access log; `role` is None for the patient and for the system."""

    at: datetime
    actor: str
    role: str | None
    action: str


@dataclass(frozen=True)
class Record:
    """Everything that the patient's key opens, the newest first.

    Attributes:
        checks: versions of the answers; `by` is a role when they were filled in together.
        plans: versions of the plan.
        ticks: what the patient said of it, one thing each.
        meetings: sheets for meetings of the practice.
        handovers: warm handovers with their letters and answers.
        moments: face and amounts that are kept on the patient's yes to compare later.
    """

    practice_name: str
    practice_phone: str
    checks: tuple[SavedVersion, ...]
    plans: tuple[SavedVersion, ...]
    ticks: tuple[SavedVersion, ...]
    meetings: tuple[SavedVersion, ...]
    handovers: tuple[dict[str, Any], ...]
    moments: tuple[SavedVersion, ...]
    log: tuple[LogLine, ...]


def dump_record(record: Record, *, made_at: datetime) -> dict[str, Any]:
    """Write a record as JSON values."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": _moment(made_at),
        "practice": {"name": record.practice_name, "phone": record.practice_phone},
        "checks": _dump(record.checks),
        "plans": _dump(record.plans),
        "ticks": _dump(record.ticks),
        "meetings": _dump(record.meetings),
        "handovers": list(record.handovers),
        "moments": _dump(record.moments),
        "log": [
            {"at": _moment(line.at), "actor": line.actor, "role": line.role, "action": line.action}
            for line in record.log
        ],
    }


def _dump(versions: Iterable[SavedVersion]) -> list[dict[str, Any]]:
    return [
        {
            "number": version.number,
            "at": _moment(version.at),
            "by": version.by,
            "schema": version.schema,
            "content": version.content,
        }
        for version in versions
    ]


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
