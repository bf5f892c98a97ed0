"""Lists without an invitation: the fold of a day, putting lists aside, and bringing them back."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pwa.conversation.putting_aside import UNDO_LIFETIME, bring_back, put_aside
from pwa.desk.core import read_day
from pwa.desk.uninvited import view_models
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.store.database import only_read
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("uninvited", __name__, url_prefix=http.PRACTICE_PREFIX)


@bp.get("/fold")
@staff_view(Action.LIST)
def fold(staff: Staff) -> ResponseReturnValue:
    """Show the lists of a day that came beyond the usual number without an invitation."""
    day, page = _day(), http.read_page()
    loaded = view_models.load_fold(staff, day, page)
    if loaded is None:
        return redirect(url_for("desk.today", day=day), code=303)
    folded, shown = loaded
    return render_template(
        "desk/uninvited/fold.html",
        fold=folded,
        shown=shown,
        day=day,
        page=page,
        checks_all=_checks_all(),
    )


@bp.post("/aside/ask")
@staff_view(Action.PUT_ASIDE)
def ask(staff: Staff) -> ResponseReturnValue:
    """Show how many lists were ticked and what putting them aside means, and ask to confirm."""
    only_read(db.session())
    ids = _ids()
    if not ids:
        flash(gettext("First tick a list."))
        return redirect(_way_back(), code=303)
    return render_template(
        "desk/uninvited/ask.html",
        ids=ids,
        day=_day(),
        is_fold=_is_fold(),
        back=_way_back(),
        practice=staff.practice,
        days=UNDO_LIFETIME.days,
    )


@bp.post("/aside")
@staff_view(Action.PUT_ASIDE)
def put(staff: Staff) -> ResponseReturnValue:
    """Put the ticked lists aside."""
    ids = _ids()
    done = put_aside(begin_work(), staff, ids)
    db.session.commit()
    flash(ngettext("%(num)s list was put aside.", "%(num)s lists were put aside.", done))
    if left := len(ids) - done:
        skipped = ngettext(
            "%(num)s list was not: it was opened, taken back or shared with an invitation meanwhile.",
            "%(num)s lists were not: they were opened, taken back or shared with an invitation meanwhile.",
            left,
        )
        flash(skipped)
    return redirect(_way_back(), code=303)


@bp.get("/aside")
@staff_view(Action.PUT_ASIDE)
def aside(staff: Staff) -> ResponseReturnValue:
    """Show what was put aside, by whom, and until when it can be brought back."""
    page, only = http.read_page(), request.args.get("only", type=UUID)
    return render_template(
        "desk/uninvited/aside.html",
        shown=view_models.load_aside(begin_work(), staff, page, only),
        page=page,
        is_one=only is not None,
        checks_all=_checks_all() or only is not None,
    )


@bp.post("/aside/back")
@staff_view(Action.PUT_ASIDE)
def bring(staff: Staff) -> ResponseReturnValue:
    """Bring the ticked lists back to where they stood."""
    done = bring_back(begin_work(), staff, _ids())
    db.session.commit()
    flash(ngettext("%(num)s list was brought back.", "%(num)s lists were brought back.", done))
    return redirect(url_for("uninvited.aside"), code=303)


def _ids() -> Sequence[UUID]:
    """Read the ids of the ticked lists, each once; invalid ids are ignored."""
    return list(dict.fromkeys(request.form.getlist("list", type=UUID)))


def _day() -> date:
    return read_day(request.values.get("day", ""), http.today())


def _checks_all() -> bool:
    return request.args.get("all") == "1"


def _is_fold() -> bool:
    return request.form.get("from") == "fold"


def _way_back() -> str:
    return url_for("uninvited.fold" if _is_fold() else "desk.today", day=_day())
