"""The practice's list of local help: check, hide, remove, take back, and who changed what."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.directory.keeping import service
from pwa.directory.keeping.core import Tab, Wanted, read_wanted
from pwa.directory.keeping.history import load_history
from pwa.directory.keeping.listing import count_to_check
from pwa.directory.keeping.service import NotFound
from pwa.directory.keeping.view_models import TAB_NAMES, load_list
from pwa.directory.models import KeptState, ServiceChange
from pwa.directory.service import directory_of
from pwa.practice.changed import practice_changed
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.text import N_
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("keeping", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/help")

_DONE = {
    # Translators: said after a press on a button; %(name)s is a help option
    "check": N_("%(name)s is right: checked today."),
    # Translators: said after a press on a button; %(name)s is a help option
    "hide": N_("%(name)s is hidden: patients do not find it any more."),
    # Translators: said after a press on a button; %(name)s is a help option
    "show": N_("%(name)s is shown: patients find it again."),
    # Translators: said after a press on a button; %(name)s is a help option
    "remove": N_("%(name)s was removed."),
}


@bp.app_context_processor
def tell_what_is_to_check() -> dict[str, object]:
    """Let the header of every page ask how many services are to be checked."""
    return {
        "help_to_check": lambda staff: count_to_check(directory_of(staff.practice), http.today())
    }


@bp.get("")
@staff_view(Action.HELP)
def overview(staff: Staff) -> ResponseReturnValue:
    """See the help of the practice: what is to be checked, what patients reported, everything."""
    wanted = _wanted(request.args.get("show", ""), http.read_page())
    shown = load_list(begin_work(), staff, wanted)
    if wanted.page > shown.pages:
        return redirect(_address(wanted, page=shown.pages), code=303)
    return render_template(
        "directory/keeping/list.html", shown=shown, tab_names=TAB_NAMES, tabs=Tab
    )


@bp.get("/<uuid:uid>/history")
@staff_view(Action.HELP)
def history(staff: Staff, uid: UUID) -> ResponseReturnValue:
    """See who changed a service, when and what, and take the newest change back."""
    try:
        shown = load_history(begin_work(), staff, str(uid))
    except NotFound:
        abort(404)
    return render_template("directory/keeping/history.html", shown=shown)


@bp.post("/<uuid:uid>/check")
@staff_view(Action.HELP)
def check(staff: Staff, uid: UUID) -> ResponseReturnValue:
    """Say in one press that a service is still right."""
    try:
        change = service.check_service(begin_work(), staff, str(uid))
    except NotFound:
        return _gone(staff, uid)
    return _done(staff, change)


@bp.post("/<uuid:uid>/hide")
@staff_view(Action.HELP)
def hide(staff: Staff, uid: UUID) -> ResponseReturnValue:
    """Hide a service from patients."""
    return _set_state(staff, uid, KeptState.HIDDEN)


@bp.post("/<uuid:uid>/show")
@staff_view(Action.HELP)
def show(staff: Staff, uid: UUID) -> ResponseReturnValue:
    """Show a hidden service to patients again."""
    return _set_state(staff, uid, KeptState.SHOWN)


@bp.post("/<uuid:uid>/remove")
@staff_view(Action.HELP)
def remove(staff: Staff, uid: UUID) -> ResponseReturnValue:
    """Remove a service of the practice's own."""
    return _set_state(staff, uid, KeptState.GONE)


@bp.post("/undo/<int:change_id>")
@staff_view(Action.HELP)
def undo(staff: Staff, change_id: int) -> ResponseReturnValue:
    """Take back the newest change of a service."""
    work = begin_work()
    changed = work.db.get(ServiceChange, change_id)
    if changed is None or changed.practice_id != staff.practice.id:
        abort(404)
    try:
        uid = service.undo_change(work, staff, change_id)
    except NotFound:
        db.session.rollback()
        flash(
            gettext("This was not taken back: it was taken back already, or changed again later.")
        )
        return redirect(url_for("keeping.history", uid=changed.uid), code=303)
    name = _name_of(staff, uid)
    db.session.commit()
    practice_changed.send()
    flash(gettext("Taken back: %(name)s is as it was before.", name=name))
    return redirect(_way_back(uid), code=303)


def _set_state(staff: Staff, uid: UUID, state: KeptState) -> ResponseReturnValue:
    try:
        change = service.set_state(begin_work(), staff, str(uid), state)
    except NotFound:
        return _gone(staff, uid)
    return _done(staff, change)


def _done(staff: Staff, change: ServiceChange | None) -> ResponseReturnValue:
    """Commit, offer to take the change back, and go on with the list; no change was a second press."""
    if change is None:
        db.session.rollback()
        return redirect(_way_back(""), code=303)
    db.session.flush()
    # The category of the message is the number of the change that its button takes back.
    message = gettext(_DONE[change.kind], name=_name_of(staff, change.uid)), str(change.id)
    way_back = _way_back(change.uid)
    db.session.commit()
    practice_changed.send()
    flash(*message)
    return redirect(way_back, code=303)


def _gone(staff: Staff, uid: UUID) -> ResponseReturnValue:
    """Answer a press about a service that a colleague has removed meanwhile."""
    db.session.rollback()
    if directory_of(staff.practice).find_kept(str(uid)) is None:
        abort(404)
    flash(gettext("This help was removed meanwhile."))
    return redirect(url_for("keeping.history", uid=uid), code=303)


def _name_of(staff: Staff, uid: str) -> str:
    found = directory_of(staff.practice).find_service(uid)
    return found.name if found else ""


def _way_back(uid: str) -> str:
    """Lead back to where somebody was: the history, or the list with the focus on the next line."""
    if request.form.get("from") == "history" and uid:
        return url_for("keeping.history", uid=uid)
    wanted = _wanted(request.form.get("show", ""), request.form.get("page", 1, int))
    following = request.form.get("next", type=UUID)
    return _address(wanted) + (f"#check-{following}" if following else "#main")


def _wanted(show: str, page: int) -> Wanted:
    return read_wanted(show, request.values.get("q", ""), max(1, page))


def _address(wanted: Wanted, **others: object) -> str:
    query = wanted.query(**others)
    return url_for("keeping.overview") + (f"?{query}" if query else "")
