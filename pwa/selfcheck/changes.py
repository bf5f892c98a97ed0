"""What differs between two versions of a check, part by part, in the reader's words.

Pure, and the same for the practice and the patient: only the translation and the names of the
domains differ.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pwa.selfcheck.core import DomainState, Priority, SelfCheck
from pwa.selfcheck.map.layout import NOTES
from pwa.selfcheck.questions import (
    AMOUNTS,
    DOMAIN_BY_CODE,
    FEELINGS,
    HELP_WISHES,
    HELPERS,
    NOTHING,
    OTHER,
    STRENGTHS,
    TOPIC_BY_CODE,
    UNKNOWN,
    WANTS,
    WORSE_BY_OTHERWISE,
    LifeDomain,
    Option,
    text_of,
)
from pwa.text import N_, Translate, lower_first

# Translators: a domain that is not "not shared" any more
SHARED = N_("shared")
# Translators: instead of the priority's name, when it was "something else" without words
SOMETHING_ELSE = N_("something else")

PART_NAMES = {
    # Translators: name of a part of the check
    "reason": N_("Comes for"),
    # Translators: name of a part of the check
    "feeling": N_("Feels"),
    # Translators: name of a part of the check
    "priorities": N_("Discuss first"),
    # Translators: name of a part of the check
    "worse_by": N_("Made worse by"),
    # Translators: name of a part of the check
    "wants": N_("Wants from this talk"),
    # Translators: name of a part of the check
    "strengths": N_("Strength"),
    # Translators: name of a part of the check
    "helpers": N_("Who helps already"),
    # Translators: name of a part of the check
    "own_words": N_("In own words"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A part that differs between two versions; None stands for no answer.

    Attributes:
        part: a topic or a life domain by its code, or a key of PART_NAMES.
    """

    part: str
    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Reader:
    """The reader of a check.

    Attributes:
        language: code of the language that `translate` gives.
        is_practice: domains have the practice's names.
    """

    translate: Translate
    language: str
    is_practice: bool

    def name(self, part: str) -> str:
        """Name a part of the check."""
        if part in TOPIC_BY_CODE:
            return self.translate(TOPIC_BY_CODE[part].short)
        if part in PART_NAMES:
            return self.translate(PART_NAMES[part])
        texts = DOMAIN_BY_CODE[LifeDomain(part)]
        return self.translate(texts.practice if self.is_practice else texts.short)

    def describe(self, check: SelfCheck, part: str) -> str | None:
        """Write what a version says in one part; None when it says nothing."""
        if part in TOPIC_BY_CODE:
            amount = check.amounts.get(part)
            return self._inner(AMOUNTS, amount) if amount else None
        if part in _PARTS:
            return _PARTS[part](self, check) or None
        is_kept_back = LifeDomain(part) in check.not_shared
        return self.translate(NOTES[DomainState.NOT_SHARED] if is_kept_back else SHARED)

    def _feeling(self, check: SelfCheck) -> str:
        return self._inner(FEELINGS, check.feeling) if check.feeling else ""

    def _priorities(self, check: SelfCheck) -> str:
        return " · ".join(map(self._priority, check.priorities))

    def _priority(self, priority: Priority) -> str:
        known = TOPIC_BY_CODE.get(priority.topic)
        name = self.translate(known.short if known else SOMETHING_ELSE)
        if priority.topic == OTHER and priority.other:
            name = priority.other
        if not priority.help_wish:
            return name
        return f"{name} ({self._inner(HELP_WISHES, priority.help_wish)})"

    def _worse_by(self, check: SelfCheck) -> str:
        return " · ".join(
            self._inner(WORSE_BY_OTHERWISE, code)
            if code in (NOTHING, UNKNOWN)
            else self.translate(TOPIC_BY_CODE[code].short)
            for code in check.worse_by
        )

    def _list(self, options: tuple[Option, ...], codes: tuple[str, ...], other: str = "") -> str:
        names = [
            self.translate(text_of(options, code))
            for code in codes
            if not (code == OTHER and other)
        ]
        return " · ".join([*names, other] if other else names)

    def _inner(self, options: tuple[Option, ...], code: str) -> str:
        return lower_first(self.translate(text_of(options, code)), self.language)


_PARTS: dict[str, Callable[[Reader, SelfCheck], str]] = {
    "reason": lambda _reader, check: check.reason,
    "feeling": Reader._feeling,
    "priorities": Reader._priorities,
    "worse_by": Reader._worse_by,
    "wants": lambda reader, check: reader._list(WANTS, check.wants),
    "strengths": lambda reader, check: reader._list(
        STRENGTHS, check.strengths, check.strengths_other
    ),
    "helpers": lambda reader, check: reader._list(HELPERS, check.helpers, check.helpers_other),
    "own_words": lambda _reader, check: check.own_words,
}
_BEFORE_TOPICS = ("reason", "feeling", "priorities", "worse_by")


def find_changes(before: SelfCheck, after: SelfCheck, reader: Reader) -> tuple[Change, ...]:
    """List what differs, in the order in which the parts are read."""
    changes = (
        Change(part, reader.name(part), reader.describe(before, part), reader.describe(after, part))
        for part in _parts_to_compare(before, after)
    )
    return tuple(change for change in changes if change.before != change.after)


def _parts_to_compare(before: SelfCheck, after: SelfCheck) -> Iterator[str]:
    yield from _BEFORE_TOPICS
    yield from LifeDomain
    for code, topic in TOPIC_BY_CODE.items():
        # When a domain is not shared any more, that is one change; its topics are not compared.
        if topic.domain not in after.not_shared:
            yield code
    yield from (part for part in PART_NAMES if part not in _BEFORE_TOPICS)
