"""What the pages of the recording room show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.locales import LANGUAGES, SOUNDS, Language
from pwa.text import N_
from pwa.vault.work import begin_work
from pwa.voice.core import Part, Sentence
from pwa.voice.only_heard import count_missing
from pwa.voice.recordings import speakers
from pwa.voice.recordings.core import AGREES_TO_SHARE, AGREES_TO_USE
from pwa.voice.recordings.guests.service import list_guests
from pwa.voice.recordings.models import Recording, Speaker
from pwa.voice.recordings.service import Line, lines_of, stale_of
from pwa.voice.recordings.sound.core import MAX_SECONDS
from pwa.voice.recordings.visiting import Visitor, check_language, practice_of
from pwa.voice.sentences import sentences
from pwa.web import http
from pwa.web.extensions import db

PART_NAMES: Final[Mapping[Part, str]] = {
    Part.CHECK: N_("The questions"),
    Part.SHARE: N_("Sharing"),
    Part.CODE: N_("The code"),
    Part.PLAN: N_("The plan"),
    Part.HELP: N_("Help nearby"),
    Part.REST: N_("All other pages"),
}


def room_languages() -> dict[str, Language]:
    """Give the languages whose sentences can be recorded, by code."""
    return LANGUAGES | SOUNDS


def language_or_404(visitor: Visitor, code: str) -> Language:
    """Find a language that this visitor may open."""
    check_language(visitor, code)
    return room_languages().get(code) or abort(404)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the recordings of a language are, or of one part of it.

    Attributes:
        used: sentences that patients hear in a recording.
        waiting: recordings that somebody has to listen to.
        open: sentences that have to be recorded.
        size: bytes of what patients hear.
    """

    used: int
    waiting: int
    open: int
    total: int
    size: int


def count(lines: list[Line]) -> Progress:
    """Count how far some lines are."""
    return Progress(
        used=sum(line.used is not None for line in lines),
        waiting=sum(line.is_waiting for line in lines),
        open=sum(line.is_open for line in lines),
        total=len(lines),
        size=sum(line.used.size for line in lines if line.used),
    )


def load_lines(visitor: Visitor, language: Language) -> list[Line]:
    """Give the sentences of a language with their recordings."""
    found = sentences(language.code)
    return lines_of(db.session(), visitor.practice_id, found, language.code)


def render_overview(
    visitor: Visitor,
    fields: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    """Show all languages, who may record, and whose voices there are."""
    languages = [
        (language, count(load_lines(visitor, language))) for language in room_languages().values()
    ]
    return render_template(
        "voice/recordings/overview.html",
        languages=languages,
        guests=list_guests(begin_work(), visitor.practice_id),
        speakers=speakers.list_speakers(db.session(), visitor.practice_id),
        fields=fields or {},
        errors=errors or {},
        names={code: each.dutch_name for code, each in room_languages().items()},
    )


def render_language(
    visitor: Visitor,
    language: Language,
    fields: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    """Show the sentences of a language by part, and who speaks."""
    lines = load_lines(visitor, language)
    parts = {
        gettext(name): [line for line in lines if line.sentence.part is part]
        for part, name in PART_NAMES.items()
    }
    stale = stale_of(db.session(), visitor.practice_id, sentences(language.code), language.code)
    known = speakers.list_speakers(db.session(), visitor.practice_id)
    return render_template(
        "voice/recordings/language.html",
        visitor=visitor,
        sounds=language,
        parts={name: (count(found), found) for name, found in parts.items() if found},
        progress=count(lines),
        missing=count_missing(practice_of(visitor), language.code) if language.is_only_heard else 0,
        stale=stale,
        to_record=next((line for line in lines if line.is_open), None),
        to_check=_to_check(visitor, lines, 0),
        speakers=[each for each in known if visitor.noted(each)],
        agrees=(gettext(AGREES_TO_USE), gettext(AGREES_TO_SHARE)),
        fields=fields or {},
        errors=errors or {},
    )


def find_line(lines: list[Line], sentence_id: str) -> Line:
    """Find a sentence by its id, or answer 404."""
    found = (line for line in lines if line.sentence.id == sentence_id)
    return next(found, None) or abort(404)


def next_to_check(visitor: Visitor, language: Language, after: Sentence) -> Line | None:
    """Find the next recording of somebody else that waits, around the end of the list."""
    lines = load_lines(visitor, language)
    return _to_check(visitor, lines, find_line(lines, after.id).number)


def _to_check(visitor: Visitor, lines: list[Line], number: int) -> Line | None:
    around = lines[number:] + lines[:number]
    return next(
        (line for line in around if line.is_waiting and not visitor.made(_newest(line))), None
    )


def _newest(line: Line) -> Recording:
    assert line.newest is not None
    return line.newest


def render_sentence(
    visitor: Visitor, language: Language, sentence_id: str, error: str = ""
) -> ResponseReturnValue:
    """Show one sentence, big: to record, to hear, to check. The microphone is allowed here only."""
    lines = load_lines(visitor, language)
    line = find_line(lines, sentence_id)
    known = speakers.list_speakers(db.session(), visitor.practice_id)
    known = [each for each in known if visitor.noted(each)]
    around = lines[line.number :] + lines[: line.number - 1]
    mine = line.newest is not None and visitor.made(line.newest)
    page = render_template(
        "voice/recordings/sentence.html",
        visitor=visitor,
        sounds=language,
        line=line,
        total=len(lines),
        before=lines[line.number - 2] if line.number > 1 else None,
        after=lines[line.number] if line.number < len(lines) else None,
        next_open=next((each for each in around if each.is_open), None),
        may_check=line.is_waiting and not mine,
        speakers=known,
        chosen=_chosen(visitor, known),
        seconds=MAX_SECONDS,
        error=error,
    )
    return allow_microphone(page, 422 if error else 200)


def _chosen(visitor: Visitor, known: Sequence[Speaker]) -> str:
    """Give whose voice is offered first: the one recorded last, else the newest."""
    sent = request.form.get("speaker", "")
    last = speakers.speaker_of_last(db.session(), visitor)
    return sent or str(last or (known[0].id if known else ""))


def allow_microphone(page: str, status: int) -> ResponseReturnValue:
    """Answer with a page on which the browser may record, and play what it recorded."""
    response = make_response(page, status)
    response.headers["Permissions-Policy"] = "camera=(),microphone=(self),geolocation=()"
    response.headers["Content-Security-Policy"] = http.content_security_policy(media="'self' blob:")
    return response
