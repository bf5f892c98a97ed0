"""Merge two versions of a check made at the same time: find the differences, apply choices.

No text is lost: the version that a colleague or the patient saved in the meantime is shown beside
the editor's own, and the editor decides each difference. `plan.merge` does the same for plans.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pwa.editing import Choice, suggest
from pwa.selfcheck.core import Priority, SelfCheck
from pwa.selfcheck.questions import (
    EXCLUSIVE,
    MAX_OTHER,
    MAX_OWN_WORDS,
    MAX_PRIORITIES,
    MAX_REASON,
    MAX_WANTS,
    MAX_WORSE_BY,
    TOPIC_BY_CODE,
    Amount,
    LifeDomain,
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of the check that the two versions have differently.

    Attributes:
        part: as in `selfcheck.changes`: a topic, a life domain, or the name of another part.
        suggested: the choice by which no change is lost, where there is one.
        both: `mine` with this part of both joined; None when the two cannot be joined.
    """

    part: str
    suggested: Choice
    both: SelfCheck | None


_TEXTS = {"reason": MAX_REASON, "own_words": MAX_OWN_WORDS}
_LISTS = {"strengths": 99, "helpers": 99, "wants": MAX_WANTS, "worse_by": MAX_WORSE_BY}
_WITH_OTHER = ("strengths", "helpers")
# Part to the name of its typed words in `selfcheck.core.TYPED`, whose language goes along with them.
_TYPED = {
    "reason": "reason",
    "priorities": "priority_other",
    "strengths": "strengths_other",
    "helpers": "helpers_other",
    "own_words": "own_words",
}
_OTHER_PARTS = ("reason", "feeling", "priorities", "worse_by", "wants", "strengths", "helpers", "own_words")  # fmt: skip
PARTS: tuple[str, ...] = (*_OTHER_PARTS, *LifeDomain, *TOPIC_BY_CODE)


def find_differences(mine: SelfCheck, saved: SelfCheck, base: SelfCheck) -> tuple[Difference, ...]:
    """List the parts in which two versions differ.

    Args:
        mine: the version about to be saved.
        saved: the version that somebody else saved in the meantime.
        base: the version that both started from.
    """
    found = []
    for part in PARTS:
        ours, theirs = _read(mine, part), _read(saved, part)
        if ours == theirs:
            continue
        both = _join(mine, saved, part)
        suggested = suggest(
            ours,
            theirs,
            _read(base, part),
            is_empty=_is_empty(ours),
            can_keep_both=both is not None,
        )
        found.append(Difference(part, suggested, both))
    return tuple(found)


def merge_checks(mine: SelfCheck, saved: SelfCheck, choices: Mapping[str, Choice]) -> SelfCheck:
    """Make one check of two, by the choice for each part; without a choice the part of `mine`.

    The result may contradict itself, such as a priority whose topic is now "no": validating it as a
    form then gives an error.

    Args:
        choices: part to choice.
    """
    merged = mine
    for part in PARTS:
        choice = choices.get(part, Choice.MINE)
        if choice is Choice.SAVED:
            merged = _write(merged, saved, part)
        elif choice is Choice.BOTH:
            merged = _write(merged, _join(mine, saved, part) or mine, part)
    return merged


def _is_empty(value: object) -> bool:
    return not (any(value) if isinstance(value, tuple) else value)


def _read(check: SelfCheck, part: str) -> object:
    if part in TOPIC_BY_CODE:
        return check.amounts.get(part)
    if part in _OTHER_PARTS:
        value: object = getattr(check, part)
        return (value, getattr(check, f"{part}_other")) if part in _WITH_OTHER else value
    return LifeDomain(part) in check.not_shared


def _write(check: SelfCheck, source: SelfCheck, part: str) -> SelfCheck:
    """Give a copy of a check with one part taken from another check."""
    if part in TOPIC_BY_CODE:
        amounts = {code: amount for code, amount in check.amounts.items() if code != part}
        if part in source.amounts:
            amounts[part] = source.amounts[part]
        return replace(check, amounts=_in_order(amounts))
    if part not in _OTHER_PARTS:
        closed = {*check.not_shared} - {LifeDomain(part)} | {*source.not_shared} & {
            LifeDomain(part)
        }
        return replace(check, not_shared=tuple(item for item in LifeDomain if item in closed))
    names = [part, f"{part}_other"] if part in _WITH_OTHER else [part]
    taken = _with(check, {name: getattr(source, name) for name in names})
    return replace(taken, typed_in=_take_language(check, source, part))


def _take_language(check: SelfCheck, source: SelfCheck, part: str) -> dict[str, str]:
    """Give `typed_in` of a check with the language of one part's words taken from another check."""
    typed_in = {name: code for name, code in check.typed_in.items() if name != _TYPED.get(part)}
    name = _TYPED.get(part)
    if name and source.typed(name) and source.language_of(name) != check.language:
        typed_in[name] = source.language_of(name)
    return typed_in


def _join(mine: SelfCheck, saved: SelfCheck, part: str) -> SelfCheck | None:
    """Give `mine` with one part of both joined; None when one is empty or the two do not fit."""
    if _is_empty(_read(mine, part)) or _is_empty(_read(saved, part)):
        return None
    if part in _TEXTS:
        text = _join_texts(getattr(saved, part), getattr(mine, part), "\n", _TEXTS[part])
        return None if text is None else _with(mine, {part: text})
    if part == "priorities":
        return _join_priorities(mine, saved)
    if part not in _LISTS:
        return None
    codes = _join_codes(getattr(saved, part), getattr(mine, part))
    if len(codes) > _LISTS[part]:
        return None
    joined = _with(mine, {part: codes})
    if part not in _WITH_OTHER:
        return joined
    name = f"{part}_other"
    other = _join_texts(getattr(saved, name), getattr(mine, name), "; ", MAX_OTHER)
    return None if other is None else _with(joined, {name: other})


def _with(check: SelfCheck, values: Mapping[str, Any]) -> SelfCheck:
    return replace(check, **values)


def _join_priorities(mine: SelfCheck, saved: SelfCheck) -> SelfCheck | None:
    by_topic: dict[str, Priority] = {}
    for priority in (*saved.priorities, *mine.priorities):
        known = by_topic.setdefault(priority.topic, priority)
        if known.other != priority.other:
            return None
    joined = tuple(by_topic.values())
    return replace(mine, priorities=joined) if len(joined) <= MAX_PRIORITIES else None


def _join_codes(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys((*first, *second)))
    return tuple(code for code in codes if code not in EXCLUSIVE) or codes[:1]


def _join_texts(first: str, second: str, between: str, max_length: int) -> str | None:
    if first == second or not second:
        return first
    text = f"{first}{between}{second}" if first else second
    return text if len(text) <= max_length else None


def _in_order(amounts: Mapping[str, Amount]) -> dict[str, Amount]:
    return {code: amounts[code] for code in TOPIC_BY_CODE if code in amounts}
