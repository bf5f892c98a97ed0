"""Alembic's environment: the database of the application, with one transaction per migration."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, Engine, create_engine, make_url, text

from pwa.config import engine_options

database = current_app.extensions["migrate"].db


def run() -> None:
    """Bring the database up to date."""
    engine = _owner()
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            # SQLite cannot alter a table in place.
            render_as_batch=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        _let_the_application_in(connection)
    engine.dispose()


def _owner() -> Engine:
    """Give an engine that works as the role that owns the tables, or will own them."""
    url = current_app.config["OWNER_DATABASE_URL"]
    if url == current_app.config["SQLALCHEMY_DATABASE_URI"]:
        engine: Engine = database.engine
        return engine
    return create_engine(url, **engine_options(url))


def _let_the_application_in(connection: Connection) -> None:
    """Grant the application's role reading and writing, but no change to the access log."""
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    owner = make_url(current_app.config["OWNER_DATABASE_URL"])
    if connection.dialect.name != "postgresql" or url.username == owner.username:
        return
    role = connection.dialect.identifier_preparer.quote(url.username or "")
    for grant in (
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
    ):
        connection.execute(text(grant))
    kept = "access_event, access_anchor"
    if database.inspect(connection).has_table("access_anchor"):
        connection.execute(text(f"REVOKE UPDATE, DELETE ON {kept} FROM {role}"))
    connection.commit()


run()
