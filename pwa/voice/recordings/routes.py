"""The recording room: the sentences of a language, recording one, and listening to others'."""

import io
from typing import Final
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.exceptions import RequestEntityTooLarge

from pwa.practice.changed import practice_changed
from pwa.store.database import only_read, overwrite_erased
from pwa.vault.work import begin_work
from pwa.voice.recordings import service, speakers
from pwa.voice.recordings.core import NO_SPEAKER, RoomError
from pwa.voice.recordings.exchange.project import project_folder, take_out_of_project
from pwa.voice.recordings.forms import check_speaker, read_id, read_name, read_upload
from pwa.voice.recordings.sound.core import MAX_UPLOAD_BYTES, TOO_BIG, RecordingRefused
from pwa.voice.recordings.sound.process import read_recording
from pwa.voice.recordings.view_models import (
    find_line,
    language_or_404,
    load_lines,
    next_to_check,
    render_language,
    render_overview,
    render_sentence,
)
from pwa.voice.recordings.visiting import Visitor, room_view
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("recordings", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/recordings")

# Around the sound stand a few lines of a form.
MAX_BODY_BYTES: Final = MAX_UPLOAD_BYTES + http.MAX_BODY_BYTES

bp.record_once(lambda setup: http.take_larger(setup.app, "recordings.upload", MAX_BODY_BYTES))


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say how big a recording may be."""
    flash(gettext(TOO_BIG))
    return redirect(request.path, code=303)


@bp.get("")
@room_view
def overview(visitor: Visitor) -> ResponseReturnValue:
    """See all languages, who may record, and whose voices there are."""
    if visitor.language is not None:
        return redirect(url_for("recordings.language", language=visitor.language), code=303)
    return render_overview(visitor)


@bp.get("/<language>")
@room_view
def language(visitor: Visitor, language: str) -> ResponseReturnValue:
    """See the sentences of a language."""
    return render_language(visitor, language_or_404(visitor, language))


@bp.get("/<language>/<sentence_id>")
@room_view
def sentence(visitor: Visitor, language: str, sentence_id: str) -> ResponseReturnValue:
    """See one sentence, big: to record, to hear, to check."""
    return render_sentence(visitor, language_or_404(visitor, language), sentence_id)


@bp.post("/<language>/<sentence_id>")
@room_view
def upload(visitor: Visitor, language: str, sentence_id: str) -> ResponseReturnValue:
    """Send the recording of a sentence; somebody else listens before patients hear it."""
    found = language_or_404(visitor, language)
    line = find_line(load_lines(visitor, found), sentence_id)
    data, speaker_id = read_upload(), read_id("speaker")
    db.session.commit()  # nobody waits for the database while the recording is read
    try:
        sound = read_recording(data)
        work = begin_work()
        speaker = speakers.find_speaker(work.db, visitor.practice_id, speaker_id)
        if speaker is None or not visitor.noted(speaker):
            raise RoomError(NO_SPEAKER)
    except (RecordingRefused, RoomError) as refused:
        only_read(db.session())
        return render_sentence(visitor, found, sentence_id, gettext(refused.message))
    service.save_recording(work, visitor, line.sentence, sound, speaker)
    db.session.commit()
    return redirect(_page(language, sentence_id), code=303)


@bp.post("/<language>/<sentence_id>/check")
@room_view
def check(visitor: Visitor, language: str, sentence_id: str) -> ResponseReturnValue:
    """Accept what somebody else recorded, or refuse it; then comes the next one that waits."""
    found = language_or_404(visitor, language)
    line = find_line(load_lines(visitor, found), sentence_id)
    is_good = request.form.get("say") == "good"
    try:
        service.check_recording(begin_work(), visitor, read_id("recording"), is_good=is_good)
    except RoomError as refused:
        only_read(db.session())
        return render_sentence(visitor, found, sentence_id, gettext(refused.message))
    db.session.commit()
    practice_changed.send()
    after = next_to_check(visitor, found, line.sentence)
    if after is None:
        flash(gettext("There is nothing left for you to listen to."))
        return redirect(url_for("recordings.language", language=language), code=303)
    return redirect(_page(language, after.sentence.id), code=303)


@bp.get("/sound/<uuid:recording_id>")
@room_view
def sound(visitor: Visitor, recording_id: UUID) -> ResponseReturnValue:
    """Hear a recording, also one that patients do not hear yet."""
    row = service.find_recording(db.session(), visitor.practice_id, recording_id)
    if row is None or row.mp3 is None or visitor.language not in (None, row.language):
        abort(404)
    return send_file(io.BytesIO(row.mp3), mimetype="audio/mpeg", max_age=0)


@bp.post("/<language>/speaker")
@room_view
def add_speaker(visitor: Visitor, language: str) -> ResponseReturnValue:
    """Note who speaks, and what this person agrees to."""
    found = language_or_404(visitor, language)
    errors = check_speaker(request.form)
    if errors:
        only_read(db.session())
        return render_language(visitor, found, request.form, errors), 422
    name, may_share = read_name(request.form), bool(request.form.get("share"))
    speakers.add_speaker(begin_work(), visitor, name=name, may_share=may_share)
    db.session.commit()
    return redirect(url_for("recordings.language", language=language), code=303)


@bp.post("/speakers/<uuid:speaker_id>/withdraw")
@room_view
def withdraw(visitor: Visitor, speaker_id: UUID) -> ResponseReturnValue:
    """Take the consent of a speaker back; all recordings of this voice here are erased."""
    work = begin_work()
    speaker = speakers.find_speaker(work.db, visitor.practice_id, speaker_id)
    if speaker is None or not visitor.noted(speaker):
        abort(404)
    gone = speakers.withdraw(work, visitor, speaker)
    db.session.commit()
    overwrite_erased()
    take_out_of_project(project_folder(current_app.config["VOICE_FOLDER"]), str(speaker_id))
    practice_changed.send()
    flash(ngettext("%(num)s recording was erased.", "%(num)s recordings were erased.", gone))
    return redirect(url_for("recordings.overview"), code=303)


@bp.post("/<language>/stale/<uuid:recording_id>")
@room_view
def remove(visitor: Visitor, language: str, recording_id: UUID) -> ResponseReturnValue:
    """Erase a recording whose text has changed."""
    found = language_or_404(visitor, language)
    work = begin_work()
    row = service.find_recording(work.db, visitor.practice_id, recording_id)
    if row is None or row.language != found.code:
        abort(404)
    service.remove_recording(work, visitor, row)
    db.session.commit()
    return redirect(url_for("recordings.language", language=language), code=303)


def _page(language: str, sentence_id: str) -> str:
    return url_for("recordings.sentence", language=language, sentence_id=sentence_id)
