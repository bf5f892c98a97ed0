"""Gather everything of a patient, and prepare it for a page that needs no other file."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy.orm import Session

from pwa.conversation.core import CHECK, MEETING, PLAN, THEN, TICK
from pwa.conversation.documents import OpenConversation, read_documents
from pwa.conversation.versions import list_versions
from pwa.handover.service import handovers_of
from pwa.locales import known_language
from pwa.meetings.view_models import MySheet
from pwa.meetings.view_models import for_patient as sheets_for_patient
from pwa.mine.download import handovers
from pwa.mine.download.access_history import Looked, by_day, count_repeats, find_looked
from pwa.mine.download.answers import Part, Row, build_parts, build_rows
from pwa.mine.download.core import LogLine, Record, SavedVersion
from pwa.mine.download.handovers import HandoverPart, dump_handover
from pwa.plan.document import parse_plan
from pwa.plan.words.wordings import wording_for_patient
from pwa.practice.models import Practice
from pwa.progress.said import SaidOfStep, said_of_plan
from pwa.progress.view_models import PatientPlan, for_patient
from pwa.selfcheck.changes import Change, Reader, find_changes
from pwa.selfcheck.core import load_selfcheck
from pwa.selfcheck.map.layout import draw_map
from pwa.selfcheck.map.shapes import LifeMap
from pwa.selfcheck.questions import LifeDomain
from pwa.staff.role_names import WHO_BY_ROLE
from pwa.then_and_now.service import load_sides
from pwa.then_and_now.view_models import ComparisonView, view_comparison
from pwa.web.assets import STATIC, asset_url
from pwa.web.http import now, today

BY_PATIENT = "patient"
_ALL = 1_000_000


@dataclass(frozen=True)
class CheckPart:
    """A version of the answers, in the reader's words.

    Attributes:
        by: source text of the role that filled it in with the patient; None for the patient alone.
        language: code of the language in which the patient read the questions.
        changes: since the version before.
    """

    at: datetime
    by: str | None
    language: str
    changes: tuple[Change, ...]
    view: LifeMap
    rows: tuple[Row, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class PlanPart:
    """A version of the plan, in the reader's words."""

    at: datetime
    by: str | None
    plan: PatientPlan


@dataclass(frozen=True)
class Everything:
    """The whole record as a page: every version, letters, sheets, then and now, who looked."""

    checks: tuple[CheckPart, ...]
    plans: tuple[PlanPart, ...]
    handovers: tuple[HandoverPart, ...]
    said: tuple[SaidOfStep, ...]
    sheets: tuple[MySheet, ...]
    comparison: ComparisonView | None
    days: list[tuple[date, list[Looked]]]


def gather(db: Session, opened: OpenConversation, practice: Practice) -> Record:
    """Open every version of check and plan, and read the access log."""
    return Record(
        practice_name=practice.name,
        practice_phone=practice.phone,
        checks=_versions(db, opened, CHECK),
        plans=_versions(db, opened, PLAN),
        ticks=_versions(db, opened, TICK),
        meetings=_versions(db, opened, MEETING),
        handovers=tuple(dump_handover(each, now()) for each in handovers_of(db, opened)),
        moments=_versions(db, opened, THEN),
        log=tuple(
            LogLine(line.at, line.actor, line.role, line.action)
            for line in find_looked(db, opened.row)
        ),
    )


def in_words(
    db: Session, opened: OpenConversation, record: Record, practice: Practice, language: str
) -> Everything:
    """Put a record into the words of a language.

    Args:
        language: code of the page's language.
    """
    return Everything(
        checks=tuple(_checks(record.checks, language)),
        plans=tuple(
            PlanPart(
                item.at, _role(item.by), for_patient(parse_plan(item.content), practice, language)
            )
            for item in record.plans
        ),
        handovers=handovers.in_words(handovers_of(db, opened), now()),
        said=said_of_plan(db, opened, wording_for_patient(language, practice)),
        sheets=sheets_for_patient(db, opened, practice, language, today()),
        comparison=_compare(db, opened, language),
        days=by_day(count_repeats(find_looked(db, opened.row))),
    )


@cache
def domain_pictograms() -> Markup:
    """Give the SVG symbols of the four domains' pictograms, to put inline into the page."""
    drawings = (STATIC / "img" / "pictograms.svg").read_text("utf-8")
    names = "|".join(LifeDomain)
    symbols = re.findall(rf'<symbol id="(?:{names})".*?</symbol>', drawings, re.DOTALL)
    # Safe as markup: this is a static file of ours, without anything that somebody typed.
    return Markup("".join(symbols))  # noqa: S704


def make_self_contained(page: str) -> str:
    """Point the maps of a page at the pictograms inside it, in place of the file on the server."""
    return page.replace(f"{asset_url('img/pictograms.svg')}#", "#")


def _versions(db: Session, opened: OpenConversation, kind: str) -> tuple[SavedVersion, ...]:
    return tuple(
        SavedVersion(
            number=item.number,
            at=item.created_at,
            by=item.author_role or BY_PATIENT,
            schema=item.schema,
            content=item.content,
        )
        for item in read_documents(db, opened, kind, most=_ALL)
    )


def _compare(db: Session, opened: OpenConversation, language: str) -> ComparisonView | None:
    sides = load_sides(db, opened, list_versions(db, opened))
    if sides is None or sides.now is None:
        return None
    return view_comparison(sides, gettext, language)


def _checks(versions: Sequence[SavedVersion], language: str) -> Iterator[CheckPart]:
    checks = [load_selfcheck(item.content) for item in versions]
    reader = Reader(gettext, language, is_practice=False)
    for item, check, before in zip(versions, checks, (*checks[1:], None), strict=False):
        yield CheckPart(
            at=item.at,
            by=_role(item.by),
            language=check.language,
            changes=find_changes(before, check, reader) if before else (),
            view=draw_map(check, translate=gettext, is_rtl=known_language(language).is_rtl),
            rows=build_rows(check, gettext),
            parts=build_parts(check, gettext),
        )


def _role(by: str) -> str | None:
    return WHO_BY_ROLE.get(by)
