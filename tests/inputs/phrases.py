"""A practice's own phrases for tests."""

from flask import Flask
from sqlalchemy import select

from pwa.plan.own.models import PhraseVersion
from pwa.practice.models import Practice
from pwa.staff.models import Membership
from pwa.store.tenants import use_practice
from pwa.vault.work import begin_work
from tests.people.stories import DemoLogin

UID = "00000000abcd"


def put_phrase(app: Flask, demo: DemoLogin) -> str:
    """Put a phrase into the database; gives its uid."""
    with app.app_context():
        work = begin_work()
        practice = work.db.scalars(select(Practice).where(Practice.slug == demo.slug)).one()
        use_practice(work.db, practice.id)
        member = work.db.scalars(select(Membership).limit(1)).one()
        work.db.add(
            PhraseVersion(
                practice_id=practice.id,
                uid=UID,
                version=1,
                texts={"nl": "Samen koffie drinken"},
                who="patient",
                topics=[],
                is_retired=False,
                member_id=member.id,
                at=work.now,
            )
        )
        work.db.commit()
    return UID
