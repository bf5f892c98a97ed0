"""Real databases for tests: made once by the real migrations, then copied for each test."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

import psycopg
from flask import Flask
from flask_migrate import upgrade
from jinja2.bccache import Bucket, BytecodeCache
from psycopg import sql
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.engine.default import DefaultDialect
from werkzeug.routing import Rule

from pwa.app import create_app
from pwa.vault.crypto import MasterKeys
from pwa.vault.stretching import COSTS, Argon2, Costs
from pwa.web.extensions import db
from tests.people.stories import DemoLogin

BACKENDS = ("sqlite", "postgresql")
# The app's role in PostgreSQL: owns no table; row-level security shows it one practice at a time.
APP_ROLE = "gesprek_app"
# The lowest costs that Argon2 allows, because most tests are not about slow guessing.
CHEAP = Costs(password=Argon2(1, 8), code=Argon2(1, 8), codes_ahead=4)


class CompiledTemplates(BytecodeCache):
    """Templates compiled once for all the apps of a run; each test has an app of its own."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.code[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = CompiledTemplates()


class CompiledRule(Rule):
    """A rule of the URL map that is parsed and compiled once for all the apps of a run.

    Parsing and compiling the same 140 rules is more than half of the time to make an app. The apps
    can share the converters: those of Werkzeug do not use the map that they were made for. The
    compiled functions are bound to each app's own rule, from which they read the converters.
    """

    _read: ClassVar[dict[object, "CompiledRule"]] = {}

    def compile(self) -> None:
        values = tuple(sorted((self.defaults or {}).items()))
        key = (self.rule, self.subdomain, self.merge_slashes, values)
        if (read := self._read.get(key)) is None:
            super().compile()
            self._read[key] = self
            return
        self._trace, self._parts, self._converters = read._trace, read._parts, read._converters
        self.arguments |= read.arguments
        self._build = read._build.__func__.__get__(self, None)  # type: ignore[attr-defined]
        self._build_unknown = read._build_unknown.__func__.__get__(self, None)  # type: ignore[attr-defined]


Flask.url_rule_class = CompiledRule

# SQLAlchemy's compiled statements, shared by all engines of a run: saves a fifth of a test's time.
_STATEMENTS: dict[type[Dialect], dict[Any, Any]] = {}


def share_statements(engine: Engine) -> None:
    """Let an engine use the statements that other engines of its dialect have compiled."""
    compiled = _STATEMENTS.setdefault(type(engine.dialect), {})
    engine.update_execution_options(compiled_cache=compiled)


# SQLAlchemy caches compiled statements by dialect object, and each engine has its own. Ours have
# the same settings and server, so dialects of one type compile alike and may count as equal.
DefaultDialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
DefaultDialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]


def learn_once(dialect: type[DefaultDialect]) -> None:
    """Let later engines of a dialect reuse what the first one asked the server when it connected.

    A test has up to three engines: of the app, of the owner of the tables, and of `db_session`. The
    server gives all of them the same answers, and their type converters are the same too.
    """
    ask, learned = dialect.initialize, dict[str, Any]()

    def initialize(self: DefaultDialect, connection: Connection) -> None:
        if learned:
            self.__dict__.update(learned)
            return
        before = dict(self.__dict__)
        ask(self, connection)
        after = {**self.__dict__, "_type_memos": self._type_memos}
        learned.update({name: it for name, it in after.items() if before.get(name) is not it})

    dialect.initialize = initialize  # type: ignore[method-assign]


learn_once(PGDialect_psycopg)
learn_once(SQLiteDialect_pysqlite)

INITDB = ("--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync")


@dataclass(frozen=True)
class Home:
    """One installation of the app: its instance folder and its database.

    Attributes:
        database_url: address for the role that owns the tables and sees every practice.
        costs: Argon2 costs of its data; an app with other costs cannot decrypt the data.
    """

    instance: Path
    database_url: str
    costs: Costs = COSTS

    @property
    def environ(self) -> Mapping[str, str]:
        """Return the environment variables with the settings of this installation."""
        return {
            "GESPREK_DATABASE_URL": self.database_url.replace("//postgres@", f"//{APP_ROLE}@"),
            "GESPREK_OWNER_DATABASE_URL": self.database_url,
            "GESPREK_DEMO": "1",
        }

    def demo(self) -> DemoLogin:
        """Return the login of the example practice's GP."""
        return DemoLogin(**json.loads((self.instance / "demo.json").read_text(encoding="utf-8")))

    def master_keys(self) -> MasterKeys:
        """Return the master keys from the key file."""
        lines = (self.instance / "kek").read_text(encoding="utf-8").split()
        return MasterKeys(*map(bytes.fromhex, lines), costs=self.costs)

    @contextmanager
    def app(self, **settings: str) -> Iterator[Flask]:
        """Open the app on this home; every connection is closed afterwards.

        Args:
            settings: more environment variables.
        """
        app = create_app({**self.environ, **settings}, self.instance, costs=self.costs)
        app.testing = True
        app.jinja_env.bytecode_cache = TEMPLATES
        with app.app_context():
            for engine in db.engines.values():
                share_statements(engine)
        try:
            yield app
        finally:
            with app.app_context():
                db.session.remove()
                for engine in db.engines.values():
                    engine.dispose()


