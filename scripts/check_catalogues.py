"""Check that every catalogue is complete: all texts, none of them fuzzy, the same placeholders."""

import re
import sys
from collections.abc import Iterator, Sequence

from babel.messages.catalog import Catalog, Message

from pwa.locales import PRACTICE_LANGUAGE
from scripts.strings import ROOT, TEMPLATE, catalogues, extract, read_catalogue

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
_TAG = re.compile(r"<[a-z/!]", re.IGNORECASE)
# Texts that are in these rooms alone are read by staff only, whose pages are always Dutch.
_STAFF_ROOMS = (
    "accesslog",
    "account",
    "consult",
    "desk",
    "meetings",
    "planning",
    "practice",
    "settings",
    "setup",
    "staff",
    "team",
)
_STAFF_PATHS = (
    *(f"pwa/{folder}{room}/" for folder in ("", "templates/") for room in _STAFF_ROOMS),
    "pwa/templates/pdf/meeting_sheet.html",
    "pwa/templates/pdf/recovery.html",
    "pwa/plan/lists.py",
    "pwa/plan/own/",
    "pwa/directory/keeping/",
    "pwa/directory/exchange/",
    "pwa/templates/directory/keeping/",
    "pwa/templates/directory/exchange/",
    "pwa/templates/voice/recordings/",
    "pwa/voice/recordings/",
    # The receiver of a warm handover reads Dutch, as the staff do.
    "pwa/handover/overview/",
    "pwa/handover/receiver/",
    "pwa/templates/handover/overview/",
    "pwa/templates/handover/receiver/",
    # The practice's form for a warm handover, and the letter on paper.
    "pwa/handover/forms.py",
    "pwa/papers/handover.py",
    "pwa/templates/handover/_current.html",
    "pwa/templates/handover/_fields.html",
    "pwa/templates/handover/_row.html",
    "pwa/templates/handover/step.html",
    "pwa/templates/pdf/handover.html",
    "pwa/evaluation/figures/",
    "pwa/templates/evaluation/figures/",
)
# Files of these rooms with texts in the patient's language: the screen for two, the message to pass
# on, the role of the person with whom a patient filled in the list, and what is asked before a meeting.
_FOR_PATIENTS = (
    "pwa/consult/together/view_models.py",
    "pwa/desk/view_models.py",
    "pwa/meetings/words.py",
    "pwa/staff/role_names.py",
    "pwa/templates/meetings/_mine.html",
)

Key = tuple[object, str | None]


def _by_key(catalog: Catalog) -> dict[Key, Message]:
    return {(message.id, message.context): message for message in catalog if message.id}


def _name(key: Key) -> str:
    text = key[0] if isinstance(key[0], str) else key[0][0] if isinstance(key[0], Sequence) else ""
    return repr(text)


def _forms(texts: object) -> list[str]:
    return [texts] if isinstance(texts, str) else [str(text) for text in texts or ()]  # type: ignore[attr-defined]


def _placeholders(texts: object) -> set[str]:
    return {name for text in _forms(texts) for name in _PLACEHOLDER.findall(text)}


def find_stale_template(wanted: dict[Key, Message]) -> Iterator[str]:
    """Find differences between the texts of the code and `messages.pot`."""
    written = _by_key(read_catalogue(TEMPLATE))
    for key in wanted.keys() - written.keys():
        yield f"{TEMPLATE.relative_to(ROOT)}: {_name(key)} is missing (make strings)"
    for key in written.keys() - wanted.keys():
        yield f"{TEMPLATE.relative_to(ROOT)}: {_name(key)} is used nowhere (make strings)"
    for key in wanted:
        if any(_TAG.search(text) for text in _forms(key[0])):
            yield f"{TEMPLATE.relative_to(ROOT)}: {_name(key)} holds HTML"


def is_for_staff(message: Message) -> bool:
    """Tell whether only the practice's pages, which are always Dutch, show a text."""
    paths = [path for path, _line in message.locations]
    return all(path.startswith(_STAFF_PATHS) and path not in _FOR_PATIENTS for path in paths)


def _find_fault(message: Message) -> str | None:
    forms = _forms(message.string)
    if not forms or not all(text.strip() for text in forms):
        return "is not translated"
    if message.fuzzy:
        return "is a guess (fuzzy)"
    # A plural form may leave its number out ("one step"), but nobody may add a placeholder.
    wanted, given = _placeholders(message.id), _placeholders(message.string)
    if given - wanted or (wanted - given and not message.pluralizable):
        return f"has other placeholders: {sorted(wanted ^ given)}"
    if any(_TAG.search(text) for text in forms):
        return "holds HTML"
    return None


def find_gaps() -> Iterator[str]:
    """Find texts that are missing, wrong or unused in the catalogue of a language."""
    template = _by_key(read_catalogue(TEMPLATE))
    for language, path in catalogues():
        name = path.relative_to(ROOT)
        if not path.exists():
            yield f"{name}: does not exist"
            continue
        translated = _by_key(read_catalogue(path, language))
        for key, message in template.items():
            if language != PRACTICE_LANGUAGE.code and is_for_staff(message):
                continue
            fault = (
                _find_fault(translated[key]) if key in translated else "is missing (make strings)"
            )
            if fault:
                yield f"{name}: {_name(key)} {fault}"
        for key in translated.keys() - template.keys():
            yield f"{name}: {_name(key)} is used nowhere (make strings)"


if __name__ == "__main__":
    faults = [*find_stale_template(_by_key(extract())), *find_gaps()]
    print("\n".join(faults[:60]))
    if len(faults) > 60:
        print(f"… and {len(faults) - 60} more")
    sys.exit(1 if faults else 0)
