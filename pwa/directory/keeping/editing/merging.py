"""Two people edit one service at the same time: what both changed is asked, the rest is kept.

A form carries in `base` what it showed when it was opened: a short digest for each part, because
the values themselves would fill half of what a form may send. Whoever saves second keeps the parts
that only the other person changed, and chooses where both did (`choice-…`).
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Final

from pwa.directory.keeping.editing.fields import Values, canonical, part_of
from pwa.editing import Choice, who_changed

_LENGTH: Final = 10


def write_base(shown: Values) -> str:
    """Write down what a form shows, to find out later what was changed since.

    Args:
        shown: canonical.
    """
    return dump_base({part: _digest(shown, part) for part in _parts(shown)})


def dump_base(base: Mapping[str, str]) -> str:
    """Write digests as they stand in the form."""
    return json.dumps(base, separators=(",", ":"))


def read_base(typed: str) -> Mapping[str, str]:
    """Read the digests of a form, part to digest; none if they cannot be read."""
    try:
        base = json.loads(typed)
    except (ValueError, RecursionError):
        return {}
    known = base.items() if isinstance(base, dict) else ()
    return {part: digest for part, digest in known if isinstance(digest, str)}


def merge(
    base: Mapping[str, str], saved: Values, typed: Values, choices: Mapping[str, Choice]
) -> tuple[dict[str, list[str]], list[str]]:
    """Bring together what somebody typed and what a colleague saved in the meantime.

    Args:
        base: part to digest, as the form showed it when it was opened; a part that it does not
            name was empty.
        saved: canonical, as it is stored now.
        typed: canonical.
        choices: part to choice, of somebody who was asked before; `base` is then of the version
            that the question showed, so the own text needs no more than being typed.

    Returns:
        The values, and the parts that both changed; of these the values are the typed ones.
    """
    values: dict[str, list[str]] = {}
    asked = []
    for part in dict.fromkeys((*_parts(typed), *_parts(saved), *base)):
        mine, now = _digest(typed, part), _digest(saved, part)
        changed_by = who_changed(mine, now, base.get(part, _NOTHING))
        if choices.get(part) is Choice.SAVED:
            changed_by = Choice.SAVED
        if changed_by is Choice.BOTH:
            asked.append(part)
        values |= values_of(saved if changed_by is Choice.SAVED else typed, part)
    return canonical(values), asked


def values_of(values: Values, part: str) -> dict[str, list[str]]:
    """Give the fields of one part."""
    return {name: list(found) for name, found in values.items() if part_of(name) == part}


def _parts(values: Values) -> list[str]:
    return list(dict.fromkeys(map(part_of, values)))


def _digest(values: Values, part: str) -> str:
    found = sorted(values_of(values, part).items())
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()[:_LENGTH]


_NOTHING: Final = _digest({}, "")
