"""What of a handover is sealed, to which key, and opened by whom.

The handover has a key pair of its own. Its private half lies in a document that is sealed to the
conversation's key, so whoever opens the conversation opens the handover, and nothing that opens the
handover opens the conversation. The desk's note is sealed to the desk key.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from pwa.conversation.documents import OpenConversation
from pwa.handover.core import State
from pwa.handover.letter import Asked, LetterWords, dump_letter, load_letter
from pwa.handover.models import Handover
from pwa.plan.core import FreeText
from pwa.vault.crypto import CannotOpen
from pwa.vault.practice.models import PracticeKey
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.records import DocumentAddress, SealedDocument, open_document, seal_document

_SCHEMA: Final = 1


@dataclass(frozen=True, slots=True)
class Consent:
    """What the patient said yes to.

    Attributes:
        words: the letter with the question, as it was shown, in the patient's language.
        role: of the member of staff who asked.
    """

    words: LetterWords
    at: datetime
    role: str


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter in Dutch, with what was typed for it."""

    words: LetterWords
    asked: Asked


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver answered last.

    Attributes:
        words: one line with its language; None if the receiver wrote none.
    """

    state: State
    words: FreeText | None
    at: datetime


@dataclass(frozen=True, slots=True)
class DeskNote:
    """What everybody of the practice sees of an open handover.

    Attributes:
        digits: to say in the call; empty until a letter was made.
    """

    patient: str
    receiver: str
    receiver_phone: str
    digits: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OpenHandover:
    """A handover, opened by patient or practice."""

    row: Handover
    private_key: bytes = field(repr=False)
    consent: Consent
    letter: Letter
    answer: Answer | None


def seal_own(row: Handover, public: bytes, private: bytes, consent: Consent) -> None:
    """Seal the handover's private key and the consent to the conversation's key.

    Args:
        public: of the conversation that `row.conversation_id` names.
    """
    content = {
        "private": private.hex(),
        "step": row.step_uid,
        "words": dump_letter(consent.words),
        "at": consent.at.astimezone(UTC).isoformat(timespec="seconds"),
        "role": consent.role,
    }
    sealed = seal_document(public, _own_address(row), content)
    row.own_key, row.own = sealed.sealed_key, sealed.body


def seal_letter(row: Handover, letter: Letter) -> None:
    """Seal the letter to the handover's own key."""
    content = {"words": dump_letter(letter.words), "asked": asdict(letter.asked)}
    sealed = seal_document(row.public_key, _address(row, "handover letter"), content)
    row.letter_key, row.letter = sealed.sealed_key, sealed.body


def seal_answer(row: Handover, answer: Answer) -> None:
    """Seal the receiver's answer to the handover's own key."""
    content = {
        "state": answer.state.value,
        "words": asdict(answer.words) if answer.words else None,
        "at": answer.at.astimezone(UTC).isoformat(timespec="seconds"),
    }
    sealed = seal_document(row.public_key, _address(row, "handover answer"), content)
    row.answer_key, row.answer = sealed.sealed_key, sealed.body


def seal_note(row: Handover, desk: PracticeKey, note: DeskNote) -> None:
    """Seal the desk's note to the desk key of the practice."""
    sealed = seal_document(desk.public_key, _address(row, "handover note"), asdict(note))
    row.desk_key_id, row.note_key, row.note = desk.id, sealed.sealed_key, sealed.body


def open_handover(opened: OpenConversation, row: Handover) -> OpenHandover:
    """Open a handover of an opened conversation.

    Raises:
        CannotOpen: it belongs to another conversation or step, or it is damaged.
    """
    content = open_document(
        opened.private_key, _own_address(row), SealedDocument(row.own_key, row.own)
    )
    if content["step"] != row.step_uid:
        raise CannotOpen
    private = bytes.fromhex(content["private"])
    consent = Consent(
        load_letter(content["words"]), datetime.fromisoformat(content["at"]), content["role"]
    )
    return OpenHandover(row, private, consent, open_letter(row, private), open_answer(row, private))


def open_letter(row: Handover, private: bytes) -> Letter:
    """Open the letter with the handover's private key, as the receiver does.

    Raises:
        CannotOpen: another key, or damaged.
    """
    sealed = SealedDocument(row.letter_key, row.letter)
    content = open_document(private, _address(row, "handover letter"), sealed)
    asked = content["asked"]
    question = _words(asked["question"])
    return Letter(load_letter(content["words"]), Asked(**{**asked, "question": question}))


def open_answer(row: Handover, private: bytes) -> Answer | None:
    """Open the receiver's newest answer; None without one.

    Raises:
        CannotOpen: another key, or damaged.
    """
    if row.answer_key is None or row.answer is None:
        return None
    sealed = SealedDocument(row.answer_key, row.answer)
    content = open_document(private, _address(row, "handover answer"), sealed)
    at = datetime.fromisoformat(content["at"])
    return Answer(State(content["state"]), _words(content["words"]), at)


def open_note(row: Handover, keys: HeldKeys) -> DeskNote:
    """Open the desk's note.

    Raises:
        CannotOpen: the handover is closed, or `keys` lacks the desk key that it was sealed to.
    """
    if row.note_key is None or row.note is None:
        raise CannotOpen
    sealed = SealedDocument(row.note_key, row.note)
    content = open_document(keys.private(row.desk_key_id), _address(row, "handover note"), sealed)
    return DeskNote(**content)


def _words(raw: Mapping[str, Any] | None) -> FreeText | None:
    return FreeText(raw["text"], raw["language"]) if raw else None


def _own_address(row: Handover) -> DocumentAddress:
    return _at(row, row.conversation_id, "handover own")


def _address(row: Handover, kind: str) -> DocumentAddress:
    """Give an address (AAD) that stays the same when a merge moves the handover."""
    return _at(row, row.id, kind)


def _at(row: Handover, conversation_id: UUID, kind: str) -> DocumentAddress:
    return DocumentAddress(row.practice_id, conversation_id, row.id, kind, _SCHEMA)
