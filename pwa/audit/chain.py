"""Append entries to the chain of their practice."""

import secrets
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import LargeBinary, Row, bindparam, text
from sqlalchemy.orm import Session

from pwa.audit.core import START, Link, chain_wrap_context, head_seal, link_mac
from pwa.audit.models import AccessChain, AccessEvent
from pwa.vault.crypto import KEY_BYTES, MasterKeys

# What the MAC of an entry covers besides number and time; the order must never change.
_signed_fields = attrgetter(
    "practice_id",
    "actor",
    "membership_id",
    "role",
    "action",
    "conversation_id",
    "outcome",
    "strength",
    "reason",
    "network",
    "request_id",
    "about_id",
)
# As text, because SQLAlchemy has no ON CONFLICT that fits both databases.
_NEW_CHAIN = text(
    "INSERT INTO access_chain (practice_id, key, number, mac, seal)"
    " VALUES (:practice_id, :key, :number, :mac, :seal) ON CONFLICT DO NOTHING"
).bindparams(*(bindparam(name, type_=LargeBinary) for name in ("key", "mac", "seal")))


def append(
    db: Session, practice_id: int, entries: Sequence[AccessEvent], master: MasterKeys
) -> None:
    """Add entries at the end of a chain, which is locked until the commit."""
    chain = lock_chain(db, practice_id) or _begin_chain(db, practice_id, master)
    key = open_key(chain, master)
    link = chain.head
    for entry in entries:
        entry.number = link.number + 1
        entry.mac = mac_of(key, link.mac, entry)
        link = Link(entry.number, entry.mac)
    db.add_all(entries)
    chain.number, chain.mac = link.number, link.mac
    chain.seal = head_seal(key, practice_id, link)
    db.flush()


def mac_of(key: bytes, before: bytes, entry: AccessEvent | Row[Any]) -> bytes:
    """Compute the MAC of an entry, an object or a row of its columns.

    Args:
        before: MAC of the entry before.
    """
    return link_mac(key, before, entry.number, entry.at, _signed_fields(entry))


def open_key(chain: AccessChain, master: MasterKeys) -> bytes:
    """Open the key of a chain."""
    return master.unwrap(chain.key, chain_wrap_context(chain.practice_id))


def is_head_sealed(chain: AccessChain, key: bytes) -> bool:
    """Say whether the seal is right: the application itself made this entry the newest one."""
    return secrets.compare_digest(chain.seal, head_seal(key, chain.practice_id, chain.head))


def lock_chain(db: Session, practice_id: int) -> AccessChain | None:
    """Give the chain of a practice, locked until the commit; None when nothing was logged yet."""
    return db.get(AccessChain, practice_id, with_for_update=True)


def _begin_chain(db: Session, practice_id: int, master: MasterKeys) -> AccessChain:
    """Begin the chain of a practice; if another worker begins it at the same time, use that one."""
    key = secrets.token_bytes(KEY_BYTES)
    row = {
        "practice_id": practice_id,
        "key": master.wrap(key, chain_wrap_context(practice_id)),
        "number": START.number,
        "mac": START.mac,
        "seal": head_seal(key, practice_id, START),
    }
    db.execute(_NEW_CHAIN, row)
    chain = lock_chain(db, practice_id)
    assert chain is not None  # one of the two workers made it
    return chain