class Backend(Protocol):
    """Where databases are made and thrown away."""

    def create(self, folder: Path, template: str | None = None) -> str:
        """Create a database, empty or as a copy of another one, and return its address."""

    def drop(self, url: str) -> None:
        """Throw a database away."""


class Sqlite:
    """Each database is a file."""

    def create(self, folder: Path, template: str | None = None) -> str:
        path = folder / "gesprek.sqlite3"
        if template is not None:
            shutil.copy(template.removeprefix("sqlite:///"), path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        """Leave the file; it goes with the folder of its test."""


class Postgres:
    """Each database lives in a throw-away server on a socket in a temporary folder."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket
        self.made = 0
        # One for all statements: a new one starts a process, a third of the time of a copy.
        self.connection = psycopg.connect(
            host=str(socket), user="postgres", dbname="postgres", autocommit=True
        )

    def run(self, statement: sql.Composed | sql.SQL) -> None:
        self.connection.execute(statement)

    def create(self, folder: Path, template: str | None = None) -> str:
        self.made += 1
        name = f"gesprek_{self.made}"
        source = sql.Identifier(self._name(template) if template else "template0")
        # `file_copy` takes a third of the time of the default `wal_log`, which logs each page.
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        self.run(statement.format(sql.Identifier(name), source))
        return f"postgresql+psycopg://postgres@/{name}?host={self.socket}"

    def drop(self, url: str) -> None:
        self.run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(self._name(url))))

    @staticmethod
    def _name(url: str) -> str:
        return url.split("@/")[1].split("?")[0]


def _find_postgres() -> Path:
    """Find the folder of the server's programs; Debian keeps them out of the PATH."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not versions:
        raise RuntimeError("PostgreSQL's server is missing; `make test` installs it (as root).")
    return versions[-1].parent


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """Start a PostgreSQL of our own, in memory where there is such a place, and stop it afterwards."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(
        prefix="gesprek-", dir=memory, ignore_cleanup_errors=True
    ) as name:
        folder, data = Path(name), f"{name}/data"
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        # No fsync: test data need not survive a power cut; other tests cover durability.
        options = f"-k {folder} -c listen_addresses= -c max_connections=60"
        options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        _run_postgres(folder, "initdb", "--pgdata", data, "--username", "postgres", *INITDB)
        log = ["--log", f"{folder}/log"]
        _run_postgres(folder, "pg_ctl", "start", "--pgdata", data, "--options", options, *log)
        try:
            server = Postgres(folder)
            with server.connection:
                server.run(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(APP_ROLE)))
                yield server
        finally:
            _run_postgres(folder, "pg_ctl", "stop", "--pgdata", data, "--mode", "immediate")


def _run_postgres(folder: Path, program: str, *arguments: str) -> None:
    # PostgreSQL refuses to run as root.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*as_user, str(_find_postgres() / program), *arguments],
        cwd=folder,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def make_demo_home(
    backend: Backend, instance: Path, costs: Costs = COSTS, *, with_lists: bool = False
) -> Home:
    """Set up an installation as a stranger does: the migrations, then the example practice.

    Args:
        with_lists: the example patients are on the list of today, as after `make run`.
    """
    home = Home(instance, backend.create(instance), costs)
    with home.app() as app:
        with app.app_context():
            upgrade()
        demo = ["demo", "--lists"] if with_lists else ["demo"]
        result = app.test_cli_runner().invoke(args=demo, catch_exceptions=False)
        assert result.exit_code == 0, result.output
    return home


def copy_home(backend: Backend, template: Home, instance: Path) -> Home:
    """Make an installation that equals another one, keys and all."""
    ignored = shutil.ignore_patterns("*.sqlite3*")
    shutil.copytree(template.instance, instance, ignore=ignored, dirs_exist_ok=True)
    return Home(instance, backend.create(instance, template.database_url), template.costs)
