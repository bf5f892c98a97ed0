"""Put the patients of the example practice on its list of today, by the services behind the pages."""

from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from secrets import token_bytes, token_urlsafe
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from flask_babel import force_locale

from pwa.account.factors.service import enrol_second_factor
from pwa.account.people import create_member, find_account
from pwa.appointments.core import Appointment
from pwa.appointments.invitations import derive_id, find_invitation, open_invitation
from pwa.commands.example.afterwards import say_how_it_goes, tell_receivers, with_letter
from pwa.commands.example.stories import COLLEAGUES, GP, PATIENTS, ExamplePatient
from pwa.conversation.erasure import withdraw
from pwa.conversation.models import Conversation, Invitation
from pwa.conversation.opening import confirm, open_for_patient, open_to_change
from pwa.desk.service import invite_once
from pwa.locales import PRACTICE_LANGUAGE, TIME_ZONE
from pwa.patient.tokens import new_pass
from pwa.plan.service import Edited, save_plan
from pwa.planning import handing
from pwa.planning.forms import PlanForm
from pwa.practice.models import Practice
from pwa.selfcheck.answers import parse_answers
from pwa.sharing.core import Receipt
from pwa.sharing.entry import admit
from pwa.sharing.sending import Sending, UidKeys, mac_body
from pwa.sharing.service import share_selfcheck
from pwa.staff.access import Staff
from pwa.staff.core import may_read_contents
from pwa.staff.models import Membership
from pwa.staff.sessions import key_kinds
from pwa.store.database import overwrite_erased, writing
from pwa.team.members import find_by_email
from pwa.then_and_now.service import keep
from pwa.vault.patient.code_pool import POOL, FreshCode
from pwa.vault.patient.codes import new_code
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.work import Work

# The lists came in one after the other until now, and the patients were invited before that.
_BETWEEN = timedelta(minutes=9)
_INVITED = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class ExampleDay:
    """A day of the example practice.

    Attributes:
        team: name to clinician.
        secret: the ids of the forms by which patients are invited are derived from it, so that
            lists that were made before are found again.
    """

    day: date
    practice: Practice
    team: Mapping[str, Staff]
    secret: str

    def form_id(self, patient: ExamplePatient) -> UUID:
        """Derive the id of the form by which a patient is invited."""
        return uuid5(NAMESPACE_OID, f"{self.secret} {self.day} {patient.name}")

    def appointment(self, patient: ExamplePatient) -> Appointment:
        """Give a patient's appointment on this day."""
        at = datetime.combine(self.day, patient.at, TIME_ZONE).astimezone(UTC)
        clinician = self.team[patient.clinician]
        return Appointment(at, patient.name, patient.language, clinician.membership_id)

    def is_made(self, work: Work) -> bool:
        """Say whether the lists of this day were made before."""
        first = PATIENTS[0]
        made = derive_id(self.practice.id, self.appointment(first), self.form_id(first))
        return work.db.get(Invitation, made) is not None


def find_team(work: Work, gp: Membership, keys: HeldKeys) -> dict[str, Staff]:
    """Find the clinicians of the example practice by name, and make those that are missing.

    The GP stands in for a colleague who was made and does not see patients any more.

    Args:
        gp: the member whose login is printed.
        keys: the private halves of the practice.
    """
    members = {GP: gp} | {name: _find_colleague(work, gp, name, keys) for name in COLLEAGUES}
    return {name: _let_in(work, member, keys) for name, member in members.items()}


def make_lists(work: Work, example: ExampleDay) -> str:
    """Invite the patients, share what they answered, and do what their clinicians did with it.

    It commits several times, as the requests would that it stands for.

    Returns:
        The code of the first patient.
    """
    # Stretching a code is slow, and other writers would wait for it in a transaction.
    codes = [_make_code() for patient in PATIENTS if patient.fields is not None]
    receipts: list[tuple[ExamplePatient, Receipt]] = []
    with writing(work.db):
        for patient in PATIENTS:
            invitation = _invite(_earlier(work, _INVITED), example, patient)
            if patient.fields is not None:
                then = _earlier(work, _BETWEEN * len(codes))
                receipts.append((patient, _share(then, example, patient, invitation, codes.pop())))
    for patient, receipt in receipts:
        if patient.is_read:
            _see(work, example, patient, receipt)
    return receipts[0][1].code or ""


