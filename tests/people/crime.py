"""A stolen database and disk, with the labels and addresses that a thief knows from the code."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from pwa.audit.core import chain_wrap_context
from pwa.conversation.core import care_wrap_context
from pwa.conversation.documents import desk_note_address
from pwa.conversation.models import Conversation, Invitation, StoredDocument, Submission
from pwa.counting.models import (
    TallyBox,
    TallySum,
    box_context,
    slips_context,
    sum_context,
)
from pwa.handover.models import Handover, link_wrap_context
from pwa.practice.models import Practice
from pwa.team.models import TeamLink
from pwa.vault.master.master_keys import master_keys
from pwa.vault.master.server_keys import ROOT, find_root, server_wrap_context
from pwa.vault.practice.models import KeyHolder, PracticeKey, StaffSession
from pwa.vault.records import DocumentAddress
from pwa.web.extensions import db
from tests.databases.homes import Backend, Home, Postgres
from tests.people.thief import Loot, Thief, derived_keys, steal

# Text to search for: not ASCII, so its encodings differ; random, so nothing else holds it.
MARK = f"Zwälu\N{LATIN SMALL LETTER G WITH BREVE}{secrets.token_hex(6)}"
# Every free-text field of a plan, and the other fields that its form needs.
PLAN_FIELDS = {
    "goal",
    "teach_back",
    "if_worse",
    "next_talk",
    "step-1-text",
    "step-1-name",
    "step-1-when",
}
PLAN = {
    "base": "0",
    "goal_language": "ar",
    "teach_back_language": "nl",
    "if_worse_language": "nl",
    "step-1-what": "own",
    "step-1-language": "nl",
    "step-1-role": "other",
}


def marked(fields: Iterable[str]) -> dict[str, str]:
    """Fill free-text fields with the text that a thief searches for."""
    return {field: f"{MARK} {field}." for field in fields}


def fields_read_by(thief: Thief, fields: Collection[str]) -> set[str]:
    """Return which of the marked fields a thief has read."""
    return {field for field, words in marked(fields).items() if thief.has_read(words)}


@dataclass(frozen=True)
class Crime:
    """The loot, with the keys of the disk and the labels and addresses from the source code."""

    loot: Loot
    keks: set[bytes]
    labels: set[str]
    addresses: set[bytes]

    def thief(self, *more_keys: bytes, passwords: Iterable[str] = ()) -> Thief:
        """Make a thief try all stored keys and blobs, and the keys and passwords given here."""
        cells = [content for _, content in self.loot.cells]
        purposes = {"wrap", "session cookie", "totp", "recovery codes", "code lookup", *self.labels}
        keys = {cell for cell in cells if len(cell) == 32} | self.keks
        for kek in self.keks:
            keys |= derived_keys(kek, purposes)
        thief = Thief(keys | set(more_keys), self.labels, self.addresses, set(passwords))
        thief.open_everything(cells)
        return thief


def commit_crime(app: Flask, home: Home, backend: Backend) -> Crime:
    engine = create_engine(home.database_url)
    with Session(engine) as session:
        folders = [home.instance]
        if isinstance(backend, Postgres):
            session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
            session.execute(text("CHECKPOINT"))
            oid = session.scalar(
                text("SELECT oid FROM pg_database WHERE datname = current_database()")
            )
            data = backend.socket / "data"
            folders += [data / "base" / str(oid), data / "pg_wal"]
        labels, addresses = labels_of(session), addresses_of(session)
    keks = {bytes.fromhex(line) for line in (home.instance / "kek").read_text().split()}
    with app.app_context():
        keks.add(find_root(db.session(), master_keys()))  # the root key, which the key file opens
    loot = steal(engine, *folders)
    engine.dispose()
    return Crime(loot, keks, labels, addresses)


def labels_of(session: Session) -> set[str]:
    labels = {"reply", "patient pass", server_wrap_context(ROOT)}
    labels |= {
        chain_wrap_context(practice_id) for practice_id in session.scalars(select(Practice.id))
    }
    for conversation_id in session.scalars(select(Conversation.id)):
        labels |= {f"patient code {conversation_id}", f"patient link {conversation_id}"}
        labels.add(care_wrap_context(conversation_id))
    for row in session.scalars(select(StaffSession)):
        labels.add(f"staff session {row.id} member {row.membership_id}")
    for holder in session.scalars(select(KeyHolder)):
        name = "recovery" if holder.membership_id is None else f"member {holder.membership_id}"
        label = f"practice {holder.practice_id} {name}"
        labels.add(label)
        for key in session.scalars(select(PracticeKey)):
            labels.add(f"{label} {key.kind} {key.generation}")
    labels |= {link_wrap_context(row) for row in session.scalars(select(Handover.id))}
    for box in session.scalars(select(TallyBox)):
        labels |= {box_context(box), slips_context(box)}
    for sums in session.scalars(select(TallySum)):
        labels.add(sum_context(sums.practice_id, sums.quarter))
    for link in session.scalars(select(TeamLink)):
        labels.add(f"practice {link.practice_id} link {link.id}")
    return labels


def addresses_of(session: Session) -> set[bytes]:
    addresses = {desk_note_address(row) for row in session.scalars(select(Submission))}
    for invitation in session.scalars(select(Invitation)):
        addresses.add(
            DocumentAddress(
                invitation.practice_id, invitation.id, invitation.id, "invitation", schema=1
            )
        )
    for row in session.scalars(select(StoredDocument)):
        addresses.add(
            DocumentAddress(row.practice_id, row.conversation_id, row.id, row.kind, row.schema)
        )
    for handover in session.scalars(select(Handover)):
        for kind in ("own", "letter", "answer", "note"):
            place = handover.conversation_id if kind == "own" else handover.id
            addresses.add(
                DocumentAddress(
                    handover.practice_id, place, handover.id, f"handover {kind}", schema=1
                )
            )
    return {address.associated_data() for address in addresses}
