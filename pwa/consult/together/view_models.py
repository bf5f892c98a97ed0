"""Data and rendering for the pages of a check that is filled in together."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import render_template
from flask_babel import force_locale, gettext

from pwa.consult.together.core import Difference, find_differences
from pwa.consult.together.forms import OPENED, TogetherForm, write_fields
from pwa.conversation.joint_edits import find_rounds
from pwa.conversation.versions import CheckVersion
from pwa.editing import Choice, DifferenceLines
from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE, Language, written_in
from pwa.selfcheck import questions
from pwa.selfcheck.changes import Reader
from pwa.selfcheck.core import DomainState, SelfCheck
from pwa.selfcheck.map.layout import NOTES, draw_map, draw_skeleton
from pwa.selfcheck.questions import LifeDomain
from pwa.text import N_

# Code to heading of the form's parts; the page shows one at a time.
SHEETS = {
    # Translators: part of the form that is filled in together
    "topics": N_("What bothers you?"),
    # Translators: part of the form that is filled in together
    "first": N_("What first?"),
    # Translators: part of the form that is filled in together
    "strengths": N_("Strength and help"),
}
# Translators: in an empty field of the map of a new list
_NOT_YET = N_("not filled in yet")
_OTHER = next(option for option in questions.STRENGTHS if option.code == questions.OTHER)
# Field name to question, worded as in the patient's own form; shown in Dutch and in the patient's
# language.
HEADINGS = {
    "reason": N_("What do you come to the doctor for?"),
    "feeling": N_("How have you felt in the last 2 weeks?"),
    "priority": N_("What is most important to you?"),
    "priority_second": N_("Is something else important too?"),
    "help_wish": N_("Do you want help with this?"),
    "worse_by": N_("What makes this worse?"),
    "wants": N_("What do you want from this talk?"),
    "strengths": N_("What gives you strength?"),
    "helpers": N_("Who helps you already?"),
    "own_words": N_("Do you want to tell us anything else?"),
}


@dataclass(frozen=True, slots=True)
class TwoLanguages:
    """The patient's language beside Dutch: `other` is None when the patient reads Dutch."""

    other: Language | None

    @classmethod
    def of(cls, language: str) -> "TwoLanguages":
        """Make it from the code of the patient's language."""
        return cls(None if written_in(language) == PRACTICE_LANGUAGE.code else LANGUAGES[language])

    def say(self, text: str) -> str:
        """Give a source text in the patient's language; empty when that is Dutch."""
        if self.other is None:
            return ""
        with force_locale(self.other.code):
            return gettext(text)


@dataclass(frozen=True, slots=True)
class AnswersBefore:
    """An earlier version to show beside the form: the patient's own, or the last one together.

    Attributes:
        check: that version.
    """

    check: SelfCheck

    def part(self, name: str) -> str:
        """Write one part in Dutch, own words as they were typed; empty without an answer.

        Args:
            name: of the part, as in `selfcheck.changes`.
        """
        return _READER.describe(self.check, name) or ""


_READER = Reader(gettext, PRACTICE_LANGUAGE.code, is_practice=True)


def render_form(
    form: TogetherForm,
    versions: Sequence[CheckVersion],
    *,
    conversation_id: UUID | None,
    is_unsent: bool = False,
) -> str:
    """Render the form with the patient's own answers beside it.

    Args:
        versions: of the check, the newest first; none for a new check.
        conversation_id: None for a new check.
        is_unsent: the fields come from an unsent form, and are not saved yet.
    """
    own = next((item for item in versions if not item.is_together), None)
    # The last version filled in together, shown too if the patient changed answers after it.
    agreed = next((item for item in versions if item.is_together), None)
    sheet = form.one("sheet")
    say_on_map = gettext if own else _say_of_new
    return render_template(
        "consult/together/edit.html",
        conversation_id=conversation_id,
        form=form,
        q=questions,
        two=TwoLanguages.of(form.check.language),
        said=AnswersBefore(own.check) if own else None,
        agreed=AnswersBefore(agreed.check) if agreed and agreed is not versions[0] else None,
        agreed_at=agreed.saved_at if agreed else None,
        rounds=find_rounds(versions, _READER),
        life_map_view=draw_map(form.check, translate=say_on_map, is_practice=True),
        skeleton=draw_skeleton(translate=say_on_map, is_practice=True),
        uid=form.uid or uuid4(),
        is_unsent=is_unsent,
        sheets=SHEETS,
        sheet=sheet if sheet in SHEETS else next(iter(SHEETS)),
        headings=HEADINGS,
        own_or_other=(*questions.TOPICS, _OTHER),
        causes_offered=(*questions.TOPICS, *questions.WORSE_BY_OTHERWISE),
    )


def _say_of_new(text: str) -> str:
    """Give a text of the map of a new list, in which nobody has skipped a domain."""
    return gettext(_NOT_YET if text == NOTES[DomainState.SKIPPED] else text)


def render_conflict(
    form: TogetherForm,
    newest: CheckVersion,
    base: SelfCheck,
    *,
    conversation_id: UUID,
) -> str:
    """Render both versions part by part, for the editor to choose.

    Args:
        newest: the version that somebody else saved.
        base: the version that the editor started from.
    """
    # Send all domains that this form shares as opened: if the other version closed one of them, the
    # choice for that domain decides.
    opened = [str(domain) for domain in LifeDomain if domain not in form.check.not_shared]
    fields = {**write_fields(form.check, newest.number), OPENED: opened}
    differences = find_differences(form.check, newest.check, base)
    return render_template(
        "consult/together/conflict.html",
        conversation_id=conversation_id,
        fields=[(name, value) for name, values in fields.items() for value in values],
        differences=[_in_words(item, form.check, newest.check) for item in differences],
        newest=newest,
        before=form.base_number,
    )


def _in_words(
    difference: Difference, mine: SelfCheck, saved: SelfCheck
) -> DifferenceLines[str | None]:
    part = difference.part
    versions = {
        Choice.MINE: _READER.describe(mine, part),
        Choice.SAVED: _READER.describe(saved, part),
    }
    if difference.both:
        versions[Choice.BOTH] = _READER.describe(difference.both, part)
    return DifferenceLines(part, _READER.name(part), versions, difference.suggested)
