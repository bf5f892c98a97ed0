"""Bring a file with help into the practice's list: upload it, look at it, publish it, take it back."""

from collections.abc import Sequence
from contextlib import closing
from types import SimpleNamespace
from typing import Final
from uuid import UUID

from flask import (
    Blueprint,
    current_app,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.exceptions import RequestEntityTooLarge

from pwa.directory.exchange.files.core import MAX_UPLOAD_BYTES
from pwa.directory.exchange.importing import service
from pwa.directory.exchange.importing.jobs import Task, start_job
from pwa.directory.exchange.importing.publishing import Publisher, Publishing
from pwa.directory.exchange.importing.reading import make_preview, read_file
from pwa.directory.exchange.importing.terms import field_of, key_of, save_terms
from pwa.directory.exchange.importing.undoing import undo_import
from pwa.directory.exchange.importing.view_models import (
    asked_terms,
    find_or_404,
    progress_of,
    render_import,
    render_list,
    render_terms,
    render_upload,
)
from pwa.directory.exchange.proposals import propose_codes
from pwa.directory.exchange.result import ForeignTerm
from pwa.directory.models import HelpImport
from pwa.directory.topics import TOPIC_BY_CODE
from pwa.errors import PersonalError
from pwa.practice.changed import practice_changed
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.store.database import only_read
from pwa.text import N_
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("imports", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/help/import")

# Around the file stand a few lines of a form.
MAX_BODY_BYTES: Final = MAX_UPLOAD_BYTES + http.MAX_BODY_BYTES
# So long a request waits for its job; then the page shows how far it is.
_PATIENCE_S: Final = 1.5
# What is chosen for a foreign term that has no topic.
NO_TOPIC: Final = "none"
# What is chosen for one to which we propose several topics or strengths.
PROPOSED: Final = "proposed"

TOO_LARGE: Final = SimpleNamespace(
    title=N_("This file is too big"),
    advice=N_("There is room for 10 MB. Make several files of it, and upload them one by one."),
)
NO_FILE: Final = N_("Choose a file first.")
CHOOSE_AGAIN: Final = N_("Now choose the file once more.")

bp.record_once(lambda setup: http.take_larger(setup.app, "imports.upload", MAX_BODY_BYTES))


@bp.errorhandler(RequestEntityTooLarge)
def show_too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say how big a file may be."""
    return render_template("errors/practice.html", text=TOO_LARGE), 413


@bp.get("")
@staff_view(Action.HELP_SETS)
def overview(staff: Staff) -> ResponseReturnValue:
    """See which files were brought in, and what became of them."""
    return render_list(staff)


@bp.get("/new")
@staff_view(Action.HELP_SETS, fresh=True)
def choose_file(staff: Staff) -> ResponseReturnValue:
    """Choose a file."""
    return render_upload(staff)


@bp.post("/new")
@staff_view(Action.HELP_SETS)
def upload(staff: Staff) -> ResponseReturnValue:
    """Upload the file, and see what it would change."""
    if not staff.is_fresh(http.now()):
        # A file cannot wait in a hidden field until both factors were shown, as other forms do.
        flash(gettext(CHOOSE_AGAIN))
        return redirect(url_for("account.confirm", next=url_for("imports.choose_file")), code=303)
    name, data = _read_upload()
    if not data:
        return render_upload(staff, gettext(NO_FILE)), 422
    if len(data) > MAX_UPLOAD_BYTES:
        return show_too_large(RequestEntityTooLarge())
    try:
        row = service.begin_import(begin_work(), staff, file_name=name, data=data)
    except service.ImportRefused as refused:
        only_read(db.session())
        return render_upload(staff, gettext(refused.message)), 422
    return _start(row, read_file)


@bp.get("/too-large")
def too_large() -> ResponseReturnValue:
    """Give the page about a file that is too big, for the proxy, which sends it with its own 413."""
    return render_template("errors/practice.html", text=TOO_LARGE)


@bp.get("/<uuid:import_id>")
@staff_view(Action.HELP_SETS)
def show(staff: Staff, import_id: UUID) -> ResponseReturnValue:
    """See how far a file is, what it would change, or what became of it."""
    row = find_or_404(staff, import_id)
    return render_import(row, request.args.get("kind", ""), http.read_page())


@bp.get("/<uuid:import_id>/progress")
@staff_view(Action.HELP_SETS, by_itself=True)
def progress(staff: Staff, import_id: UUID) -> ResponseReturnValue:
    """Give how far a file is, to the page that shows it."""
    response = make_response(jsonify(progress_of(find_or_404(staff, import_id), http.now())))
    response.cache_control.no_store = True
    return response


@bp.get("/<uuid:import_id>/terms")
@staff_view(Action.HELP_SETS)
def ask_terms(staff: Staff, import_id: UUID) -> ResponseReturnValue:
    """See the foreign terms of a file, with a topic proposed for each."""
    return render_terms(staff, find_or_404(staff, import_id))


@bp.post("/<uuid:import_id>/terms")
@staff_view(Action.HELP_SETS)
def tell_terms(staff: Staff, import_id: UUID) -> ResponseReturnValue:
    """Say what the terms mean; it is remembered for the next file."""
    row, work = find_or_404(staff, import_id), begin_work()
    told = {
        key_of(asked.term): codes
        for asked in asked_terms(staff, row)
        if (codes := _told_of(asked.term)) is not None
    }
    try:
        service.read_again(work, staff, row)
    except service.ImportRefused as refused:
        return _refuse(row, refused)
    save_terms(work, staff, told)
    return _start(row, make_preview)


@bp.post("/<uuid:import_id>/again")
@staff_view(Action.HELP_SETS)
def again(staff: Staff, import_id: UUID) -> ResponseReturnValue:
    """Read a file again after its reading broke off, or compare it again."""
    row = find_or_404(staff, import_id)
    try:
        was_read = service.read_again(begin_work(), staff, row)
    except service.ImportRefused as refused:
        return _refuse(row, refused)
    return _start(row, make_preview if was_read else read_file)


@bp.post("/<uuid:import_id>/choose")
@staff_view(Action.HELP_SETS)
def choose(staff: Staff, import_id: UUID) -> ResponseReturnValue:
    """Choose for one service between the own correction and what the file says."""
    row = find_or_404(staff, import_id)
    # What is no id, and so could end the address below with a line break, is the id of nothing.
    uid = str(request.form.get("uid", UUID(int=0), type=UUID))
    takes_file = request.form.get("take") == "file"
    try:
        service.choose(begin_work(), staff, row, uid, takes_file=takes_file)
    except service.ImportRefused as refused:
        return _refuse(row, refused)
    db.session.commit()
    page = url_for("imports.show", import_id=row.id, kind="own", page=http.read_page())
    return redirect(f"{page}#service-{uid}", code=303)


@bp.post("/<uuid:import_id>/publish")
@staff_view(Action.HELP_SETS, fresh=True)
def publish(staff: Staff, import_id: UUID) -> ResponseReturnValue:
    """Put everything of the file into the list."""
    row = find_or_404(staff, import_id)
    seen = request.form.get("seen", 0, type=int)
    try:
        goes_on = service.begin_publishing(begin_work(), staff, row, seen=seen)
    except service.ImportRefused as refused:
        return _refuse(row, refused)
    publisher = Publisher(staff.membership_id, str(staff.role))
    return _start(row, Publishing(publisher) if goes_on else make_preview)


@bp.post("/<uuid:import_id>/drop")
@staff_view(Action.HELP_SETS)
def drop(staff: Staff, import_id: UUID) -> ResponseReturnValue:
    """Throw a file away that is not in the list."""
    row = find_or_404(staff, import_id)
    try:
        service.drop_import(begin_work(), staff, row)
    except service.ImportRefused as refused:
        return _refuse(row, refused)
    db.session.commit()
    flash(gettext("The file was thrown away. Nothing in the list has changed."))
    return redirect(url_for("imports.overview"), code=303)


@bp.post("/<uuid:import_id>/undo")
@staff_view(Action.HELP_SETS, fresh=True)
def undo(staff: Staff, import_id: UUID) -> ResponseReturnValue:
    """Take everything back that a file brought into the list."""
    row = find_or_404(staff, import_id)
    try:
        undone = undo_import(begin_work(), staff, row)
    except PersonalError as refused:
        return _refuse(row, refused)
    db.session.commit()
    practice_changed.send()
    flash(
        ngettext("%(num)s option was taken back.", "%(num)s options were taken back.", undone.back)
    )
    return redirect(url_for("imports.show", import_id=row.id), code=303)


def _read_upload() -> tuple[str, bytes]:
    """Give the name and the bytes of the file; empty if none was chosen."""
    sent = request.files.get("file")
    if sent is None:
        return "", b""
    with closing(sent):
        return sent.filename or "", sent.read()


def _told_of(term: ForeignTerm) -> Sequence[str] | None:
    """Read what somebody chose for a term: no codes for "means nothing", None for "later"."""
    chosen = request.form.get(field_of(term), "")
    if chosen == PROPOSED:
        return propose_codes(term)
    if chosen in TOPIC_BY_CODE:
        return (chosen,)
    return () if chosen == NO_TOPIC else None


def _start(row: HelpImport, task: Task) -> ResponseReturnValue:
    """Commit, start a job on an import, and lead to its page."""
    import_id, practice_id = row.id, row.practice_id
    db.session.commit()
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # as Flask's manual does
    start_job(app, task, practice_id, import_id, patience_s=_PATIENCE_S)
    return redirect(url_for("imports.show", import_id=import_id), code=303)


def _refuse(row: HelpImport, refused: PersonalError) -> ResponseReturnValue:
    """Show the page of an import with the reason why it cannot do what was asked."""
    only_read(db.session())
    page = render_import(row, "", 1, gettext(refused.message))
    return page, 422
