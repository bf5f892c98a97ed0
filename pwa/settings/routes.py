"""The settings of a practice, and a new recovery key."""

import json
from collections.abc import Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.errors import PersonalError
from pwa.locales import SOUNDS, languages_in_order
from pwa.practice.changed import practice_changed
from pwa.practice.details import DetailsError, parse_details
from pwa.practice.faults import in_words, name_fields
from pwa.practice.offered import is_whole, languages_to_choose
from pwa.practice.waiting_room import waiting_room_code, waiting_room_link
from pwa.settings import service
from pwa.settings.core import WAYS, Values, merge_values, move_language
from pwa.settings.service import renew_waiting_room_code
from pwa.setup.paper_key import (
    PaperKey,
    current_paper_key,
    drop_paper_key,
    keep_paper_key,
    new_paper_key,
)
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.vault.master.master_keys import master_keys
from pwa.vault.patient.codes import format_code
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.recovery import recovery_key_state
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db
from pwa.web.qr import draw_qr

bp = Blueprint("settings", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/settings")


@bp.get("")
@staff_view(Action.SETTINGS)
def overview(staff: Staff) -> ResponseReturnValue:
    """See what the practice says about itself, and what is still to do."""
    return _page(staff, service.read_values(staff.practice))


@bp.post("")
@staff_view(Action.SETTINGS, fresh=True)
def save(staff: Staff) -> ResponseReturnValue:
    """Change what the practice says about itself; what a colleague changed meanwhile stays."""
    work = begin_work()
    service.lock_practice(work.db, staff.practice)
    merged = merge_values(
        _read_base(), service.read_values(staff.practice), request.form.to_dict(flat=False)
    )
    if merged.conflicts:
        return _page(staff, merged.values, conflicts=merged.conflicts), 409
    if moved := _read_move():
        return _page(staff, move_language(merged.values, moved), moved=moved)
    try:
        details = parse_details(merged.values)
    except DetailsError as error:
        return _page(staff, merged.values, errors=error.errors), 422
    changed = service.change_details(work, staff, details)
    db.session.commit()
    if changed:
        practice_changed.send()
    # Browsers cache patients' pages for five minutes; the server's cache is renewed at once.
    flash(gettext("Saved. Patients see it within five minutes."))
    return redirect(url_for("settings.overview"), code=303)


@bp.get("/tablet")
@staff_view(Action.PRINT)
def tablet(staff: Staff) -> ResponseReturnValue:
    """See how to set up a tablet for patients in the waiting room, with its link and QR code."""
    code = waiting_room_code(staff.practice, master_keys())
    link = waiting_room_link(staff.practice, code, is_tablet=True)
    return render_template("practice/settings/tablet.html", link=link, qr=draw_qr(link))


@bp.post("/waiting-room")
@staff_view(Action.SETTINGS, fresh=True)
def renew_waiting_room(staff: Staff) -> ResponseReturnValue:
    """Renew the waiting-room code; papers and tablets with the old one stop working."""
    work = begin_work()
    service.lock_practice(work.db, staff.practice)
    renew_waiting_room_code(work, staff)
    db.session.commit()
    flash(
        gettext(
            "The waiting room has a new code. Print the paper again, and set the tablet up again."
        )
    )
    return redirect(url_for("settings.overview"), code=303)


@bp.get("/recovery-key")
@staff_view(Action.SETTINGS)
def recovery_key(staff: Staff) -> ResponseReturnValue:
    """See when the recovery key was made and tried."""
    state = recovery_key_state(db.session(), staff.practice.id)
    return render_template(
        "practice/settings/recovery_key.html", state=state, can_make=_holds_all(staff)
    )


@bp.post("/recovery-key")
@staff_view(Action.SETTINGS, fresh=True)
def new_recovery_key(staff: Staff) -> ResponseReturnValue:
    """Begin a new recovery key; the old one works until the new one was typed back."""
    if not _holds_all(staff):
        return redirect(url_for("settings.recovery_key"), code=303)
    paper = new_paper_key(_owner(staff), staff.practice.name, now=http.now())
    return keep_paper_key(make_response(redirect(url_for("settings.paper"), code=303)), paper)


@bp.get("/recovery-key/paper")
@staff_view(Action.SETTINGS)
def paper(staff: Staff) -> ResponseReturnValue:
    """Print the new recovery key."""
    found = _paper_of(staff)
    if found is None:
        return redirect(url_for("settings.recovery_key"), code=303)
    return render_template("practice/settings/paper.html", key=format_code(found.key))


@bp.get("/recovery-key/check")
@staff_view(Action.SETTINGS)
def check(staff: Staff) -> ResponseReturnValue:
    """Type the new recovery key from the paper."""
    if _paper_of(staff) is None:
        return redirect(url_for("settings.recovery_key"), code=303)
    return render_template("practice/settings/check.html", typed="", error="")


@bp.post("/recovery-key/check")
@staff_view(Action.SETTINGS, fresh=True)
def check_key(staff: Staff) -> ResponseReturnValue:
    """Replace the recovery key, when the new one was typed correctly from the paper."""
    found = _paper_of(staff)
    if found is None or not _holds_all(staff):
        return redirect(url_for("settings.recovery_key"), code=303)
    typed = request.form.get("key", "")
    try:
        found.check(typed)
    except PersonalError as error:
        page = render_template("practice/settings/check.html", typed=typed, error=in_words(error))
        return page, 422
    service.take_new_recovery_key(begin_work(), staff, found.key)
    db.session.commit()
    flash(gettext("The new recovery key works. Destroy the old paper."))
    return drop_paper_key(make_response(redirect(url_for("settings.overview"), code=303)))


def _owner(staff: Staff) -> str:
    return f"member {staff.membership_id}"


def _paper_of(staff: Staff) -> PaperKey | None:
    return current_paper_key(_owner(staff))


def _holds_all(staff: Staff) -> bool:
    return all(staff.keys.holds(kind) for kind in KeyKind)


def _read_base() -> Values:
    """Read the values that the form showed when it was opened; unreadable ones count as empty."""
    try:
        base = json.loads(request.form.get("base", ""))
    except (ValueError, RecursionError):
        return {}
    lists = base.items() if isinstance(base, dict) else ()
    return {name: list(map(str, value)) for name, value in lists if isinstance(value, list)}


def _read_move() -> tuple[str, str] | None:
    """Read which button for the order of languages was pressed: up or down, and the language."""
    return next(((way, request.form[way]) for way in WAYS if way in request.form), None)


def _page(
    staff: Staff,
    typed: Values,
    *,
    errors: Mapping[str, PersonalError] | None = None,
    conflicts: tuple[str, ...] = (),
    moved: tuple[str, str] | None = None,
) -> str:
    saved = service.read_values(staff.practice)
    faults = {name: in_words(error) for name, error in (errors or {}).items()}
    return render_template(
        "practice/settings/overview.html",
        typed=typed,
        base=json.dumps(saved),
        errors=faults,
        listed=name_fields(faults),
        others={name: ", ".join(saved[name]) or "–" for name in conflicts},
        offered=languages_in_order(typed.get("languages", ()), languages_to_choose(staff.practice)),
        checked=staff.practice.checked_languages,
        heard=[code for code in SOUNDS if is_whole(staff.practice, code)],
        moved=moved,
        to_do=service.find_to_do(db.session(), staff),
        waiting_room_code=format_code(waiting_room_code(staff.practice, master_keys())),
        address=f"{http.base_url()}{url_for('selfcheck.short', slug=staff.practice.slug)}",
    )
