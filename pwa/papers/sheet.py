"""The data of a plan on paper: every line in the patient's language and, under it, in Dutch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pwa.plan.agreed import StepHelp
from pwa.plan.words.render import Line, PlanLines, Wording, plain
from pwa.text import N_

LABELS = {
    "title": N_("My plan"),
    "goal": N_("Goal"),
    # Translators: on a plan, before a name
    "who": N_("Who"),
    # Translators: on a plan, before a date
    "when": N_("When"),
    # Translators: on a plan, before the name of a helper
    "help": N_("Help"),
    # Translators: a question about a step of the plan
    "works": N_("Does it work?"),
    "next_talk": N_("Next talk"),
    "teach_back": N_("What will you say at home?"),
    "if_worse": N_("Does it get worse?"),
}


@dataclass(frozen=True, slots=True)
class Doubled:
    """A line in the patient's language and in Dutch; `dutch` is empty if both are equal."""

    own: Line
    dutch: Line = ()


@dataclass(frozen=True, slots=True)
class SheetStep:
    """A step on paper.

    Attributes:
        help: in the patient's language.
        dutch_help: the option's sentence in Dutch; None when `help` has it in Dutch.
    """

    what: Doubled
    who: Doubled
    when: Doubled
    help: StepHelp | None
    dutch_help: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plan on paper.

    Attributes:
        labels: key of LABELS to text in the patient's language.
        dutch_labels: the same in Dutch; empty when that is the patient's language.
    """

    language: str
    labels: Mapping[str, str]
    dutch_labels: Mapping[str, str]
    goal: Doubled
    steps: tuple[SheetStep, ...]
    next_talk: Doubled
    teach_back: Doubled
    if_worse: Doubled


@dataclass(frozen=True, slots=True)
class Version:
    """The plan in one language.

    Attributes:
        lines: the plan in words.
        wording: with which `lines` were made; it translates the labels too.
        helps: of each step.
    """

    lines: PlanLines
    wording: Wording
    helps: Sequence[StepHelp | None]


def build_sheet(own: Version, dutch: Version) -> Sheet:
    """Put each line of the patient's version together with the one of the Dutch version."""
    is_dutch = own.lines.language == dutch.lines.language
    steps = zip(own.lines.steps, own.helps, dutch.lines.steps, dutch.helps, strict=True)
    return Sheet(
        language=own.lines.language,
        labels=_labels(own.wording),
        dutch_labels={} if is_dutch else _labels(dutch.wording),
        goal=_double(own.lines.goal, dutch.lines.goal),
        steps=tuple(
            SheetStep(
                what=_double(mine.what, theirs.what),
                who=_double(mine.who, theirs.who),
                when=_double(mine.when, theirs.when),
                help=found,
                dutch_help=_dutch_sentence(found, dutch_help),
            )
            for mine, found, theirs, dutch_help in steps
        ),
        next_talk=_double(own.lines.next_talk, dutch.lines.next_talk),
        teach_back=_double(own.lines.teach_back, dutch.lines.teach_back),
        if_worse=_double(own.lines.if_worse, dutch.lines.if_worse),
    )


def _labels(wording: Wording) -> dict[str, str]:
    return {name: wording.translate(text) for name, text in LABELS.items()}


def _double(own: Line, dutch: Line) -> Doubled:
    return Doubled(own, () if plain(own) == plain(dutch) else dutch)


def _dutch_sentence(own: StepHelp | None, dutch: StepHelp | None) -> str | None:
    if own is None or own.option is None or dutch is None or dutch.option is None:
        return None
    # Where the option has no words in the patient's language, these are Dutch already.
    return dutch.option.what if own.option.language != dutch.option.language else None
