"""The form in which a help service is edited: what was typed, and what is wrong with it."""

from collections.abc import Mapping
from functools import cache

from flask_babel import force_locale, gettext

from pwa.directory.hsds import HelpService
from pwa.directory.keeping.editing.core import ReadForm, read_form, write_form
from pwa.directory.keeping.editing.fields import (
    OPEN,
    PHONE,
    Values,
    canonical,
    first,
    label_of,
    without_row,
)
from pwa.directory.keeping.editing.merging import dump_base, merge, read_base, write_base
from pwa.editing import Choice
from pwa.locales import name_in_dutch
from pwa.practice.faults import in_words
from pwa.web import http


@cache
def words(text: str, language: str) -> str:
    """Give a source text in a language; the catalogues stay the same while a process runs."""
    with force_locale(language):
        return gettext(text)


class ServiceForm:
    """The form of one service.

    Attributes:
        saved: the service as it is stored, or an empty one.
        values: canonical; what the fields show.
        base: what the fields showed when the form was opened, for `merge`.
        errors: field name to a sentence; filled by `validate`.
        more: kind of row of which one more, empty, is shown.
    """

    def __init__(self, saved: HelpService, typed: Values | None = None) -> None:
        """Make the form of a service.

        Args:
            typed: what was typed, straight from the request; None shows the service itself.
        """
        self.saved = saved
        shown = write_form(saved, words)
        self.values = shown if typed is None else canonical(typed)
        self.base = write_base(shown)
        self.errors: dict[str, str] = {}
        self.more = ""
        if typed is not None:
            self.base = dump_base(read_base(first(typed, "base")))
            self._press(typed)

    def _press(self, typed: Values) -> None:
        """Add or take away a row, as a button without a script asks."""
        more, less = first(typed, "more"), first(typed, "less")
        if more in (PHONE, OPEN):
            self.more = more
        if less:
            self.values = canonical(without_row(typed, less))

    def merge(self, choices: Mapping[str, Choice]) -> list[str]:
        """Take over what a colleague saved since the form was opened.

        Returns:
            The parts that both changed and that are still to be chosen.
        """
        saved = write_form(self.saved, words)
        self.values, asked = merge(read_base(self.base), saved, self.values, choices)
        return asked

    def read(self) -> ReadForm:
        """Read the values into a service."""
        return read_form(self.values, self.saved, words, today=http.today())

    def validate(self) -> bool:
        """Read the values; False with `errors` if any is wrong."""
        self.errors = {name: in_words(error) for name, error in self.read().errors.items()}
        return not self.errors

    @property
    def listed(self) -> Mapping[str, str]:
        """The errors with the label of their field before each, for a list away from the fields."""
        return {
            # Translators: the name of a field and what is wrong with it
            name: gettext("%(field)s: %(fault)s", field=name_of(name), fault=fault)
            for name, fault in self.errors.items()
        }


def name_of(field: str) -> str:
    """Name a field or a part of the form, with its language if it is not Dutch."""
    label, language = label_of(field)
    if language in (None, "nl"):
        return gettext(label)
    return gettext(
        # Translators: label of a field and the language of what is written in it
        "%(field)s (%(language)s)",
        field=gettext(label),
        language=name_in_dutch(language or ""),
    )
