"""Rows in every table of counts, and tallies to sum, for tests that look at all tables."""

from collections import Counter
from collections.abc import Iterable

from flask import Flask
from sqlalchemy import select

from pwa.conversation.models import Conversation
from pwa.counting.core import Tally
from pwa.counting.models import TallyBox, TallySum, box_context, slips_context, sum_context
from pwa.counting.service import PATIENT, current_quarter, note_answered, tally
from pwa.counting.slips import open_slips
from pwa.practice.models import Practice
from pwa.store.tenants import use_practice
from pwa.vault.crypto import open_sealed, seal_to
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.recovery import unwrap_by_recovery
from pwa.vault.practice.service import current_key
from pwa.vault.work import Work, begin_work
from tests.people.stories import DemoLogin


def fill_counts(app: Flask, demo: DemoLogin) -> None:
    """Put a row into each table of counts that has none yet, for a practice with a shared list."""
    with app.app_context():
        work, practice_id = _begin(demo)
        conversation_id = work.db.scalars(select(Conversation.id)).first()
        assert conversation_id
        assert note_answered(work, practice_id, conversation_id, PATIENT)
        care = current_key(work.db, practice_id, KeyKind.CARE)
        quarter = current_quarter(work).code
        sealed = seal_to(care.public_key, b'{"counts": {}, "released": {}}')
        context = sum_context(practice_id, quarter)
        work.db.add(
            TallySum(
                practice_id=practice_id,
                quarter=quarter,
                care_key_id=care.id,
                state=work.master.wrap(sealed, context),
                shown={},
            )
        )
        work.db.commit()


def put_tallies(app: Flask, demo: DemoLogin, tallies: Iterable[Tally]) -> None:
    """Put tallies into the box of this quarter, as answers after the talk do."""
    with app.app_context():
        work, practice_id = _begin(demo)
        tally(work, practice_id, tallies)
        work.db.commit()


def _begin(demo: DemoLogin) -> tuple[Work, int]:
    work = begin_work()
    practice_id = work.db.scalars(select(Practice.id).where(Practice.slug == demo.slug)).one()
    use_practice(work.db, practice_id)
    return work, practice_id


def open_tallies(app: Flask, demo: DemoLogin) -> Counter[Tally]:
    """Open all boxes with the recovery key of the practice, as nothing in the application does."""
    with app.app_context():
        work, practice_id = _begin(demo)
        keys = unwrap_by_recovery(work.db, practice_id, demo.recovery_key, work.master)
        found: Counter[Tally] = Counter()
        for box in work.db.scalars(select(TallyBox)):
            sealed = work.master.unwrap(box.wrap, box_context(box))
            private = open_sealed(keys.private(box.care_key_id), sealed)
            found.update(open_slips(work.master.unwrap(box.slips, slips_context(box)), private))
        return found
