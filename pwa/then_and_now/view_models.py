"""Then and now in the words of one language, for the patient's page and the consult screen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pwa.plan.words.render import Line
from pwa.progress.view_models import ANSWERS, PatientPlan
from pwa.selfcheck.questions import (
    AMOUNTS,
    DOMAIN_BY_CODE,
    FEELINGS,
    TOPIC_BY_CODE,
    LifeDomain,
    text_of,
)
from pwa.text import N_, Translate, lower_first
from pwa.then_and_now.core import SAID_TEXTS, DomainRows, Face, Said, Sides, compare

# Translators: instead of the word for a face that nobody chose
NO_FACE = N_("skipped")


@dataclass(frozen=True, slots=True)
class SideView:
    """A side of a line: its code, for the dot, and its word."""

    code: str
    word: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of the table: a topic, or a domain that is not shared.

    Attributes:
        then, now: None when that moment is missing; of a domain that is not shared, `then` too.
    """

    domain: LifeDomain
    name: str
    then: SideView | None
    now: SideView | None


@dataclass(frozen=True, slots=True)
class FaceView:
    """A face: its code (empty when it was skipped), its word, and when it was chosen."""

    at: datetime
    code: str
    word: str


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Two moments in words.

    Attributes:
        has_then, has_now: whether these moments exist.
        lines: in the order of the questions.
        no, skipped: names of the topics about which every side says only that.
    """

    has_then: bool
    has_now: bool
    face_then: FaceView | None
    face_now: FaceView | None
    lines: tuple[LineView, ...]
    no: tuple[str, ...]
    skipped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DidView:
    """A step of which the patient said how it went, or that the practice did.

    Attributes:
        how: the answer in words; empty when the patient said nothing about it.
        done: "done, 30 November"; empty unless the practice did it.
    """

    what: Line
    how: str
    helped: Line
    done: str


def view_steps(plan: PatientPlan, translate: Translate, language: str) -> tuple[DidView, ...]:
    """List what was done of a plan, in its order; steps of which nothing is known are left out.

    Args:
        translate, language: as in `view_comparison`.
    """
    answers = {how: lower_first(translate(text), language) for how, text in ANSWERS.items()}
    steps = [(step.lines.what, step.tick, step.done) for step in plan.steps]
    steps += [(step.what, step.tick, "") for step in (*plan.added, *plan.gone)]
    return tuple(
        DidView(what, answers[tick.how] if tick.how else "", tick.helped, done)
        for what, tick, done in steps
        if what and (tick.how or tick.helped or done)
    )


def name_answers(translate: Translate, language: str) -> dict[str, str]:
    """Name faces and amounts by their codes, for a phone that compares by itself.

    Args:
        translate, language: as in `view_comparison`.
    """
    texts = {option.code: option.text for option in (*FEELINGS, *AMOUNTS)}
    return {code: lower_first(translate(text), language) for code, text in texts.items()}


def view_comparison(
    sides: Sides, translate: Translate, language: str, *, is_practice: bool = False
) -> ComparisonView:
    """Put the compared moments into words.

    Args:
        translate: gives a source text in the reader's language.
        language: code of that language.
        is_practice: domains have the practice's names.
    """
    writer = _Writer(translate, language, is_practice)
    domains = compare(sides.then, sides.now)
    return ComparisonView(
        has_then=sides.then is not None,
        has_now=sides.now is not None,
        face_then=writer.face(sides.face_then),
        face_now=writer.face(sides.face_now),
        lines=tuple(line for domain in domains for line in writer.lines(domain, sides)),
        no=writer.names(code for domain in domains for code in domain.no),
        skipped=writer.names(code for domain in domains for code in domain.skipped),
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the parts in one language."""

    translate: Translate
    language: str
    is_practice: bool

    def face(self, face: Face | None) -> FaceView | None:
        """Name a face."""
        if face is None:
            return None
        text = text_of(FEELINGS, face.feeling) if face.feeling else NO_FACE
        return FaceView(face.at, face.feeling or "", self._inner(text))

    def lines(self, domain: DomainRows, sides: Sides) -> Iterable[LineView]:
        """Write the lines of a domain: one for each topic, or one that it is or was not shared."""
        said = self._side(Said.NOT_SHARED)
        if domain.is_withheld:
            now = said if sides.now is not None else None
            yield LineView(domain.domain, self._domain(domain.domain), None if now else said, now)
        elif domain.was_withheld and not domain.rows:
            yield LineView(domain.domain, self._domain(domain.domain), said, None)
        for row in domain.rows:
            name = self.translate(TOPIC_BY_CODE[row.topic].short)
            yield LineView(domain.domain, name, self._side(row.then), self._side(row.now))

    def _domain(self, code: LifeDomain) -> str:
        texts = DOMAIN_BY_CODE[code]
        return self.translate(texts.practice if self.is_practice else texts.short)

    def names(self, topics: Iterable[str]) -> tuple[str, ...]:
        """Name topics."""
        return tuple(self.translate(TOPIC_BY_CODE[code].short) for code in topics)

    def _side(self, said: Said | None) -> SideView | None:
        return None if said is None else SideView(said, self._inner(SAID_TEXTS[said]))

    def _inner(self, text: str) -> str:
        return lower_first(self.translate(text), self.language)
