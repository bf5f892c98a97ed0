"""One service of a foreign file while it is read: its rows, and what there is to say about them.

A `Row` is one object of HSDS, such as a phone. It notes which fields were asked for, so that
everything else that the file says can be named as not kept.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final
from uuid import UUID, uuid5

from pwa.directory.exchange.result import Said
from pwa.directory.exchange.terms import Taxonomy, find_own_term
from pwa.directory.exchange.values import (
    Unreadable,
    as_text,
    clean,
    plain_text,
    read_date,
    read_uuid,
    read_whole,
)
from pwa.text import N_, cut, one_line

# The longest text that is kept; nothing is cut, so that a longer one stays out as a whole.
MAX_TEXT: Final = 1000
MAX_SHORT: Final = 200
# Of one kind in one service, such as phones.
MAX_ROWS: Final = 200
_MAX_BEYOND: Final = 60
_MAX_SAID: Final = 60
# Of what links tables to each other, and of when something was written.
_SAYS_NOTHING: Final = frozenset(
    {
        "organization_id",
        "service_id",
        "location_id",
        "contact_id",
        "phone_id",
        "program_id",
        "service_at_location_id",
        "link_id",
        "link_type",
        "link_entity",
        "taxonomy_term_id",
        "last_modified",
        "metadata",
    }
)

NOT_READABLE = N_("What stands in %(field)s does not belong there.")
NO_DAY = N_("%(value)s is no day of our calendar (%(field)s).")
TOO_MANY = N_("It has more than %(most)s of %(field)s.")
TOO_LONG = N_("A text has more than %(most)s characters, so it was left out (%(field)s).")


class Refused(Exception):
    """The service as a whole cannot be read; the sentence says why."""

    def __init__(self, said: Said) -> None:
        super().__init__(said.message)
        self.said = said


class Reading:
    """What there is to say about one service.

    Attributes:
        namespace: ids that are no UUID are made into one below it.
        is_own: our own export, in which nothing has to be guessed.
        notes: what was left out of a service that comes in.
        beyond: what the file says and we do not keep, `table.field`.
    """

    def __init__(self, namespace: UUID) -> None:
        self.namespace = namespace
        self.is_own = False
        self.notes: list[Said] = []
        self.beyond: set[str] = set()

    def note(self, message: str, **values: str | int) -> None:
        """Say that something was left out; words of the file are shortened, and said once."""
        said = say(message, **values)
        if said not in self.notes and len(self.notes) < _MAX_BEYOND:
            self.notes.append(said)

    def translation(self, language: str, text: str) -> dict[str, str]:
        """Give a text of our own in a language, or nothing when it is empty or longer than MAX_TEXT."""
        if len(text) > MAX_TEXT:
            self.note(TOO_LONG, most=MAX_TEXT, field="attribute.value")
            self.pass_over("attribute.value")
            return {}
        return {language: text} if text else {}

    def pass_over(self, name: str) -> None:
        """Note the name of something that is not kept."""
        if len(self.beyond) < _MAX_BEYOND:
            self.beyond.add(one_line(plain_text(name), max_length=_MAX_SAID))


def say(message: str, **values: str | int) -> Said:
    """Make a sentence in which words of the file are short, and on one line."""
    return Said(
        message,
        {
            name: cut(one_line(plain_text(value)), _MAX_SAID) if isinstance(value, str) else value
            for name, value in values.items()
        },
    )


class Row:
    """One object of HSDS, whose fields are asked for one by one.

    Attributes:
        table: its name in HSDS, for people.
    """

    def __init__(self, reading: Reading, table: str, values: Mapping[str, object]) -> None:
        self.reading = reading
        self.table = table
        self._values = values
        self._asked: set[str] = set()

    def has(self, field: str) -> bool:
        """Say whether a field is there, be it empty."""
        return self._values.get(field) is not None

    def raw(self, field: str) -> object:
        """Give a field of any type."""
        self._asked.add(field)
        return self._values.get(field)

    def value(self, field: str) -> str:
        """Give a field as it is written, without characters that nobody types.

        Raises:
            Refused: it is no text.
        """
        return clean(self._written(field))

    def _written(self, field: str) -> str:
        try:
            return as_text(self.raw(field))
        except Unreadable as error:
            if str(error) == "length":
                self.reading.pass_over(self.name_of(field))
                return ""
            raise Refused(say(NOT_READABLE, field=self.name_of(field))) from error

    def text(self, field: str, most: int = MAX_TEXT) -> str:
        """Give a text without markup; empty, with a note, when it is longer than `most`."""
        text = plain_text(self._written(field))
        if len(text) <= most:
            return text
        self.reading.note(TOO_LONG, most=most, field=self.name_of(field))
        self.reading.pass_over(self.name_of(field))
        return ""

    def line(self, field: str, most: int = MAX_SHORT) -> str:
        """Give a text on one line."""
        return one_line(self.text(field, most))

    def day(self, field: str) -> date | None:
        """Give a date.

        Raises:
            Refused: there is no such day in our calendar.
        """
        text = self.value(field)
        try:
            return read_date(text)
        except Unreadable as error:
            raise Refused(say(NO_DAY, value=text, field=self.name_of(field))) from error

    def whole(self, field: str, *, least: int, most: int) -> int | None:
        """Give a whole number; None, with the field named as not kept, when it is something else."""
        try:
            return read_whole(self.raw(field), least=least, most=most)
        except Unreadable:
            self.reading.pass_over(self.name_of(field))
            return None

    def row(self, field: str, table: str) -> "Row | None":
        """Give the object in a field, if there is one.

        Raises:
            Refused: something else is there.
        """
        value = self.raw(field)
        if value is None or value == "":
            return None
        return self._row(field, table, value)

    def rows(self, field: str, table: str) -> "Iterator[Row]":
        """Go through the objects in a field.

        Raises:
            Refused: something else is there, or too many.
        """
        values = self.raw(field)
        if values is None or values == "":
            return
        if not isinstance(values, list):
            raise Refused(say(NOT_READABLE, field=self.name_of(field)))
        if len(values) > MAX_ROWS:
            raise Refused(say(TOO_MANY, most=MAX_ROWS, field=self.name_of(field)))
        for value in values:
            yield self._row(field, table, value)

    def uid(self, kind: str, otherwise: str) -> str:
        """Give the id as a UUID; of another id or of none the UUID is made of the words.

        Args:
            kind: of what the id is, since two tables may count from 1 both.
            otherwise: names the row within the file, when it has no id.
        """
        text = self.value("id").strip()
        made = f"{kind}:{text or otherwise}"
        return read_uuid(text) or str(uuid5(self.reading.namespace, made))

    def own_facts(self) -> Iterator[tuple[Taxonomy, str, str]]:
        """Go through the attributes with terms of ours: taxonomy, code, value; others are passed over."""
        for attribute in self.rows("attributes", "attribute"):
            term = attribute.row("taxonomy_term", "taxonomy_term")
            own = find_own_term(term.raw("id")) if term else None
            if own is None:
                self.reading.pass_over(self.name_of("attributes"))
            else:
                yield *own, attribute.value("value")

    def name_of(self, field: str) -> str:
        """Name a field for people."""
        return f"{self.table}.{field}"

    def close(self) -> None:
        """Name everything that is there, was not asked for, and is not only a link."""
        for field, value in self._values.items():
            is_empty = value is None or value == "" or value == [] or value == {}
            if not is_empty and field not in self._asked and field not in _SAYS_NOTHING:
                self.reading.pass_over(self.name_of(field))

    def _row(self, field: str, table: str, value: object) -> "Row":
        if not isinstance(value, dict):
            raise Refused(say(NOT_READABLE, field=self.name_of(field)))
        return Row(self.reading, table, value)
