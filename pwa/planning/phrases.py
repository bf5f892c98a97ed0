"""Routes of the practice's own phrases: list them, add, change, and take them out of the offer."""

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from pwa.editing import Conflict
from pwa.locales import LANGUAGES
from pwa.plan.core import Performer
from pwa.plan.lists import say_missing
from pwa.plan.own.core import PLACES, OwnPhrase, write_typed
from pwa.plan.own.service import find_phrases, list_versions, newest, save_phrase
from pwa.plan.values import new_uid
from pwa.plan.words.names import PRACTICE_PERFORMER_NAMES
from pwa.planning.phrase_form import PhraseForm, write_phrase
from pwa.selfcheck.questions import TOPICS
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.staff.member_names import names_of
from pwa.text import N_
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from pwa.web.http import PRACTICE_PREFIX

bp = Blueprint("phrases", __name__, url_prefix=f"{PRACTICE_PREFIX}/phrases")

_CHANGED = N_(
    "A colleague changed this sentence in the meantime. Look at it below, and save again."
)


@bp.get("")
@staff_view(Action.READ)
def overview(staff: Staff) -> ResponseReturnValue:
    """See the practice's own phrases."""
    return render_template(
        "planning/phrases/list.html",
        phrases=newest(find_phrases(db.session(), staff.practice.id)),
        say_missing=say_missing,
        write_typed=write_typed,
    )


@bp.get("/new")
@staff_view(Action.READ)
def new(staff: Staff) -> ResponseReturnValue:
    """Show an empty form."""
    return _page(staff, PhraseForm(MultiDict({"base": "0", "role": "patient"}), ""))


@bp.post("/new")
@staff_view(Action.READ)
def add(staff: Staff) -> ResponseReturnValue:
    """Add a phrase."""
    return _save(staff, new_uid(), is_retired=False)


@bp.get("/<phrase_uid>")
@staff_view(Action.READ)
def edit(staff: Staff, phrase_uid: str) -> ResponseReturnValue:
    """Show a phrase, and who changed it."""
    phrase = _find(staff, phrase_uid)
    return _page(staff, PhraseForm(write_phrase(phrase), phrase.uid))


@bp.post("/<phrase_uid>")
@staff_view(Action.READ)
def change(staff: Staff, phrase_uid: str) -> ResponseReturnValue:
    """Save the next version of a phrase."""
    phrase = _find(staff, phrase_uid)
    return _save(staff, phrase.uid, is_retired=phrase.is_retired)


@bp.post("/<phrase_uid>/offer")
@staff_view(Action.READ)
def offer(staff: Staff, phrase_uid: str) -> ResponseReturnValue:
    """Take a phrase out of the offer, or offer it again; plans that have it keep it."""
    work = begin_work()
    phrase = _find(staff, phrase_uid)
    try:
        save_phrase(work, staff, replace(phrase, is_retired="retire" in request.form))
        db.session.commit()
    except Conflict:
        db.session.rollback()
        flash(gettext(_CHANGED))
    return redirect(url_for("phrases.overview"), code=303)


def _save(staff: Staff, uid: str, *, is_retired: bool) -> ResponseReturnValue:
    form = PhraseForm(request.form, uid)
    if not form.validate():
        return _page(staff, form), 422
    try:
        save_phrase(begin_work(), staff, replace(form.phrase, is_retired=is_retired))
    except Conflict as conflict:
        fields = MultiDict(request.form)
        fields["base"] = str(conflict.number)
        form = PhraseForm(fields, uid)
        form.errors["text-nl"] = gettext(_CHANGED)
        return _page(staff, form), 409
    db.session.commit()
    return redirect(url_for("phrases.overview"), code=303)


def _find(staff: Staff, uid: str) -> OwnPhrase:
    found = newest(find_phrases(db.session(), staff.practice.id))
    return next((phrase for phrase in found if phrase.uid == uid), None) or abort(404)


def _page(staff: Staff, form: PhraseForm) -> str:
    versions = list_versions(db.session(), staff.practice.id, form.phrase.uid)
    return render_template(
        "planning/phrases/edit.html",
        form=form,
        languages=LANGUAGES.values(),
        performers={each.value: gettext(PRACTICE_PERFORMER_NAMES[each]) for each in Performer},
        topics=[(topic.code, gettext(topic.short)) for topic in TOPICS],
        places=PLACES,
        versions=versions,
        names=names_of(db.session(), (version.member_id for version in versions)),
        write_typed=write_typed,
    )
