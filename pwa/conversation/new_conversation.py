"""Begin a conversation: by a patient who shares, or together at the practice."""

from dataclasses import dataclass, field
from uuid import uuid4

from pwa.conversation.core import care_wrap_context
from pwa.conversation.models import Conversation
from pwa.conversation.patient_keys import PatientKeys, add_keys
from pwa.vault.crypto import new_key_pair, seal_to
from pwa.vault.patient.code_pool import FreshCode
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.service import current_key
from pwa.vault.work import Work


@dataclass(frozen=True, slots=True)
class Begun:
    """A new conversation, its private key, and the patient's code and link."""

    conversation: Conversation
    patient_keys: PatientKeys
    private_key: bytes = field(repr=False)


def begin_conversation(work: Work, practice_id: int, fresh: FreshCode) -> Begun:
    """Make a conversation with its own key pair.

    The private key is wrapped three times: for the practice's care key, the code and the link.
    """
    pair = new_key_pair()
    care = current_key(work.db, practice_id, KeyKind.CARE)
    conversation = Conversation(
        id=uuid4(),
        practice_id=practice_id,
        public_key=pair.public,
        care_key_id=care.id,
        created_at=work.now,
    )
    conversation.care_wrap = work.master.wrap(
        seal_to(care.public_key, pair.private), care_wrap_context(conversation.id)
    )
    work.db.add(conversation)
    work.db.flush()  # the rows of `add_keys` refer to this one
    patient_keys = add_keys(work, conversation, pair.private, fresh)
    return Begun(conversation, patient_keys, pair.private)
