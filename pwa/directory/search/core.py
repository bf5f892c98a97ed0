"""An index of help options in one language, and the order in which a search gives them.

A search is one or more words, and each has to be found in an option. First come options whose name
has the words, then those whose topic is called so, then those that say it in a sentence. Options
with other spellings are found only if none has all words as they are typed. What nobody has checked
for long comes last, and otherwise the name decides: nothing here knows who is asking.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import TypeAlias

from pwa.directory.core import FRESH_DAYS
from pwa.directory.search.matching import Vocabulary, read_typed, split_words
from pwa.typed.folding import fold

_STALE = 1 << 16  # more than any sum of costs
_Slots: TypeAlias = "array[int]"


class Place(IntEnum):
    """Where a word was found, as the cost that it adds."""

    NAME = 0
    TOPIC = 2
    SENTENCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is searched of a help option, in one language.

    Attributes:
        name: its name and that of its organization; the first decides the order.
        text: its sentences and for whom it is.
        codes: of its topics; strengths with a `+` before the code.
        is_shown: patients find it; False for what only the practice still sees.
    """

    uid: str
    name: str
    organization: str
    text: str
    codes: Sequence[str]
    checked_on: date | None
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class WordTable:
    """The words of one language that belong to no single option, all folded.

    Attributes:
        by_code: code of a topic, or of a strength with `+` before it, to its words.
        ignored: words that say nothing in a search.
    """

    by_code: Mapping[str, tuple[str, ...]]
    ignored: frozenset[str]


class HelpIndex:
    """Where each word occurs. Not safe for several threads; service.py locks it.

    An option has a slot, a number. When it changes it gets a new one, and its old slot stays empty.
    """

    def __init__(self, table: WordTable) -> None:
        self._table = table
        self._codes_of: dict[str, list[str]] = defaultdict(list)
        for code, words in table.by_code.items():
            for word in words:
                self._codes_of[word].append(code)
        self._names: dict[str, _Slots] = {}
        self._texts: dict[str, _Slots] = {}
        self._topics: dict[str, _Slots] = {}
        self._vocabulary: Vocabulary | None = None
        self._slots: dict[str, int] = {}
        self._uids: list[str] = []
        self._sort_names: list[str] = []
        self._checked = array("i")
        self._is_shown = bytearray()
        self.places = 0

    def __len__(self) -> int:
        return len(self._slots)

    @property
    def empty_slots(self) -> int:
        """Count the slots of options that have changed or gone."""
        return len(self._uids) - len(self._slots)

    def put(self, entry: Entry) -> None:
        """Add an option, or replace it."""
        self._slots[entry.uid] = slot = len(self._uids)
        self._uids.append(entry.uid)
        self._sort_names.append(fold(entry.name))
        self._checked.append(entry.checked_on.toordinal() if entry.checked_on else 0)
        self._is_shown.append(entry.is_shown)
        ignored = self._table.ignored
        name = set(split_words(f"{entry.name} {entry.organization}")) - ignored
        text = set(split_words(entry.text)) - ignored - name
        if self._vocabulary is not None:
            new = [
                word for word in name | text if word not in self._names and word not in self._texts
            ]
            if new:
                self._vocabulary.add(new)
        _note(self._names, name, slot)
        _note(self._texts, text, slot)
        _note(self._topics, entry.codes, slot)
        self.places += len(name) + len(text) + len(entry.codes)

    def remove(self, uid: str) -> None:
        """Take out an option, if it is there."""
        self._slots.pop(uid, None)

    def search(
        self, typed: str, *, today: date, limit: int, also_hidden: bool = False
    ) -> list[str] | None:
        """Find options by words.

        Args:
            typed: as somebody typed it, of any length.
            also_hidden: for the practice; patients find only what is shown to them.

        Returns:
            Ids, the best first; None if no word was typed that one could search for.
        """
        words = read_typed(typed, self._table.ignored)
        if not words:
            return None
        found = self._find(words, also_hidden, has_typos=False)
        found = found or self._find(words, also_hidden, has_typos=True)
        return self._first(found, today.toordinal() - FRESH_DAYS, limit)

    def _find(
        self, words: Sequence[str], also_hidden: bool, *, has_typos: bool
    ) -> list[tuple[int, int]]:
        """Find the slots that have every word, each with the sum of its costs."""
        each = [self._places_of(word, has_typos) for word in words]
        each.sort(key=len)
        slots = set(each[0]).intersection(*each[1:])
        uids, is_shown, newest = self._uids, self._is_shown, self._slots
        return [
            (slot, sum(costs[slot] for costs in each))
            for slot in slots
            if (also_hidden or is_shown[slot]) and newest.get(uids[slot]) == slot
        ]

    def _places_of(self, word: str, has_typos: bool) -> dict[int, int]:
        """Give the slots in which a word is found, each with the lowest cost."""
        if self._vocabulary is None:
            self._vocabulary = Vocabulary([*self._names, *self._texts, *self._codes_of])
        vocabulary = self._vocabulary
        meant = vocabulary.with_typos(word) if has_typos else dict(vocabulary.as_typed(word))
        found: list[tuple[int, _Slots]] = []
        for other, cost in meant.items():
            if other in self._names:
                found.append((cost + Place.NAME, self._names[other]))
            for code in self._codes_of.get(other, ()):
                found.append((cost + Place.TOPIC, self._topics.get(code, array("I"))))
            if other in self._texts:
                found.append((cost + Place.SENTENCE, self._texts[other]))
        places: dict[int, int] = {}
        # The cheapest are written last, over the others.
        for cost, slots in sorted(found, key=lambda pair: -pair[0]):
            places.update(dict.fromkeys(slots, cost))
        return places

    def _first(self, found: Iterable[tuple[int, int]], fresh_from: int, limit: int) -> list[str]:
        """Sort only as many as are asked for: a common word is in every option."""
        alike: dict[int, list[int]] = defaultdict(list)
        for slot, cost in found:
            alike[cost if self._checked[slot] >= fresh_from else cost + _STALE].append(slot)
        first: list[str] = []
        for cost in sorted(alike):
            named = sorted((self._sort_names[slot], self._uids[slot]) for slot in alike[cost])
            first += [uid for _name, uid in named]
            if len(first) >= limit:
                break
        return first[:limit]


def _note(places: dict[str, _Slots], words: Iterable[str], slot: int) -> None:
    for word in words:
        places.setdefault(word, array("I")).append(slot)
