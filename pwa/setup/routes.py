"""Setting up a practice behind an operator's link: practice, recovery key, first person."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from flask import (
    Blueprint,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.account.login.limits import limit_guesses, limit_person
from pwa.errors import PersonalError
from pwa.locales import LANGUAGES
from pwa.practice.details import RETENTION_DAYS, SLUG, PracticeDetails, suggest_slug
from pwa.practice.faults import in_words, name_fields
from pwa.setup import service
from pwa.setup.access import Visit, forget, remember, setup_view
from pwa.setup.core import LinkState
from pwa.setup.forms import OwnAccountForm, PersonForm, Typed, read_practice, read_slug, slug_fault
from pwa.setup.paper_key import PaperKey, keep_paper_key, new_paper_key
from pwa.setup.service import FirstPerson, KnownPerson
from pwa.text import N_
from pwa.vault.patient.codes import format_code
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db, limiter

bp = Blueprint("setup", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/setup")

_Form = TypeVar("_Form", PersonForm, OwnAccountForm)

# Values of the empty form: those that a new practice most often wants.
BLANK = {"languages": list(LANGUAGES), "retention_days": [str(RETENTION_DAYS)]}

NO_LINK = N_("This link is not right. Copy it again from the message of the operator.")
DEAD = {
    LinkState.EXPIRED: N_("This link does not work any more. Ask the operator for a new one."),
    LinkState.USED: N_("The practice was already made with this link. Log in."),
}


@bp.get("")
def start() -> ResponseReturnValue:
    """Show the page that the operator's link leads to; to open it does not use the link up."""
    return render_template("practice/setup/start.html", error="")


@bp.post("")
@limiter.limit("20 per 10 minutes", deduct_when=http.is_refused)
def begin() -> ResponseReturnValue:
    """Exchange the secret of the link for a cookie."""
    work = begin_work()
    typed = request.form.get("link", "")
    row = service.find_setup(work, typed)
    state = service.state_of(row, work.now) if row else None
    if state is LinkState.OPEN:
        secret = typed.rpartition("#")[2].strip()
        return remember(make_response(redirect(url_for("setup.practice"), code=303)), secret)
    error = gettext(DEAD[state] if state else NO_LINK)
    return render_template("practice/setup/start.html", error=error), 422


@bp.get("/practice")
@setup_view
def practice(visit: Visit) -> ResponseReturnValue:
    """Show the form about the practice."""
    return _practice_page(visit.typed or BLANK, {})


@bp.post("/practice")
@setup_view
def save_practice(visit: Visit) -> ResponseReturnValue:
    """Store the form about the practice as a draft, and go on to the recovery key."""
    typed = request.form.to_dict(flat=False)
    typed.pop("csrf_token", None)
    details, errors = read_practice(db.session(), typed)
    if details is None:
        return _practice_page(typed, errors), 422
    service.save_draft(visit.row, typed)
    paper = visit.paper or new_paper_key(visit.owner, details.name, now=http.now())
    paper = replace(paper, practice_name=details.name)
    db.session.commit()
    return keep_paper_key(make_response(redirect(url_for("setup.key"), code=303)), paper)


@bp.get("/slug")
@setup_view
def slug(_visit: Visit) -> ResponseReturnValue:
    """Suggest a name for addresses, or check one, while somebody types."""
    wanted = request.args.get(SLUG) or suggest_slug(request.args.get("name", ""))
    return jsonify(slug=wanted, error=slug_fault(db.session(), wanted) if wanted else None)


@bp.get("/key")
@setup_view
def key(visit: Visit) -> ResponseReturnValue:
    """Show the recovery key to print."""
    if visit.paper is None:
        return redirect(url_for("setup.practice"), code=303)
    return render_template("practice/setup/key.html", key=format_code(visit.paper.key))


@bp.get("/check")
@setup_view
def check(visit: Visit) -> ResponseReturnValue:
    """Show the form in which the recovery key is typed from the paper."""
    if visit.paper is None:
        return redirect(url_for("setup.practice"), code=303)
    return render_template("practice/setup/check.html", typed="", error="")


