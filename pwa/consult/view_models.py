"""Data for the consult's pages: one conversation, opened and put into words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from pwa.appointments.core import ListEntry
from pwa.appointments.lines import entry_of
from pwa.consult.his import build_his_text
from pwa.consult.history import Alteration, find_alteration, find_previous_talk
from pwa.consult.lookers import Looker, find_lookers
from pwa.consult.overview import Overview, build_overview
from pwa.conversation import service
from pwa.conversation.documents import OpenConversation
from pwa.conversation.models import Conversation
from pwa.conversation.versions import CheckVersion, load_check
from pwa.locales import PRACTICE_LANGUAGE, TIME_ZONE, local_day
from pwa.plan.service import find_plan
from pwa.plan.words.wordings import write_his_text
from pwa.progress.said import SaidOfStep, said_to_practice
from pwa.selfcheck.core import SelfCheck
from pwa.selfcheck.map.layout import draw_map
from pwa.selfcheck.map.shapes import WIDE, LifeMap
from pwa.staff.access import Staff
from pwa.then_and_now.service import load_sides
from pwa.then_and_now.view_models import ComparisonView, view_comparison
from pwa.web.extensions import db


@dataclass(frozen=True)
class Consult:
    """A check, opened and in the practice's words.

    Attributes:
        entry: what the practice's list shows of it: time, start of the code, the patient's name.
        version: the newest version.
        previous: the version of the previous talk; None without one.
        alteration: the patient's change of answers; None when the newest version is no change.
        overview: the newest version in words.
        life_map: its drawing, for a wide screen and for paper.
        narrow_map: the same for half a screen and for a phone.
        his_text: the text for the record system: the S, and the P once there is a plan.
        lookers: who opened or changed it.
        said: what the patient said of the plan.
        comparison: then and now in words, once there are answers of both; else None.
    """

    opened: OpenConversation
    entry: ListEntry
    version: CheckVersion
    previous: CheckVersion | None
    alteration: Alteration | None
    overview: Overview
    life_map: LifeMap
    narrow_map: LifeMap
    his_text: str
    lookers: list[Looker]
    comparison: ComparisonView | None
    said: tuple[SaidOfStep, ...]

    @property
    def is_confirmed(self) -> bool:
        """Whether the patient has said whose it is; until then it may only be read."""
        return self.opened.row.is_confirmed

    @property
    def check(self) -> SelfCheck:
        """The newest answers."""
        return self.version.check


def load_consult(staff: Staff, opened: OpenConversation) -> Consult:
    """Open the newest check and put it into the practice's words.

    Raises:
        service.NotFound: the patient took the check back.
    """
    shared = load_check(db.session(), opened)
    versions = shared.versions
    if not versions:
        raise service.NotFound
    newest = versions[0]
    previous = find_previous_talk(versions, TIME_ZONE)
    words = build_overview(
        newest.check,
        previous.check if previous else None,
        gettext,
        is_together=newest.is_together,
    )
    return Consult(
        opened=opened,
        entry=entry_of(db.session(), opened.row, shared.submissions, staff.keys),
        version=newest,
        previous=previous,
        alteration=find_alteration(versions),
        overview=words,
        life_map=draw_map(newest.check, translate=gettext, shape=WIDE, is_practice=True),
        narrow_map=draw_map(newest.check, translate=gettext, is_practice=True),
        his_text=_write_his_text(staff, opened, words, local_day(newest.saved_at)),
        lookers=find_lookers(db.session(), opened.row),
        comparison=_compare(opened, versions),
        said=said_to_practice(db.session(), opened, staff.practice),
    )


def _compare(opened: OpenConversation, versions: Sequence[CheckVersion]) -> ComparisonView | None:
    sides = load_sides(db.session(), opened, versions)
    if sides is None or sides.then is None or sides.now is None:
        return None
    return view_comparison(sides, gettext, PRACTICE_LANGUAGE.code, is_practice=True)


def _write_his_text(
    staff: Staff, opened: OpenConversation, words: Overview, shared_on: date
) -> str:
    plan = find_plan(db.session(), opened)
    texts = [build_his_text(words, shared_on, gettext)]
    if plan:
        texts.append(write_his_text(plan.plan, staff.practice))
    return "\n".join(texts)


def find_entry(staff: Staff, conversation: Conversation) -> ListEntry:
    """Give what the practice's list shows of a conversation, without opening answers."""
    submissions = service.submissions_of(db.session(), conversation.id)
    return entry_of(db.session(), conversation, submissions, staff.keys)
