"""Download recordings for other practices, and bring theirs in: first a look, then the button."""

import io
from typing import Final
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.exceptions import RequestEntityTooLarge

from pwa import audit
from pwa.locales import name_in_dutch
from pwa.practice.changed import practice_changed
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.store.database import only_read, writing
from pwa.vault.work import begin_work
from pwa.voice.recordings.exchange import service
from pwa.voice.recordings.exchange.core import MAX_ZIP_BYTES, TOO_BIG, ReadZip, ZipRefused
from pwa.voice.recordings.exchange.process import read_zip, unpack
from pwa.voice.recordings.forms import read_upload
from pwa.voice.recordings.models import RecordingImport
from pwa.voice.recordings.view_models import room_languages
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("recording_exchange", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/recordings")

MAX_BODY_BYTES: Final = MAX_ZIP_BYTES + http.MAX_BODY_BYTES

bp.record_once(
    lambda setup: http.take_larger(setup.app, "recording_exchange.upload", MAX_BODY_BYTES)
)


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say how big a file may be."""
    return _form(gettext(TOO_BIG)), 413


@bp.get("/<language>/export")
@staff_view(Action.SETTINGS, fresh=True)
def export(staff: Staff, language: str) -> ResponseReturnValue:
    """Download the recordings of a language whose speakers agreed to sharing, as a zip."""
    if language not in room_languages():
        abort(404)
    now = http.now()
    with writing(db.session()):
        audit.record_staff(db.session(), staff, action="recording:export", at=now)
    packed = service.write_zip(db.session(), staff.practice.id, staff.practice.name, language)
    name = f"recordings-{staff.practice.slug}-{language}-{now:%Y-%m-%d}.zip"
    return send_file(
        io.BytesIO(packed), mimetype="application/zip", as_attachment=True, download_name=name
    )


@bp.get("/import")
@staff_view(Action.SETTINGS, fresh=True)
def choose(_staff: Staff) -> ResponseReturnValue:
    """Choose a file of another practice."""
    return _form()


@bp.post("/import")
@staff_view(Action.SETTINGS)
def upload(staff: Staff) -> ResponseReturnValue:
    """Upload the file, and see what it would bring."""
    if not staff.is_fresh(http.now()):
        # A file cannot wait in a hidden field until both factors were shown, as other forms do.
        flash(gettext("Now choose the file once more."))
        back = url_for("recording_exchange.choose")
        return redirect(url_for("account.confirm", next=back), code=303)
    data = read_upload("file")
    db.session.commit()  # nobody waits for the database while the file is read
    try:
        said = read_zip(data)
        if unpack(said).language not in room_languages():
            return _form(gettext("We do not have the language of this file.")), 422
    except ZipRefused as refused:
        return _form(gettext(refused.message)), 422
    row = service.keep_import(begin_work(), staff, said)
    file_id = row.id
    db.session.commit()
    return redirect(url_for("recording_exchange.show", file_id=file_id), code=303)


@bp.get("/import/<uuid:file_id>")
@staff_view(Action.SETTINGS)
def show(staff: Staff, file_id: UUID) -> ResponseReturnValue:
    """See what a file would bring."""
    row, found = _find(staff, file_id)
    return render_template(
        "voice/recordings/preview.html",
        row=row,
        found=found,
        language=name_in_dutch(found.language),
        preview=service.preview(db.session(), staff.practice.id, found),
        days={speaker.id: service.read_day(speaker.agreed_on) for speaker in found.speakers},
    )


@bp.post("/import/<uuid:file_id>")
@staff_view(Action.SETTINGS)
def take_over(staff: Staff, file_id: UUID) -> ResponseReturnValue:
    """Take the recordings over."""
    row, found = _find(staff, file_id)
    is_checked = bool(request.form.get("checked"))
    taken = service.take_over(begin_work(), staff, row, found, is_checked=is_checked)
    db.session.commit()
    practice_changed.send()
    flash(
        ngettext("%(num)s recording was taken over.", "%(num)s recordings were taken over.", taken)
    )
    return redirect(url_for("recordings.language", language=found.language), code=303)


@bp.post("/import/<uuid:file_id>/drop")
@staff_view(Action.SETTINGS)
def drop(staff: Staff, file_id: UUID) -> ResponseReturnValue:
    """Throw the file away; it may be gone already."""
    row = service.find_import(db.session(), staff.practice.id, file_id)
    if row is not None:
        db.session.delete(row)
    db.session.commit()
    flash(gettext("The file was thrown away."))
    return redirect(url_for("recordings.overview"), code=303)


def _find(staff: Staff, file_id: UUID) -> tuple[RecordingImport, ReadZip]:
    row = service.find_import(db.session(), staff.practice.id, file_id) or abort(404)
    return row, unpack(row.packed)


def _form(error: str = "") -> str:
    only_read(db.session())
    return render_template("voice/recordings/import.html", error=error)
