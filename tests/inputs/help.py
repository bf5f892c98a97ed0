"""Rows in every table of local help, for tests that look at all tables."""

from flask import Flask
from sqlalchemy import select

from pwa.directory.models import (
    HelpImport,
    HelpSet,
    ImportState,
    KeptService,
    KnownTerm,
    ServiceAlias,
    ServiceChange,
    ServiceReport,
    SetSubscription,
)
from pwa.practice.models import Practice
from pwa.store.tenants import use_practice
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.service import current_key
from pwa.vault.work import begin_work
from tests.people.stories import DemoLogin

# Of a service that the example practice keeps itself: Buurtteam Overvecht.
EXAMPLE_HELP = "d2c4b63e-4647-5157-9c86-13227b4969e8"


def fill_help(app: Flask, demo: DemoLogin) -> None:
    """Put a row into each table of local help of the example practice, which has services already."""
    with app.app_context():
        work = begin_work()
        practice = work.db.scalars(select(Practice).where(Practice.slug == demo.slug)).one()
        use_practice(work.db, practice.id)
        kept = work.db.scalars(select(KeptService)).first()
        assert kept is not None
        desk = current_key(work.db, practice.id, KeyKind.DESK)
        in_practice = {"practice_id": practice.id}
        help_set = HelpSet(code="utrecht", name="Utrecht", published_at=work.now)
        work.db.add(help_set)
        work.db.flush()
        work.db.add_all(
            [
                ServiceChange(**in_practice, uid=kept.uid, kind="check", at=work.now),
                ServiceReport(**in_practice, uid=kept.uid, desk_key_id=desk.id, at=work.now),
                ServiceAlias(**in_practice, old_uid="1", uid=kept.uid),
                KnownTerm(**in_practice, taxonomy="", term="food", codes=["eating"]),
                HelpImport(
                    **in_practice,
                    file_name="set.json",
                    state=ImportState.READ,
                    created_at=work.now,
                    alive_at=work.now,
                ),
                SetSubscription(**in_practice, set_id=help_set.id, since=work.now),
            ]
        )
        work.db.commit()


def put_change(app: Flask, demo: DemoLogin) -> int:
    """Note a change of EXAMPLE_HELP, and give its number."""
    with app.app_context():
        work = begin_work()
        practice = work.db.scalars(select(Practice).where(Practice.slug == demo.slug)).one()
        use_practice(work.db, practice.id)
        kept = work.db.scalars(select(KeptService).where(KeptService.uid == EXAMPLE_HELP)).one()
        change = ServiceChange(practice_id=practice.id, uid=kept.uid, kind="check", at=work.now)
        change.before, change.state_before = kept.content, kept.state
        work.db.add(change)
        work.db.commit()
        return change.id
