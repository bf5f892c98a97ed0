"""A database without the Flask app, for tests that only need tables."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from pwa.audit import AccessAnchor, AccessChain, AccessEvent
from pwa.audit.recording import bring_keys
from pwa.practice.models import Practice
from pwa.staff.core import Role
from pwa.staff.models import Account, Membership
from pwa.vault.crypto import MasterKeys
from pwa.vault.practice.models import KeyHolder, KeyWrap, PracticeKey, StaffSession
from pwa.web.extensions import Base

NOW = datetime(2026, 11, 21, 9, 0, 0, 123456, tzinfo=UTC)
_TABLES = (
    Practice,
    Account,
    Membership,
    PracticeKey,
    KeyHolder,
    KeyWrap,
    StaffSession,
    AccessEvent,
    AccessChain,
    AccessAnchor,
)


@dataclass(frozen=True)
class Town:
    """Practices and their members in a database."""

    db: Session

    def add_practice(self, slug: str) -> int:
        """Add a practice; return its id."""
        practice = Practice(
            slug=slug,
            name=slug,
            phone="030 000 00 00",
            out_of_hours_name="post",
            out_of_hours_phone="030 000 00 01",
            languages=["nl"],
            created_at=NOW,
            updated_at=NOW,
        )
        self.db.add(practice)
        self.db.flush()
        return practice.id

    def add_member(self, practice_id: int, name: str, role: Role = Role.GP) -> Membership:
        """Add an account and its membership in a practice."""
        account = Account(
            email=f"{name}@example.org", name=name, fs_uniquifier=name, created_at=NOW
        )
        membership = Membership(account=account, practice_id=practice_id, role=role, created_at=NOW)
        self.db.add(membership)
        self.db.flush()
        return membership


@pytest.fixture
def town(empty_database: str) -> Iterator[Town]:
    engine = create_engine(empty_database)
    Base.metadata.create_all(
        engine, tables=[table.metadata.tables[table.__tablename__] for table in _TABLES]
    )
    with Session(engine) as session:
        bring_keys(session, MasterKeys(secrets.token_bytes(32)))
        yield Town(session)
    engine.dispose()