def _find_colleague(work: Work, gp: Membership, name: str, keys: HeldKeys) -> Membership:
    _, domain = gp.account.email.split("@")
    email = f"{name.lower().replace(' ', '')}@{domain}"
    found = find_by_email(work.db, gp.practice_id, email)
    if found is not None and may_read_contents(found.role):
        return found
    if find_account(work.db, email) is not None:
        return gp
    member = create_member(
        work,
        gp.practice,
        name=name,
        email=email,
        role=COLLEAGUES[name],
        password=token_urlsafe(12),
        keys=keys,
    )
    # Without a second factor the page Team would say that the colleague has yet to set it up.
    enrol_second_factor(member.account, b32encode(token_bytes(20)).decode())
    return member


def _let_in(work: Work, member: Membership, keys: HeldKeys) -> Staff:
    """Make what a login makes of a member."""
    return Staff(
        account_id=member.account_id,
        membership_id=member.id,
        practice=member.practice,
        role=member.role,
        name=member.account.name,
        keys=keys.of(key_kinds(member.role)),
        session_id=uuid4(),
        logged_in_at=work.now,
        confirmed_at=work.now,
        recovery_codes_left=0,
        has_other_practices=False,
    )


def _make_code() -> FreshCode:
    """Make a code outside the pool, which would go on to make hundreds in the background."""
    code = new_code()
    return FreshCode(code, POOL.stretch(code))


def _earlier(work: Work, span: timedelta) -> Work:
    return replace(work, now=work.now - span)


def _invite(work: Work, example: ExampleDay, patient: ExamplePatient) -> Invitation:
    by = example.team[GP]
    made = invite_once(work, by, example.appointment(patient), example.form_id(patient))
    return find_invitation(work.db, example.practice.id, made)


def _share(
    work: Work,
    example: ExampleDay,
    patient: ExamplePatient,
    invitation: Invitation,
    fresh: FreshCode,
) -> Receipt:
    fields = {
        name: [value] if isinstance(value, str) else value
        for name, value in (patient.fields or {}).items()
    }
    uid = uuid4()
    sending = Sending(
        practice_id=example.practice.id,
        uid=uid,
        uid_keys=UidKeys.of(uid),
        body_mac=mac_body(uid, fields),
        answers=parse_answers(fields, language=patient.answers_in),
        invitation=open_invitation(invitation, example.team[GP].keys).token,
        codes=(),
        is_change=False,
        reply_to=None,
    )
    return share_selfcheck(work, sending, admit(work, sending, example.practice), fresh)


def _see(work: Work, example: ExampleDay, patient: ExamplePatient, receipt: Receipt) -> None:
    """Open a list at the consult, save the plan, and let the patient come back to it."""
    staff = example.team[patient.clinician]
    with writing(work.db):
        row = work.db.get_one(Conversation, receipt.conversation_id)
        confirm(work, staff, row)
    if patient.plan:
        _make_plan(work, example, patient, row)
    if patient.goes_on or patient.takes_back:
        _come_back(work, example.practice, patient, receipt)


def _make_plan(work: Work, example: ExampleDay, patient: ExamplePatient, row: Conversation) -> None:
    staff, fields = example.team[patient.clinician], {"base": "0", **patient.plan}
    with force_locale(PRACTICE_LANGUAGE.code):
        form = PlanForm(fields, example.day)
        if patient.handed_over:
            form.values = with_letter(form, patient.handed_over, patient.answers_in, staff)
        if not form.validate():
            raise ValueError(f"the plan of {patient.name}: {form.errors}")
        with open_to_change(work, staff, row) as opened:
            edited = Edited(form.plan, form.base_number, {})
            saved = save_plan(work, opened, edited, by=staff)
            handing.agree(work, opened, form, saved.merged.plan, by=staff)
            tell_receivers(work, opened, staff)


def _come_back(work: Work, practice: Practice, patient: ExamplePatient, receipt: Receipt) -> None:
    """Do what the patient does at home, with the pass of the own phone."""
    assert receipt.private_key is not None  # only a repeat has none
    patient_pass = new_pass(
        practice.id,
        receipt.conversation_id,
        receipt.private_key,
        generation=receipt.generation,
        now=work.now,
    )
    with writing(work.db):
        opened = open_for_patient(work.db, patient_pass)
        if patient.goes_on:
            say_how_it_goes(work, opened, patient.answers_in)
            keep(work, opened)
        if patient.takes_back:
            withdraw(work, opened, and_plan=False)
    if patient.takes_back:
        overwrite_erased()
