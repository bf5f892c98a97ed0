"""The help options of a practice: those of its neighbourhood first, then the national lines."""

from typing import Protocol

from pwa.directory.core import HelpOption
from pwa.directory.packaged import NATIONAL, NEIGHBOURHOODS, load_options
from pwa.typed.folding import fold


class Neighbour(Protocol):
    """What this feature needs to know of a practice."""

    @property
    def neighbourhood(self) -> str | None:
        """Name the neighbourhood, as the practice wrote it."""


def options_for(practice: Neighbour, language: str) -> tuple[HelpOption, ...]:
    """List every option for the patients of a practice, in the words of a language."""
    name = fold(practice.neighbourhood or "")
    local = load_options(name, language) if name in NEIGHBOURHOODS else ()
    return local + load_options(NATIONAL, language)


def get_option(option_id: str, language: str) -> HelpOption | None:
    """Find an option by its id in every file: a plan keeps its option when its practice moves."""
    for name in (NATIONAL, *sorted(NEIGHBOURHOODS)):
        for option in load_options(name, language):
            if option.id == option_id:
                return option
    return None
