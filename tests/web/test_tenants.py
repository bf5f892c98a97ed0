"""Row-level security in PostgreSQL separates practices, also if a query forgets its condition."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, create_engine, func, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from pwa.conversation.models import CodeLookup, LostList
from pwa.handover.models import HandoverLink
from pwa.practice.models import Practice
from pwa.staff.models import Account, Membership
from pwa.store.tenants import TooStrong, in_practice, refuse_strong_roles, use_account, use_practice
from pwa.vault.practice.models import KeyHolder, StaffSession
from pwa.web.extensions import Base, db
from tests.databases.homes import Home
from tests.inputs.counts import fill_counts
from tests.inputs.handovers import put_handover
from tests.inputs.help import fill_help
from tests.inputs.invitations import put_invitation
from tests.inputs.meetings import fill_meetings
from tests.inputs.phrases import put_phrase
from tests.inputs.recording_room import put_room
from tests.people.colleagues import open_other_practice, work_elsewhere
from tests.people.stories import STORY_A, DemoLogin, share
from tests.people.team import open_team

pytestmark = pytest.mark.postgresql

# Tables without row-level security: a code or a link is looked up before the practice is known.
OUTSIDE = {CodeLookup.__table__, LostList.__table__, HandoverLink.__table__}
TENANT_TABLES = [
    table
    for table in Base.metadata.sorted_tables
    if "practice_id" in table.columns and table not in OUTSIDE
]
EMPTY = {table.name: 0 for table in TENANT_TABLES}


@pytest.fixture
def engine(app: Flask) -> Engine:
    """Give the engine with which the application itself connects to the database."""
    with app.app_context():
        return db.engine


@pytest.fixture
def full(app: Flask, demo: DemoLogin, staff_client: FlaskClient) -> None:
    """The example practice with a row in every table, and another practice."""
    share(app.test_client(), demo.slug, STORY_A)
    put_invitation(app, demo)
    open_team(app, demo)
    fill_help(app, demo)
    put_handover(app, demo)
    fill_counts(app, demo)
    fill_meetings(app, demo)
    put_phrase(app, demo)
    put_room(app, demo)
    app.test_cli_runner().invoke(args=["audit", "anchor"], catch_exceptions=False)
    open_other_practice(app)


def count(connection: Connection) -> dict[str, int]:
    """Count the rows of each table that are visible to a query without conditions."""
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in TENANT_TABLES
    }


def say(connection: Connection, practice: str) -> None:
    connection.execute(
        text("SELECT set_config('app.practice', :practice, true)"), {"practice": practice}
    )


def test_every_table_of_a_practice_has_a_wall(engine: Engine) -> None:
    wall = text(
        "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid"
        " WHERE c.relrowsecurity AND c.relforcerowsecurity AND p.polname = 'practice'"
        " AND p.polcmd = '*'"
    )
    with engine.connect() as connection:
        assert sorted(connection.scalars(wall)) == sorted(EMPTY)


@pytest.mark.usefixtures("full")
def test_who_does_not_say_for_which_practice_sees_nothing(
    engine: Engine, db_session: Session
) -> None:
    assert all(count(db_session.connection()).values())  # without row-level security

    with engine.connect() as connection:
        assert count(connection) == EMPTY
        say(connection, "")
        assert count(connection) == EMPTY
        say(connection, "999")
        assert count(connection) == EMPTY


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("slug", ["de-dreef", "elders"])
def test_a_practice_sees_its_own_and_all_of_it(
    engine: Engine, db_session: Session, slug: str
) -> None:
    found = db_session.scalars(select(Practice.id).where(Practice.slug == slug)).one()
    own = {
        table.name: db_session.scalar(
            select(func.count()).select_from(table).where(table.c.practice_id == found)
        )
        for table in TENANT_TABLES
    }

    with engine.connect() as connection:
        say(connection, str(found))
        assert count(connection) == own


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("said", ["", "999"])
def test_nobody_writes_into_another_practice(
    engine: Engine, db_session: Session, said: str
) -> None:
    rows = {
        table: db_session.execute(select(table).limit(1)).mappings().one()
        for table in TENANT_TABLES
    }

    for table, row in rows.items():
        with engine.connect() as connection:
            say(connection, said)
            with pytest.raises(DBAPIError, match="row-level security"):
                connection.execute(insert(table).values(**row))


def test_what_was_said_ends_with_the_transaction(engine: Engine, practice: Practice) -> None:
    with Session(engine) as session:
        use_practice(session, practice.id)
        assert session.scalars(select(Membership)).all()
        session.commit()
        assert session.scalars(select(Membership)).all()  # `after_begin` names the practice again

    with Session(engine) as session:  # reuses the pooled connection
        assert session.scalars(select(Membership)).all() == []


def test_a_look_at_another_practice_ends(app: Flask, engine: Engine, practice: Practice) -> None:
    open_other_practice(app)
    with Session(engine) as session:
        use_practice(session, practice.id)
        with in_practice(session, practice.id + 1):
            assert {row.practice_id for row in session.scalars(select(Membership))} == {2}
        with pytest.raises(DBAPIError), in_practice(session, practice.id + 1):
            session.execute(text("SELECT nothing"))
        session.rollback()

        assert {row.practice_id for row in session.scalars(select(Membership))} == {1}


@pytest.mark.usefixtures("staff_client")
def test_a_person_sees_the_own_keys_everywhere_and_nobody_elses(
    app: Flask, engine: Engine, demo: DemoLogin
) -> None:
    work_elsewhere(app, demo)
    with Session(engine) as session:
        person = session.scalars(select(Account).where(Account.email == demo.email)).one()
        use_account(session, person.id)

        own = session.scalars(select(Membership)).all()
        assert {(row.account_id, row.practice_id) for row in own} == {
            (person.id, 1),
            (person.id, 2),
        }
        holders = session.scalars(select(KeyHolder.membership_id)).all()
        assert sorted(filter(None, holders)) == sorted(row.id for row in own)
        assert len(holders) == len(own)
        assert set(session.scalars(select(StaffSession.account_id))) == {person.id}


def test_a_person_lets_nobody_into_another_practice(
    app: Flask, engine: Engine, demo: DemoLogin
) -> None:
    open_other_practice(app)
    with Session(engine) as session:
        person = session.scalars(select(Account).where(Account.email == demo.email)).one()
        use_account(session, person.id)
        use_practice(session, 1)
        session.add(
            Membership(account=person, practice_id=2, role="gp", created_at=datetime.now(UTC))
        )

        with pytest.raises(DBAPIError, match="row-level security"):
            session.flush()


@pytest.fixture
def with_role(home: Home) -> Iterator[Callable[[str], Engine]]:
    """Make a PostgreSQL role and give an engine that connects as it; dropped after the test."""
    owner = create_engine(home.database_url, isolation_level="AUTOCOMMIT")
    engines = []

    def make(does: str) -> Engine:
        with owner.connect() as connection:
            connection.execute(text("CREATE ROLE gesprek_strong LOGIN"))
            connection.execute(text(does))
        url = home.database_url.replace("//postgres@", "//gesprek_strong@")
        engines.append(create_engine(url))
        return engines[0]

    yield make
    for engine in engines:
        engine.dispose()
    with owner.connect() as connection:
        connection.execute(text("REASSIGN OWNED BY gesprek_strong TO postgres"))
        connection.execute(text("DROP ROLE gesprek_strong"))
    owner.dispose()


@pytest.mark.parametrize(
    "does",
    [
        "ALTER ROLE gesprek_strong SUPERUSER",
        "ALTER ROLE gesprek_strong BYPASSRLS",
        "ALTER TABLE document OWNER TO gesprek_strong",
    ],
)
def test_the_application_refuses_a_role_that_sees_over_the_wall(
    with_role: Callable[[str], Engine], does: str
) -> None:
    engine = with_role(does)
    refuse_strong_roles(engine)

    with pytest.raises(TooStrong, match="GESPREK_OWNER_DATABASE_URL"):
        engine.connect()


def test_a_role_that_grows_strong_later_gets_no_connection(
    with_role: Callable[[str], Engine], db_session: Session
) -> None:
    engine = with_role("SELECT 1")
    refuse_strong_roles(engine)
    engine.connect().close()
    engine.dispose()
    db_session.execute(text("ALTER ROLE gesprek_strong BYPASSRLS"))
    db_session.commit()

    with pytest.raises(TooStrong):
        engine.connect()
