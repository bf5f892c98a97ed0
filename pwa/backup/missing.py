"""Find the lists that the journal knows and the restored database does not: they are lost."""

from collections import Counter, defaultdict
from datetime import timedelta

from sqlalchemy import select

from pwa.conversation.expiry import MARK_LIFETIME
from pwa.conversation.models import CodeLookup, Conversation, LostList
from pwa.journal.core import Notes, read_begun
from pwa.journal.watching import target_digest
from pwa.locales import local_day
from pwa.practice.models import Practice
from pwa.store.tenants import practice_ids, use_practice
from pwa.vault.work import Work


def note_lost(work: Work, notes: Notes, key: bytes) -> Counter[str]:
    """Store which lists are lost, so that patients who come back are told; the caller commits.

    The journal also notes lists that were erased since the backup, and keys that died: those are
    left out. Patients are told for the practice's retention time and `MARK_LIFETIME`, for which a
    right key would have led to the list or to the tombstone of it.

    Args:
        notes: of the journal, without the rows that began before the backup.
        key: of the journal's digests.

    Returns:
        The name of a practice in addresses to how many of its lists are lost.
    """
    keys_of: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, written in notes.begun.items():
        is_dead = name in notes.gone or notes.changed.get(name, {}).get("wrap", "") is None
        if not is_dead:
            target, practice_id = read_begun(key, name, written)
            keys_of[practice_id][target].append(name)
    lost: Counter[str] = Counter()
    for practice_id in practice_ids(work.db):
        use_practice(work.db, practice_id)
        own = select(Conversation.id).where(Conversation.practice_id == practice_id)
        there = {target_digest(key, CodeLookup, found) for found in work.db.scalars(own)}
        practice = work.db.get_one(Practice, practice_id)
        days = timedelta(days=practice.retention_days) + MARK_LIFETIME
        until = local_day(work.now + days)
        for target, names in keys_of[practice_id].items():
            if target in there:
                continue
            lost[practice.slug] += 1
            for name in (target, *names):
                digest = bytes.fromhex(name)
                work.db.merge(LostList(digest=digest, practice_id=practice_id, told_until=until))
    return lost
