"""A warm handover as a FHIR ServiceRequest, to bring it into another system.

The patient is in it by a display text alone: no identifier, no address, no birth date.

Source: http://hl7.org/fhir/R4/servicerequest.html
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from pwa.handover.core import State
from pwa.handover.letter import LetterWords
from pwa.handover.sealing import OpenHandover
from pwa.plan.words.render import Line
from pwa.practice.models import Practice

# Source: FHIR R4, request-status.
STATUSES: Final[Mapping[State, str]] = {
    State.AGREED: "active",
    State.TOLD: "active",
    State.TRIED: "active",
    State.CONTACT: "active",
    State.FAILED: "on-hold",
    State.DONE: "completed",
    State.TAKEN_BACK: "revoked",
    State.ENDED: "revoked",
    State.OVER: "revoked",
}


def service_request(handover: OpenHandover, practice: Practice, now: datetime) -> dict[str, Any]:
    """Write a handover as a ServiceRequest: only what the letter says, and the receiver's answer."""
    row, letter = handover.row, handover.letter
    asked, words = letter.asked, letter.words
    request: dict[str, Any] = {
        "resourceType": "ServiceRequest",
        "language": "nl",
        "status": STATUSES[row.state_at(now)],
        "intent": "order",
        "code": {"text": _text(words, "what")},
        "subject": {"display": asked.patient},
        "authoredOn": row.created_at.isoformat(timespec="seconds"),
        "requester": {"display": practice.name},
        "performer": [{"display": asked.receiver}],
        "note": [{"text": _text(words, "question")}, *_answer(handover)],
    }
    if when := _text(words, "when"):
        # The plan says "next week" or a day in words; the words are the truth, so no date is made up.
        request["occurrenceTiming"] = {"code": {"text": when}}
    return request


def _text(words: LetterWords, name: str) -> str:
    return _written(words.line(name))


def _written(line: Line) -> str:
    return "".join(part.text for part in line)


def _answer(handover: OpenHandover) -> list[dict[str, Any]]:
    answer = handover.answer
    if answer is None or answer.words is None:
        return []
    return [
        {
            "authorString": handover.letter.asked.receiver,
            "time": answer.at.isoformat(timespec="seconds"),
            "text": answer.words.text,
        }
    ]
