"""Forms of help services, for tests of the editor without a browser or a database."""

from collections.abc import Callable
from datetime import date
from itertools import count

from pwa.directory.hsds import HelpService
from pwa.directory.keeping.editing.core import ReadForm, empty_service, read_form, write_form
from pwa.directory.packaged import EXAMPLE, load_services

TODAY = date(2026, 11, 30)
EMPTY = empty_service("11111111-1111-4111-8111-111111111111")
WALK = next(each for each in load_services(EXAMPLE) if each.name == "Wandelgroep De Gagel")
RIGHT = {
    "name": ["Buurthuis De Linde"],
    "what-nl": ["Koffie drinken met de buren."],
    "phone-1": ["030 271 99 99"],
    "access": ["call"],
    "spoken": ["nl"],
    "area": ["Overvecht"],
    "topics": ["lonely"],
}


def words(text: str, language: str) -> str:
    """Stand in for the catalogues: a text is itself with the language before it."""
    return f"{language} {text}"


def ids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"id {next(numbers)}"


def read(values: dict[str, list[str]], saved: HelpService = EMPTY) -> ReadForm:
    return read_form(values, saved, words, today=TODAY, make_id=ids())


def change(saved: HelpService, **fields: list[str]) -> ReadForm:
    return read({**write_form(saved, words), **fields}, saved)
