"""Keep practices apart by row-level security in PostgreSQL, also where a query lacks its condition.

Each transaction sets `app.practice` and `app.account`. The policies show only the rows of that
practice, and the account's own rows of every practice; without the settings the tables look empty.
The settings end with the transaction. SQLite has no policies: there only the queries' conditions
keep practices apart.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, event, text, true
from sqlalchemy.orm import Session, SessionTransaction

_PRACTICE, _ACCOUNT = "tenants: practice", "tenants: account"
_SET = text(
    "SELECT set_config('app.practice', :practice, true), set_config('app.account', :account, true)"
)
_IS_TOO_STRONG = """
    SELECT rolsuper OR rolbypassrls OR EXISTS (
        SELECT 1 FROM pg_class
        WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
          AND pg_has_role(current_user, relowner, 'MEMBER'))
    FROM pg_roles WHERE rolname = current_user
"""


class TooStrong(RuntimeError):
    """The database role could bypass the policies; the message says what to do."""


def use_practice(db: Session, practice_id: int) -> None:
    """Set the practice whose rows are visible, in this transaction and those that follow."""
    _use(db, _PRACTICE, practice_id)


def use_account(db: Session, account_id: int) -> None:
    """Set the account whose memberships, logins and keys are visible in every practice."""
    _use(db, _ACCOUNT, account_id)


@contextmanager
def in_practice(db: Session, practice_id: int) -> Iterator[None]:
    """Use a practice within the block, and afterwards the one before."""
    with _within(db, _PRACTICE, practice_id):
        yield


@contextmanager
def as_account(db: Session, account_id: int) -> Iterator[None]:
    """Use an account within the block, and afterwards the one before."""
    with _within(db, _ACCOUNT, account_id):
        yield


def practice_ids(db: Session) -> Sequence[int]:
    """Give the id of every practice, for work that goes through all of them."""
    return db.scalars(text("SELECT id FROM practice ORDER BY id")).all()


def each_practice(db: Session, model: type[Any]) -> Iterator[ColumnElement[bool]]:
    """Go through a table practice by practice; in one step when its rows belong to no practice.

    Yields:
        A condition for the rows of one practice, which is also set by `use_practice`.
    """
    if not hasattr(model, "practice_id"):
        yield true()
        return
    for practice_id in practice_ids(db):
        use_practice(db, practice_id)
        yield model.practice_id == practice_id


def refuse_strong_roles(engine: Engine) -> None:
    """Let the application connect only as a role that owns no table and cannot bypass the policies.

    Raises:
        TooStrong: at each connection that is made; the first is made when the application starts.
    """

    @event.listens_for(engine, "connect")
    def check(connection: object, _record: object) -> None:
        with connection.cursor() as cursor:  # type: ignore[attr-defined]  # the driver's own
            (is_too_strong,) = cursor.execute(_IS_TOO_STRONG).fetchone()
        connection.rollback()  # type: ignore[attr-defined]
        if is_too_strong:
            raise TooStrong(
                "The application works as a role that owns its tables or may look past the walls "
                "between practices. Give it one of its own in GESPREK_DATABASE_URL, and name the "
                "owner in GESPREK_OWNER_DATABASE_URL (docs/operations.md)."
            )


def _use(db: Session, name: str, value: int | None) -> None:
    if db.info.get(name) == value:
        return
    db.info[name] = value
    if db.in_transaction():
        _say(db, db.connection())


@contextmanager
def _within(db: Session, name: str, value: int) -> Iterator[None]:
    before = db.info.get(name)
    _use(db, name, value)
    try:
        yield
    except BaseException:
        db.info[name] = before  # no `set_config` as in `_use`: the transaction has failed
        raise
    _use(db, name, before)


def _say(db: Session, connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        names = {"practice": db.info.get(_PRACTICE), "account": db.info.get(_ACCOUNT)}
        connection.execute(_SET, {key: str(value or "") for key, value in names.items()})


@event.listens_for(Session, "after_begin")
def _say_at_begin(db: Session, transaction: SessionTransaction, connection: Connection) -> None:
    if not transaction.nested:
        _say(db, connection)
