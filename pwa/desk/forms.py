"""What the desk fills in to invite a patient, or to move the appointment of an invitation."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from flask_babel import gettext
from wtforms import StringField
from wtforms.validators import ValidationError

from pwa.appointments.core import Appointment
from pwa.desk.core import TimeError, read_day, read_time
from pwa.desk.service import Clinician
from pwa.locales import TIME_ZONE, find_language
from pwa.text import N_, clean_text, one_line
from pwa.typed import days
from pwa.web.forms import SentForm

MAX_PATIENT_NAME = 60

NO_DAY = N_("Choose today or a later day.")
NO_TIME = N_("This time does not exist on that day: the clock goes forward an hour.")
TOO_LONG = N_("Make this shorter, 60 characters at most.")


class _ConsultForm(SentForm):
    """When a consult is, and with whom."""

    time = StringField()
    day = StringField()
    with_id = StringField()

    def validate_time(self, field: StringField) -> None:
        """Check that it is a time of that day."""
        try:
            read_time(field.data or "")
        except TimeError as error:
            raise ValidationError(gettext(error.message)) from None

    def _read_moment(self, today: date) -> datetime | None:
        """Read day and time, in UTC; None if something in the form is wrong.

        Args:
            today: in the practice's time zone; the consult is then or later.
        """
        if not self.validate():
            return None
        try:
            day = days.read_day(self.day.data or today.isoformat(), today)
        except days.NoSuchDay:
            day = date.min
        if day < today or read_day(day.isoformat(), today) != day:
            self.day.errors = [gettext(NO_DAY)]
            return None
        wall = datetime.combine(day, read_time(self.time.data or ""), TIME_ZONE)
        moment = wall.astimezone(UTC)
        if moment.astimezone(TIME_ZONE).time() != wall.time():
            self.time.errors = [gettext(NO_TIME)]
            return None
        return moment

    def _read_with(self, clinicians: Sequence[Clinician]) -> int | None:
        """Read the clinician's membership id; None, for anybody, if it is not one of these."""
        return next((item.id for item in clinicians if item.code == self.with_id.data), None)


class MoveForm(_ConsultForm):
    """When it is now, and with whom."""

    def read_moved(
        self, before: Appointment, today: date, clinicians: Sequence[Clinician]
    ) -> Appointment | None:
        """Read the form; None if something in it is wrong, and `faults` then has the errors.

        Args:
            before: the appointment as it was; what the form does not ask for stays.
            today, clinicians: as in `InviteForm.read`.
        """
        moment = self._read_moment(today)
        if moment is None:
            return None
        return replace(before, at=moment, with_id=self._read_with(clinicians))


class InviteForm(_ConsultForm):
    """When, who, with whom, and in which language."""

    uid = StringField()
    label = StringField()
    patient_language = StringField()

    def validate_label(self, field: StringField) -> None:
        """Check that the name fits on a line of the list."""
        if len(field.data or "") > MAX_PATIENT_NAME:
            raise ValidationError(gettext(TOO_LONG))

    @property
    def form_id(self) -> UUID:
        """The form's own id, by which a second press is recognised; a new one if none was sent."""
        try:
            return UUID(self.uid.data or "")
        except ValueError:
            return uuid4()

    def read(
        self, today: date, languages: Sequence[str], clinicians: Sequence[Clinician]
    ) -> Appointment | None:
        """Read the form; None if something in it is wrong, and `faults` then has the errors.

        Args:
            today: in the practice's time zone.
            languages: codes that the practice offers; the first one is taken if another was sent.
            clinicians: of the practice; if another was sent, anybody may see the patient.
        """
        moment = self._read_moment(today)
        if moment is None:
            return None
        language = self.patient_language.data or ""
        is_offered = language in languages and find_language(language) is not None
        return Appointment(
            at=moment,
            patient_name=one_line(clean_text(self.label.data or "")),
            language=language if is_offered else languages[0],
            with_id=self._read_with(clinicians),
        )
