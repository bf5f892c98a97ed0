"""What the patient says of the plan: how a step goes, what helped, and own steps.

Each is a small document of its own, so that two phones never overwrite each other: of each thing
that was said, the newest counts, in the order in which they arrived.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from pwa.plan.core import Done, FreeText, PlanError
from pwa.plan.document import parse_words
from pwa.plan.values import UNKNOWN, read_choice, read_mapping, read_uid

SCHEMA = 1
MAX_WORDS = 200
MAX_OWN_STEPS = 5


@dataclass(frozen=True, slots=True)
class Tick:
    """How a step goes, as the patient says."""

    step: str
    how: Done


@dataclass(frozen=True, slots=True)
class Helped:
    """What helped with a step, in the patient's words; None takes the words back."""

    step: str
    words: FreeText | None


@dataclass(frozen=True, slots=True)
class OwnStep:
    """A step of the patient's own; None takes it out again."""

    uid: str
    words: FreeText | None


Said = Tick | Helped | OwnStep


@dataclass(frozen=True, slots=True)
class StepProgress:
    """All that counts of a step.

    Attributes:
        said_at: when `how` arrived at the practice.
        helped_at: when `helped` arrived there.
    """

    how: Done | None = None
    said_at: datetime | None = None
    helped: FreeText | None = None
    helped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """All that the patient said of a plan.

    Attributes:
        steps: uid of a step of the plan, or of an own one, to what was said of it.
        own: uid to words of the own steps that were not taken out, the first one first.
        taken_out: uids of own steps that were taken out again.
    """

    steps: Mapping[str, StepProgress] = field(default_factory=dict)
    own: Mapping[str, FreeText] = field(default_factory=dict)
    taken_out: frozenset[str] = frozenset()


def read_progress(said: Iterable[tuple[Mapping[str, object], datetime]]) -> Progress:
    """Read what counts of everything that was said.

    Args:
        said: contents of documents with the moment of their arrival, the first one first.

    Raises:
        PlanError: a document has another form than `dump_said` gives.
    """
    steps: dict[str, StepProgress] = {}
    own: dict[str, FreeText | None] = {}
    for content, at in said:
        match parse_said(content):
            case Tick(step, how):
                steps[step] = replace(steps.get(step, StepProgress()), how=how, said_at=at)
            case Helped(step, words):
                steps[step] = replace(steps.get(step, StepProgress()), helped=words, helped_at=at)
            case OwnStep(uid, words):
                own[uid] = words
    there = {uid: words for uid, words in own.items() if words is not None}
    return Progress(steps, there, frozenset(own.keys() - there.keys()))


def parse_said(raw: Mapping[str, object]) -> Said:
    """Read one document.

    Raises:
        PlanError: a part is missing, unknown or too long.
    """
    if raw.get("schema") != SCHEMA:
        raise PlanError(UNKNOWN)
    if "own" in raw:
        values = read_mapping(raw, {"schema", "own", "words"})
        return OwnStep(read_uid(values["own"]), _words(values))
    step = read_uid(raw.get("step"))
    if "how" in raw:
        return Tick(step, read_choice(Done, read_mapping(raw, {"schema", "step", "how"})["how"]))
    return Helped(step, _words(read_mapping(raw, {"schema", "step", "words"})))


def dump_said(said: Said) -> dict[str, object]:
    """Write one document as plain JSON values."""
    match said:
        case Tick(step, how):
            return {"schema": SCHEMA, "step": step, "how": how.value}
        case Helped(step, words):
            return {"schema": SCHEMA, "step": step, "words": _dump(words)}
        case OwnStep(uid, words):
            return {"schema": SCHEMA, "own": uid, "words": _dump(words)}


def _words(values: Mapping[str, object]) -> FreeText | None:
    words = values.get("words")
    return None if words is None else parse_words(words, MAX_WORDS)


def _dump(words: FreeText | None) -> dict[str, object] | None:
    return None if words is None else {"text": words.text, "language": words.language}
