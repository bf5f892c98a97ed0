"""The desk's note about a sending, sealed to the desk key only.

It has `code_start`, `known_as` and `talk_alone`, and since the desk books interpreters also `language`
(code of the language that the patient read) and `interpreter` (as in `SelfCheck`).
"""

from collections.abc import Mapping
from typing import Any

from pwa.conversation.documents import desk_note_address
from pwa.conversation.models import Submission
from pwa.vault.crypto import CannotOpen
from pwa.vault.practice.models import PracticeKey
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.records import SealedDocument, open_document, seal_document


def open_desk_note(submission: Submission, keys: HeldKeys) -> dict[str, Any]:
    """Open the desk's note about a sending.

    Raises:
        CannotOpen: the note was erased, or `keys` lacks the desk key that it was sealed to.
    """
    if submission.label_key is None or submission.label is None:
        raise CannotOpen
    sealed = SealedDocument(submission.label_key, submission.label)
    return open_document(
        keys.private(submission.desk_key_id), desk_note_address(submission), sealed
    )


def write_desk_note(
    submission: Submission, desk: PracticeKey, content: Mapping[str, object]
) -> None:
    """Seal a note to the desk key, bound (AAD) to the sending and its present conversation."""
    sealed = seal_document(desk.public_key, desk_note_address(submission), content)
    submission.desk_key_id = desk.id
    submission.label_key, submission.label = sealed.sealed_key, sealed.body
