"""Which languages patients of a practice can choose: the written ones, and those that are only heard.

A language of sound has no texts of its own: its pages are the Dutch ones with recordings. So it is
offered only while every sentence that a patient needs has one; until then its addresses are unknown.
"""

from collections.abc import Callable

from flask import Flask, abort, current_app, g, request
from sqlalchemy import select

from pwa.locales import LANGUAGES, SOUNDS
from pwa.practice.address import get_practice_or_404
from pwa.practice.models import Practice
from pwa.web.extensions import db

# Says whether a practice has every recording that a language of sound needs.
IsWhole = Callable[[Practice, str], bool]

_NAME = "languages_of_sound"


def init_app(app: Flask, is_whole: IsWhole) -> None:
    """Let the app ask, at each request for a language of sound, whether it is offered.

    Args:
        is_whole: of the room that has the recordings, which stands above this one.
    """
    app.extensions[_NAME] = is_whole
    app.jinja_env.globals["offered_languages"] = offered_languages
    app.before_request(_know_sounds)


def is_whole(practice: Practice, code: str) -> bool:
    """Say whether every sentence that a patient needs in a language of sound has its recording."""
    ask: IsWhole = current_app.extensions[_NAME]
    return ask(practice, code)


def offered_languages(practice: Practice) -> tuple[str, ...]:
    """Give the codes of the languages that patients can choose now, in the order of the practice."""
    return tuple(
        code for code in practice.languages if code in LANGUAGES or is_whole(practice, code)
    )


def languages_to_choose(practice: Practice) -> tuple[str, ...]:
    """Give the codes of the languages that a practice can choose for its patients.

    A chosen language of sound stays among them when a recording is missing, so that it can be seen.
    """
    sounds = (code for code in SOUNDS if code in practice.languages or is_whole(practice, code))
    return (*LANGUAGES, *sounds)


def state_of(practice: Practice) -> tuple[object, ...]:
    """Give by what a page that is the same for everybody is known to be out of date.

    A recording that is taken back changes no setting of the practice, and may end a language.
    """
    return practice.revision, offered_languages(practice)


def _know_sounds() -> None:
    """Answer 404 for a language of sound that is not offered; note it for `request_language` if it is."""
    code = request.path.split("/")[1]
    if code in SOUNDS:
        slug = (request.view_args or {}).get("slug")
        g.is_heard = _is_heard_at(slug, code) if slug else _is_chosen(code)
        if not g.is_heard:
            abort(404)


def _is_heard_at(slug: str, code: str) -> bool:
    practice = get_practice_or_404(slug)
    # A list that was begun is taken in any case, also when a sentence has changed since then.
    is_safe = request.method in ("GET", "HEAD")
    return code in practice.languages and (not is_safe or is_whole(practice, code))


def _is_chosen(code: str) -> bool:
    """Say whether any practice chose it: a page behind a code does not name its practice."""
    return any(code in chosen for chosen in db.session().scalars(select(Practice.languages)))
