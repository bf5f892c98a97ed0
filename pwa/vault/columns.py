"""Columns that declare which key encrypts them, so that a rotation of a key finds all of them.

A rotation of the master key asks each table for its `wrapped_column`s, a rotation of a practice's
key for its `practice_key_column`s. A new table is found by declaring its columns with these.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, inspect
from sqlalchemy.orm import InstrumentedAttribute, MappedColumn, Mapper, mapped_column

from pwa.web.extensions import Base

_CONTEXTS = "wrapped by the master key, under one of these contexts"
_SEALED = "sealed to this key of the practice"
Context = Callable[[Any], str]


@dataclass(frozen=True)
class WrappedColumn:
    """A column of blobs that the master key wraps.

    Attributes:
        contexts: functions from a row to a context (AAD); a blob was wrapped under one of them.
    """

    model: type[Any]
    column: InstrumentedAttribute[bytes | None]
    contexts: tuple[Context, ...]


@dataclass(frozen=True)
class SealedColumn:
    """A column of boxes sealed to a key of the practice.

    Attributes:
        key_id: the column with the id of the practice's key.
        box: the column with the sealed box.
        contexts: as in `WrappedColumn`, when the master key wraps the sealed box; else empty.
    """

    model: type[Any]
    key_id: InstrumentedAttribute[int]
    box: InstrumentedAttribute[bytes | None]
    contexts: tuple[Context, ...]


def wrapped_column(*contexts: Context) -> MappedColumn[Any]:
    """Declare a column of blobs that `MasterKeys.wrap` made.

    Args:
        contexts: functions from a row to the context that was given to `wrap`; several when a row
            can hold one of several sorts of blob.
    """
    return mapped_column(LargeBinary, info={_CONTEXTS: contexts})


def practice_key_column(*boxes: str) -> MappedColumn[Any]:
    """Declare the foreign key to the practice's key to which other columns of the row are sealed.

    Args:
        boxes: names of the sealed columns: each a box of `crypto.seal_to`, bare or in a
            `wrapped_column`, or the `sealed_key` of a document. After a rotation the box is opened
            and sealed anew; the body of a document stays as it is.
    """
    return mapped_column(ForeignKey("practice_key.id"), info={_SEALED: boxes})


def wrapped_columns() -> list[WrappedColumn]:
    """Find every column of the application that the master key wraps."""
    return [
        WrappedColumn(mapper.class_, attribute, attribute.info[_CONTEXTS])
        for mapper, attribute in _attributes()
        if _CONTEXTS in attribute.info
    ]


def sealed_columns() -> list[SealedColumn]:
    """Find every column of the application that is sealed to a key of a practice."""
    return [
        SealedColumn(mapper.class_, attribute, box, box.info.get(_CONTEXTS, ()))
        for mapper, attribute in _attributes()
        for box in (getattr(mapper.class_, name) for name in attribute.info.get(_SEALED, ()))
    ]


def _attributes() -> Iterator[tuple[Mapper[Any], InstrumentedAttribute[Any]]]:
    for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__):
        for attribute in inspect(mapper.class_).column_attrs:
            yield mapper, getattr(mapper.class_, attribute.key)
