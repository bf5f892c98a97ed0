"""What the consult's pages show of one conversation."""

from dataclasses import dataclass

from flask_babel import gettext

from pwa.consult.his import build_his_text
from pwa.consult.overview import Overview, build_overview
from pwa.conversation import listing, service
from pwa.conversation.core import CHECK, ListEntry
from pwa.conversation.documents import OpenConversation, read_documents
from pwa.extensions import db
from pwa.locales import TIME_ZONE
from pwa.practice.access import Staff
from pwa.selfcheck.core import SelfCheck, load_selfcheck
from pwa.selfcheck.life_map import WIDE, LifeMap
from pwa.selfcheck.map_layout import draw_map


@dataclass(frozen=True)
class Consult:
    """A check, opened and in the practice's words.

    Attributes:
        entry: what the list shows of it: time, code, how the patient is known.
        check: the newest version.
        life_map: of the check.
        his_text: the check for the record system.
    """

    opened: OpenConversation
    entry: ListEntry
    check: SelfCheck
    overview: Overview
    life_map: LifeMap
    his_text: str


def load_consult(staff: Staff, opened: OpenConversation) -> Consult:
    """Open the newest check and put it into the practice's words.

    Raises:
        service.NotFound: the patient took the check back.
    """
    versions = read_documents(db.session(), opened, CHECK, most=2)
    if not versions:
        raise service.NotFound
    check = load_selfcheck(versions[0].content)
    before = load_selfcheck(versions[1].content) if len(versions) > 1 else None
    words = build_overview(check, before, gettext)
    shared_on = versions[0].created_at.astimezone(TIME_ZONE).date()
    return Consult(
        opened=opened,
        entry=find_entry(staff, opened),
        check=check,
        overview=words,
        life_map=draw_map(check, translate=gettext, shape=WIDE, is_practice=True),
        his_text=build_his_text(words, shared_on, gettext),
    )


def find_entry(staff: Staff, opened: OpenConversation) -> ListEntry:
    """Give what the list shows of a conversation."""
    return listing.entry_of(db.session(), opened.row, staff.keys)
