"""The page on which patients find help."""

from dataclasses import dataclass
from datetime import datetime

from pwa.directory.cards import HelpCard, build_cards
from pwa.directory.finding.core import MAX_WORDS, Wanted
from pwa.directory.finding.phone import areas_of_practice
from pwa.directory.finding.service import Found, find_help, keep_fitting, page_of
from pwa.directory.search.service import find_by_words
from pwa.directory.service import Directory, directory_of
from pwa.locales import local_day
from pwa.practice.models import Practice

# Of a search by words; the filters choose among these.
_MOST_FOUND = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage:
    """What the page shows.

    Attributes:
        areas: places to choose from.
        is_kept: for a phone that keeps the page without cards, because it keeps the list apart.
    """

    wanted: Wanted
    cards: tuple[HelpCard, ...] = ()
    has_more: bool = False
    areas: tuple[str, ...]
    is_kept: bool = False
    max_words: int = MAX_WORDS

    @property
    def has_examples(self) -> bool:
        """Tell whether an invented option is among the cards."""
        return any(card.option.is_example for card in self.cards)


def build_page(practice: Practice, wanted: Wanted, *, language: str, moment: datetime) -> HelpPage:
    """Find what is wanted.

    Args:
        language: code of the page's language.
        moment: now, for opening hours.
    """
    directory = directory_of(practice)
    found = _find(directory, wanted, language, moment)
    cards = build_cards(found.options, None, language=language, moment=moment)
    areas = areas_of_practice(practice, local_day(moment))
    return HelpPage(wanted=wanted, cards=tuple(cards), has_more=found.has_more, areas=areas)


def build_kept_page(practice: Practice, moment: datetime) -> HelpPage:
    """Give the page as a phone keeps it: nothing is chosen, and the list is fetched apart."""
    areas = areas_of_practice(practice, local_day(moment))
    return HelpPage(wanted=Wanted(), areas=areas, is_kept=True)


def _find(directory: Directory, wanted: Wanted, language: str, moment: datetime) -> Found:
    if wanted.words:
        named = find_by_words(
            directory, language, wanted.words, today=local_day(moment), limit=_MOST_FOUND
        )
        if named is not None:
            fitting = keep_fitting(named, wanted, language=language, moment=moment)
            return page_of(fitting, wanted.page)
    return find_help(directory, wanted, language=language, moment=moment)
