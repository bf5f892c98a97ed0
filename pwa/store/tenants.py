"""Keep practices apart inside PostgreSQL as well, where a forgotten condition shows nothing at all.

Every row of a practice is hidden from whoever has not said which practice the work is for, and so is
every row of all other practices. It is said anew for each transaction, and forgotten with it. SQLite
has nothing like it: there the queries' own conditions are the only wall.
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
    """The application must not work as this role; the message says what to do."""


def use_practice(db: Session, practice_id: int) -> None:
    """Say whose rows the session works with, in this transaction and those that follow."""
    _use(db, _PRACTICE, practice_id)


def use_account(db: Session, account_id: int) -> None:
    """Say who logs in: a person sees the own memberships, logins and keys in every practice."""
    _use(db, _ACCOUNT, account_id)


@contextmanager
def in_practice(db: Session, practice_id: int) -> Iterator[None]:
    """Work for one practice, and go back to the one before."""
    with _within(db, _PRACTICE, practice_id):
        yield


@contextmanager
def as_account(db: Session, account_id: int) -> Iterator[None]:
    """See somebody's work in every practice, and go back to whoever it was before."""
    with _within(db, _ACCOUNT, account_id):
        yield


def practice_ids(db: Session) -> Sequence[int]:
    """Give every practice, for work that goes through all of them."""
    return db.scalars(text("SELECT id FROM practice ORDER BY id")).all()


def each_practice(db: Session, model: type[Any]) -> Iterator[ColumnElement[bool]]:
    """Go through a table practice by practice; in one go when its rows belong to none.

    Yields:
        Which rows it is about.
    """
    if not hasattr(model, "practice_id"):
        yield true()
        return
    for practice_id in practice_ids(db):
        use_practice(db, practice_id)
        yield model.practice_id == practice_id


def refuse_strong_roles(engine: Engine) -> None:
    """Let the application work only as a role that owns nothing and cannot look past the policies.

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
        db.info[name] = before  # the transaction cannot be told: it has failed
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
