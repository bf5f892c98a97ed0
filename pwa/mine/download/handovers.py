"""Warm handovers of the patient, as JSON values and in words."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from pwa.handover.letter import LetterWords, dump_letter
from pwa.handover.sealing import OpenHandover
from pwa.handover.view_models import HandoverView, view
from pwa.locales import known_language


@dataclass(frozen=True, slots=True)
class HandoverPart:
    """A handover for the page: how far it is, and the letter as the patient agreed to it."""

    view: HandoverView
    letter: LetterWords
    agreed_at: datetime

    @property
    def direction(self) -> str:
        """Give the direction of the letter's language, `ltr` or `rtl`."""
        return known_language(self.letter.language).direction


def in_words(handovers: Sequence[OpenHandover], now: datetime) -> tuple[HandoverPart, ...]:
    """Give the handovers for the page, the newest first."""
    return tuple(
        HandoverPart(view(each, now), each.consent.words, each.consent.at) for each in handovers
    )


def dump_handover(handover: OpenHandover, now: datetime) -> dict[str, Any]:
    """Write a handover as JSON values."""
    row, consent, answer = handover.row, handover.consent, handover.answer
    return {
        "step": row.step_uid,
        "state": str(row.state_at(now)),
        "moves": [
            {"state": str(move.state), "at": _moment(move.at), "by": move.by}
            for move in row.history_at(now)
        ],
        "consent": {
            "words": dump_letter(consent.words),
            "at": _moment(consent.at),
            "role": consent.role,
        },
        "letter": dump_letter(handover.letter.words),
        "answer": {
            "state": str(answer.state),
            "words": asdict(answer.words) if answer.words else None,
            "at": _moment(answer.at),
        }
        if answer
        else None,
    }


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
