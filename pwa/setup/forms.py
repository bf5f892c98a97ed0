"""The forms to set a practice up, with the sentences that say what is wrong."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext
from sqlalchemy.orm import Session
from wtforms import PasswordField, StringField
from wtforms.validators import ValidationError

from pwa.account.core import MAX_PASSWORD_CHARACTERS
from pwa.account.login.service import refuse_password
from pwa.account.password_hashes import is_password_of
from pwa.account.passwords import find_fault
from pwa.account.people import find_account
from pwa.errors import PersonalError
from pwa.practice.details import (
    SLUG,
    TAKEN_SLUG,
    DetailsError,
    PracticeDetails,
    check_slug,
    parse_details,
    parse_line,
)
from pwa.practice.faults import in_words
from pwa.setup.core import FIRST_ROLES, is_email
from pwa.setup.service import TAKEN_EMAIL, FirstPerson, KnownPerson, is_email_taken, is_slug_taken
from pwa.staff.core import Role
from pwa.staff.models import Account
from pwa.text import N_, clean_text
from pwa.vault.work import begin_work
from pwa.web.forms import SentForm

Typed = Mapping[str, Sequence[str]]

NO_EMAIL = N_("This is not an email address. Check that it has an @ and a dot.")
NO_ROLE = N_("Choose what you are in the practice.")
NOT_EQUAL = N_("The two passwords are not equal. Type it here once more.")


def read_practice(db: Session, typed: Typed) -> tuple[PracticeDetails | None, dict[str, str]]:
    """Read the page about the practice.

    Returns:
        The details, or None when something is wrong; and field name to the sentence about it.
    """
    details, errors = None, {}
    try:
        details = parse_details(typed)
    except DetailsError as error:
        errors = {name: in_words(fault) for name, fault in error.errors.items()}
    if fault := slug_fault(db, read_slug(typed)):
        errors[SLUG] = fault
    return (None if errors else details), errors


def read_slug(typed: Typed) -> str:
    """Read the name for addresses, in lower case: a phone begins every word with a capital."""
    return next(iter(typed.get(SLUG, ())), "").strip().lower()


def slug_fault(db: Session, slug: str) -> str | None:
    """Say in a sentence why a name for addresses cannot be; None for one that can."""
    try:
        check_slug(slug)
    except PersonalError as error:
        return in_words(error)
    return gettext(TAKEN_SLUG) if is_slug_taken(db, slug) else None


class _FirstForm(SentForm):
    """The fields of both forms about the first person: a new one, or one with an account."""

    email = StringField()
    role = StringField()

    def validate_email(self, field: StringField) -> None:
        """Take an address, in lower case as it is stored."""
        field.data = clean_text(field.data or "").lower()
        if not is_email(field.data):
            raise ValidationError(gettext(NO_EMAIL))

    def validate_role(self, field: StringField) -> None:
        """Take a role of `FIRST_ROLES`."""
        if field.data not in FIRST_ROLES:
            raise ValidationError(gettext(NO_ROLE))


class PersonForm(_FirstForm):
    """Who sets the practice up, and a password typed twice because nobody sees it."""

    person_name = StringField()
    password = PasswordField()
    password_again = PasswordField()

    def __init__(self, db: Session, practice_name: str) -> None:
        super().__init__()
        self._db = db
        self._practice_name = practice_name

    def validate_person_name(self, field: StringField) -> None:
        """Take a name of one line."""
        try:
            field.data = parse_line([field.data or ""])
        except PersonalError as error:
            raise ValidationError(in_words(error)) from None

    def validate_email(self, field: StringField) -> None:
        """Take an address that nobody logs in with yet."""
        super().validate_email(field)
        if is_email_taken(self._db, field.data or ""):
            raise ValidationError(gettext(TAKEN_EMAIL))

    def validate_password(self, field: PasswordField) -> None:
        """Take a password that is hard to guess."""
        about = (self.person_name.data or "", self.email.data or "", self._practice_name)
        if fault := find_fault(field.data or "", about):
            raise ValidationError(fault)

    def validate_password_again(self, field: PasswordField) -> None:
        """Check that both passwords are equal, unless the first one was refused already."""
        if not self.password.errors and field.data != self.password.data:
            raise ValidationError(gettext(NOT_EQUAL))

    @property
    def person(self) -> FirstPerson:
        """The first person, after validation."""
        return FirstPerson(
            self.person_name.data or "",
            self.email.data or "",
            Role(self.role.data or ""),
            self.password.data or "",
        )


class OwnAccountForm(_FirstForm):
    """Who sets the practice up and works in another one already, with the password from there."""

    own_password = PasswordField()

    def __init__(self, db: Session) -> None:
        super().__init__()
        self._db = db
        self._account: Account | None = None

    def validate_own_password(self, field: PasswordField) -> None:
        """Take the password of the account; it opens nothing before the second factor is given."""
        if not 0 < len(field.data or "") <= MAX_PASSWORD_CHARACTERS:
            raise ValidationError(gettext("Fill in your password."))
        account = find_account(self._db, self.email.data or "")
        if not is_password_of(account, field.data or ""):
            if account is not None:
                refuse_password(begin_work(), account)
            sentence = gettext(
                "This password is not right, or there is no account with this email address yet."
            )
            raise ValidationError(sentence)
        self._account = account

    @property
    def person(self) -> KnownPerson:
        """The first person, after validation."""
        assert self._account is not None
        return KnownPerson(self._account, Role(self.role.data or ""), self.own_password.data or "")
