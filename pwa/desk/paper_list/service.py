"""Seal a list that the desk typed from paper: by public keys only, as what a phone shares."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from pwa.conversation.patient_keys import PatientKeys
from pwa.desk.paper_list.core import entered_by
from pwa.selfcheck.answers import Answers
from pwa.selfcheck.core import dump_selfcheck
from pwa.sharing.entry import Admission
from pwa.sharing.sending import Sending, UidKeys, mac_body
from pwa.sharing.service import is_stored, share_selfcheck
from pwa.staff.access import Staff
from pwa.vault.patient.code_pool import FreshCode
from pwa.vault.work import Work


@dataclass(frozen=True, slots=True)
class Sealed:
    """A list from paper that is stored now.

    Attributes:
        new: the patient's code and link; None when the same form was sealed more than a day ago.
    """

    conversation_id: UUID
    new: PatientKeys | None


def seal_paper(
    work: Work,
    answers: Answers,
    fresh: FreshCode,
    *,
    form_id: UUID,
    invitation_id: UUID | None,
    by: Staff,
) -> Sealed:
    """Store what was typed, as if the patient had shared it, with who typed it in.

    Limits on lists from outside do not count here: somebody of the practice holds the paper.

    Args:
        fresh: a code made outside any transaction, because stretching it is slow.
        form_id: by which a second press on the button is recognised.

    Raises:
        OtherBody, Erased, TooMany, SetAside: as `share_selfcheck`.
    """
    sending = _sending(answers, form_id, invitation_id, by)
    receipt = share_selfcheck(work, sending, Admission(invitation_id), fresh, by=by)
    new = None
    if receipt.code is not None and receipt.link_secret is not None:
        new = PatientKeys(receipt.code, receipt.link_secret)
    return Sealed(receipt.conversation_id, new)


def was_sealed(
    db: Session, answers: Answers, *, form_id: UUID, invitation_id: UUID | None, by: Staff
) -> bool:
    """Say whether the same form was sealed before by the same person, with the same answers."""
    return is_stored(db, _sending(answers, form_id, invitation_id, by))


def _sending(answers: Answers, form_id: UUID, invitation_id: UUID | None, by: Staff) -> Sending:
    noted = entered_by(answers, by.membership_id)
    return Sending(
        practice_id=by.practice.id,
        uid=form_id,
        uid_keys=UidKeys.of(form_id),
        body_mac=mac_body(form_id, _body(noted, invitation_id)),
        answers=noted,
        invitation="",
        codes=(),
        is_change=False,
        reply_to=None,
    )


def _body(answers: Answers, invitation_id: UUID | None) -> dict[str, list[str]]:
    """Write all that is sealed as texts, by which a changed form is told from a second press."""
    texts = {name: [repr(value)] for name, value in dump_selfcheck(answers.check).items()}
    around = [answers.known_as, str(answers.talk_alone), str(invitation_id)]
    return {**texts, "around": around}
