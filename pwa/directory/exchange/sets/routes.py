"""The sets of help that the operator publishes: subscribe to one, and end that."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from pwa.directory.exchange.sets import service
from pwa.directory.exchange.sets.core import Counts
from pwa.practice.changed import practice_changed
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.vault.work import Work, begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("help_sets", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/help/sets")


@bp.get("")
@staff_view(Action.HELP_SETS)
def overview(staff: Staff) -> ResponseReturnValue:
    """See which sets there are, and which of them are in the list."""
    sets = service.list_sets(db.session(), staff.practice.id)
    return render_template("directory/exchange/sets.html", sets=sets)


@bp.post("/<int:set_id>/subscribe")
@staff_view(Action.HELP_SETS, fresh=True)
def subscribe(staff: Staff, set_id: int) -> ResponseReturnValue:
    """Take a set into the list."""
    return _do(service.subscribe, staff, set_id)


@bp.post("/<int:set_id>/unsubscribe")
@staff_view(Action.HELP_SETS, fresh=True)
def unsubscribe(staff: Staff, set_id: int) -> ResponseReturnValue:
    """Take a set out of the list."""
    return _do(service.unsubscribe, staff, set_id)


def _do(
    change: Callable[[Work, Staff, int], Counts], staff: Staff, set_id: int
) -> ResponseReturnValue:
    try:
        counts = change(begin_work(), staff, set_id)
    except service.NoSuchSet:
        abort(404)
    db.session.commit()
    practice_changed.send()
    for sentence in _sentences(counts):
        flash(sentence)
    return redirect(url_for("help_sets.overview"), code=303)


def _sentences(counts: Counts) -> list[str]:
    """Say what was done; what was done to nothing is not said."""
    added, removed, own, kept = counts.added, counts.removed, counts.own, counts.kept
    said = [
        (added, ngettext("%(num)s was added.", "%(num)s were added.", added)),
        (removed, ngettext("%(num)s was taken out.", "%(num)s were taken out.", removed)),
        (
            own,
            ngettext(
                "%(num)s was in your list already, and stays as you have it.",
                "%(num)s were in your list already, and stay as you have them.",
                own,
            ),
        ),
        (
            kept,
            ngettext(
                "%(num)s stays, because you changed it. Look whether it is still right.",
                "%(num)s stay, because you changed them. Look whether they are still right.",
                kept,
            ),
        ),
    ]
    return [sentence for count, sentence in said if count]
