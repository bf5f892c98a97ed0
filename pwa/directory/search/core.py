"""An index of help options in one language, and the order in which a search gives them.

A search is one or more words, and each has to be found in an option. First come options whose name
has the words, then those whose topic is called so, then those that say it in a sentence; among
equals those first that say it as well. Options with other spellings are found only if none has all
words as they are typed. What nobody has checked for long comes last, and otherwise the name
decides: nothing here knows who is asking.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from pwa.directory.core import FRESH_DAYS
from pwa.directory.search.matching import Vocabulary, read_typed, split_words
from pwa.directory.search.slots import Bits, Places, first_slots, to_bits
from pwa.typed.folding import fold


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

    An option has a slot, a number. The slots of the options that it was made with are in the order
    of their names. When an option changes it gets a new slot at the end, and its old one is empty.
    """

    def __init__(self, table: WordTable, entries: Iterable[Entry] = ()) -> None:
        self._ignored = table.ignored
        self._codes_of: dict[str, list[str]] = defaultdict(list)
        for code, words in table.by_code.items():
            for word in words:
                self._codes_of[word].append(code)
        self._names, self._topics, self._texts = Places(), Places(), Places()
        self._known = set(self._codes_of)
        self._vocabulary = Vocabulary(self._known)
        self._slots: dict[str, int] = {}
        self._uids: list[str] = []
        self._sort_names: list[str] = []
        self._checked = array("i")
        self._used: Bits = 0
        self._shown: Bits = 0
        # The day on which a check is too old, and the slots that were checked since.
        self._fresh: tuple[int, Bits] = (0, 0)
        self.places = 0
        self._fill(entries)

    def __len__(self) -> int:
        return len(self._slots)

    @property
    def empty_slots(self) -> int:
        """Count the slots of options that have changed or gone."""
        return len(self._uids) - len(self._slots)

    def put(self, entry: Entry) -> None:
        """Add an option, or replace it."""
        self.remove(entry.uid)
        slot = len(self._uids)
        self._vocabulary.add(self._put(entry, fold(entry.name)))
        self._used |= 1 << slot
        self._shown |= entry.is_shown << slot
        oldest, fresh = self._fresh
        self._fresh = (oldest, fresh | (self._checked[slot] >= oldest) << slot)

    def remove(self, uid: str) -> None:
        """Take out an option, if it is there."""
        slot = self._slots.pop(uid, None)
        if slot is not None:
            self._used &= ~(1 << slot)

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
        words = read_typed(typed, self._ignored)
        if not words:
            return None
        within = self._used if also_hidden else self._used & self._shown
        found = self._find(words, within, has_typos=False)
        found = found or self._find(words, within, has_typos=True)
        return self._first(found, self._fresh_on(today), limit)

    def _fill(self, entries: Iterable[Entry]) -> None:
        named = sorted(((fold(entry.name), entry) for entry in entries), key=_by_name)
        new = set[str]()
        for name, entry in named:
            new |= self._put(entry, name)
        self._vocabulary.add(new)
        self._in_order = len(named)
        self._used = (1 << len(named)) - 1
        self._shown = to_bits(slot for slot, (_, entry) in enumerate(named) if entry.is_shown)

    def _put(self, entry: Entry, sort_name: str) -> set[str]:
        """Give an option the next slot; return the words that no option had before."""
        self._slots[entry.uid] = slot = len(self._uids)
        self._uids.append(entry.uid)
        self._sort_names.append(sort_name)
        self._checked.append(entry.checked_on.toordinal() if entry.checked_on else 0)
        name = set(split_words(f"{entry.name} {entry.organization}")) - self._ignored
        text = set(split_words(entry.text)) - self._ignored
        new = (name | text) - self._known
        self._known |= new
        self._names.note(name, slot)
        self._texts.note(text, slot)
        self._topics.note(entry.codes, slot)
        self.places += len(name) + len(text) + len(entry.codes)
        return new

    def _find(self, words: Sequence[str], within: Bits, *, has_typos: bool) -> dict[int, Bits]:
        """Give for each sum of costs the slots that have every word."""
        found = {0: within}
        for word in words:
            together = defaultdict[int, Bits](int)
            for cost, slots in self._places_of(word, has_typos):
                for before, others in found.items():
                    if both := slots & others:
                        together[before + cost] |= both
            found = together
        return found

    def _places_of(self, word: str, has_typos: bool) -> Iterator[tuple[int, Bits]]:
        """Give the slots in which a word is found, each once, by their lowest cost."""
        meant = self._vocabulary.with_typos(word) if has_typos else None
        by_cost = defaultdict[int, list[str]](list)
        for other, cost in meant.items() if meant else self._vocabulary.as_typed(word):
            by_cost[cost].append(other)
        places = defaultdict[int, Bits](int)
        for cost, others in by_cost.items():
            codes = {code for other in others for code in self._codes_of.get(other, ())}
            places[cost + Place.NAME] |= self._names.of(others)
            places[cost + Place.TOPIC] |= self._topics.of(codes)
            places[cost + Place.SENTENCE] |= self._texts.of(others)
        said = self._texts.of(other for others in by_cost.values() for other in others)
        seen = 0
        for cost in sorted(places):
            slots = places[cost] & ~seen
            seen |= slots
            # Of many with the same topic those come first that say the word themselves.
            yield 2 * cost - 1, slots & said
            yield 2 * cost, slots & ~said

    def _fresh_on(self, today: date) -> Bits:
        """Give the slots of what was checked lately."""
        oldest = today.toordinal() - FRESH_DAYS
        if self._fresh[0] != oldest:
            fresh = to_bits(slot for slot, day in enumerate(self._checked) if day >= oldest)
            self._fresh = (oldest, fresh)
        return self._fresh[1]

    def _first(self, found: Mapping[int, Bits], fresh: Bits, limit: int) -> list[str]:
        first: list[str] = []
        for alike in (fresh, ~fresh):
            for cost in sorted(found):
                slots = found[cost] & alike
                later = slots >> self._in_order << self._in_order
                some = [
                    *first_slots(slots ^ later, limit - len(first)),
                    *first_slots(later, len(self._uids)),
                ]
                named = sorted((self._sort_names[slot], self._uids[slot]) for slot in some)
                first += [uid for _name, uid in named]
                if len(first) >= limit:
                    return first[:limit]
        return first


def _by_name(named: tuple[str, Entry]) -> tuple[str, str]:
    return named[0], named[1].uid