@bp.post("/check")
@setup_view
def check_key(visit: Visit) -> ResponseReturnValue:
    """Go on when the typed key is the one on the paper."""
    if visit.paper is None:
        return redirect(url_for("setup.practice"), code=303)
    typed = request.form.get("key", "")
    try:
        paper = visit.paper.check(typed)
    except PersonalError as error:
        page = render_template("practice/setup/check.html", typed=typed, error=in_words(error))
        return page, 422
    return keep_paper_key(make_response(redirect(url_for("setup.person"), code=303)), paper)


@bp.get("/person")
@setup_view
def person(visit: Visit) -> ResponseReturnValue:
    """Show the form about the first person, with a new password."""
    if visit.paper is None or not visit.paper.is_typed:
        return redirect(url_for("setup.practice"), code=303)
    return _person_page(PersonForm(db.session(), visit.paper.practice_name))


@bp.post("/person")
@setup_view
def finish(visit: Visit) -> ResponseReturnValue:
    """Make the practice; only this uses the link up."""
    return _finish(visit, lambda name: PersonForm(db.session(), name), _person_page)


@bp.get("/own")
@setup_view
def own_account(visit: Visit) -> ResponseReturnValue:
    """Show the form for a first person who has an account from another practice."""
    if visit.paper is None or not visit.paper.is_typed:
        return redirect(url_for("setup.practice"), code=303)
    return _own_page(OwnAccountForm(db.session()))


@bp.post("/own")
@limit_guesses
@limit_person
@setup_view
def finish_with_account(visit: Visit) -> ResponseReturnValue:
    """Make the practice with an account that exists; its password shows who the person is."""
    return _finish(visit, lambda _name: OwnAccountForm(db.session()), _own_page)


def _finish(
    visit: Visit, make_form: Callable[[str], _Form], show: Callable[[_Form], str]
) -> ResponseReturnValue:
    """Make the practice of everything that was typed, or show what is wrong."""
    if visit.paper is None or not visit.paper.is_typed:
        return redirect(url_for("setup.practice"), code=303)
    details, wrong = read_practice(db.session(), visit.typed)
    if details is None:  # such as a name in addresses that was taken since the first page
        return _practice_page(visit.typed, wrong), 422
    form = make_form(details.name)
    if form.validate() and (fault := _create(visit, visit.paper, details, form.person)):
        form.email.errors = [fault]
    if form.errors:
        page = show(form)
        db.session.commit()  # stores the access log entry about a wrong password of an account
        return page, 422
    return forget(make_response(redirect(url_for("practice.login"), code=303)))


def _create(
    visit: Visit, paper: PaperKey, details: PracticeDetails, first: FirstPerson | KnownPerson
) -> str:
    """Make the practice; give the sentence about what is wrong, or an empty text."""
    work = begin_work()
    slug = read_slug(visit.typed)
    try:
        service.finish_setup(work, visit.row, slug, details, first, recovery_key=paper.key)
    except service.UsedUp:
        db.session.rollback()
        return ""
    except service.Taken as error:
        return in_words(error)
    db.session.commit()
    # Translators: before the first login
    ready = gettext(
        "%(name)s is ready. Now log in with your email address and password.", name=details.name
    )
    flash(ready)
    return ""


def _practice_page(typed: Typed, errors: dict[str, str]) -> str:
    return render_template(
        "practice/setup/practice.html",
        typed=typed,
        errors=errors,
        listed=name_fields(errors),
        base_url=http.base_url(),
        offered=tuple(LANGUAGES.values()),
    )


def _person_page(form: PersonForm) -> str:
    return render_template(
        "practice/setup/person.html", form=form, errors=form.faults, listed=name_fields(form.faults)
    )


def _own_page(form: OwnAccountForm) -> str:
    return render_template(
        "practice/setup/own.html", form=form, errors=form.faults, listed=name_fields(form.faults)
    )
