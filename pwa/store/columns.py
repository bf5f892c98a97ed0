"""Column types."""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import DateTime, Dialect, Enum, UnicodeText
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: always aware, always UTC, on every database.

    SQLite has no time zones: it would store a local time as it stands and give it back naive, and two
    such values compare wrongly without an error.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """Give the Python type of a value."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn a moment into UTC.

        Raises:
            ValueError: a time without a zone, which does not say which moment it is.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give a moment back as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:  # SQLite
            return value.replace(tzinfo=UTC)
        return value.astimezone(UTC)


class TextList(TypeDecorator[list[str]]):
    """A list of short texts without a comma, stored as one text with commas between them."""

    impl = UnicodeText
    cache_ok = True

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> str | None:
        """Join the texts."""
        return None if value is None else ",".join(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[str]:
        """Split the text; NULL or an empty text gives an empty list."""
        return value.split(",") if value else []


def stored_enum(values: type[StrEnum], name: str, *, length: int) -> Enum:
    """Store an enumeration by its values, with a constraint that both databases know.

    Args:
        name: of the constraint.
        length: of the column; room for values that come later.
    """
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=length,
        values_callable=lambda members: [member.value for member in members],
    )
