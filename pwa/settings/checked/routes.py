"""Who has checked the texts of a language: seen, recorded, taken back."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.errors import PersonalError
from pwa.locales import LANGUAGES, name_in_dutch
from pwa.practice.changed import practice_changed
from pwa.practice.details import DetailsError
from pwa.practice.faults import in_words
from pwa.settings.checked import service
from pwa.settings.checked.core import MAX_READER, read_check
from pwa.settings.service import lock_practice
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("checked", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/settings/checked")


@bp.get("")
@staff_view(Action.SETTINGS)
def overview(staff: Staff) -> ResponseReturnValue:
    """See which languages were checked, by whom and when."""
    return _page(staff, {"language": request.args.get("language", ""), "on": _today()})


@bp.post("")
@staff_view(Action.SETTINGS, fresh=True)
def record(staff: Staff) -> ResponseReturnValue:
    """Record that somebody who grew up with a language has read its texts."""
    typed = request.form.to_dict()
    try:
        language, check = read_check(typed, http.today())
    except DetailsError as error:
        return _page(staff, typed, error.errors), 422
    work = begin_work()
    lock_practice(work.db, staff.practice)
    service.record_check(work, staff, language, check)
    return _saved(gettext("Saved. Patients see it within five minutes."))


@bp.post("/<language>/take-back")
@staff_view(Action.SETTINGS, fresh=True)
def take_back(staff: Staff, language: str) -> ResponseReturnValue:
    """Let a language count as not checked again."""
    work = begin_work()
    lock_practice(work.db, staff.practice)
    service.take_back(work, staff, language)
    return _saved(gettext("Taken back. Patients read within five minutes that nobody checked it."))


def _saved(said: str) -> ResponseReturnValue:
    db.session.commit()
    practice_changed.send()
    flash(said)
    return redirect(url_for("checked.overview"), code=303)


def _today() -> str:
    return http.today().isoformat()


def _page(
    staff: Staff, typed: Mapping[str, str], errors: Mapping[str, PersonalError] | None = None
) -> str:
    checks = staff.practice.checked_languages
    return render_template(
        "practice/settings/checked.html",
        typed=typed,
        errors={name: in_words(error) for name, error in (errors or {}).items()},
        languages=LANGUAGES.values(),
        names=[{"code": code, "text": name_in_dutch(code)} for code in LANGUAGES],
        checks={
            code: (check["by"], date.fromisoformat(check["on"])) for code, check in checks.items()
        },
        today=_today(),
        longest=MAX_READER,
    )
