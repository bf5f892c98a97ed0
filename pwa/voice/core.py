"""What can be said aloud, and who says it. A voice is found by the text that it speaks."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_BLANK: Final = re.compile(r"\s+")
_PLACE: Final = re.compile(r"%\(\w+\)s|\{\w*\}")
_LETTER: Final = re.compile(r"[^\W\d_]")
# Signs around an open place that nobody says: "Book: %(name)s." has the one piece "Book".
_EDGES: Final = " \t\n.,;:!?()[]«»“”\"'،؛؟…→←↑↓–—-"
_SENTENCE_END: Final = re.compile(r"(?<=[.!?؟])\s+")
ID_LENGTH: Final = 16


class Source(StrEnum):
    """Who says a sentence; the order is the order in which they are asked."""

    RECORDING = "recording"
    PROJECT = "project"
    PHONE = "phone"
    COMPUTER = "computer"


class Part(StrEnum):
    """Where a sentence is read. A phone keeps the voice of the first three once it was asked to speak."""

    CHECK = "check"
    SHARE = "share"
    CODE = "code"
    PLAN = "plan"
    HELP = "help"
    REST = "rest"


KEPT_PARTS: Final = (Part.CHECK, Part.SHARE, Part.CODE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text that is spoken as it stands: a whole sentence, or the part of one beside an open place."""

    language: str
    text: str
    part: Part

    @property
    def id(self) -> str:
        """The name of its voice."""
        return sentence_id(self.language, self.text)


def plain(text: str) -> str:
    """Give a text as it is compared: in Unicode's form NFC, with single spaces."""
    return _BLANK.sub(" ", unicodedata.normalize("NFC", text)).strip()


def sentence_id(language: str, text: str) -> str:
    """Name the voice of a text: 16 hex digits of SHA-256 over language and text.

    A changed text has another name, so an old recording is never played for it.
    """
    named = f"{language}\n{plain(text)}".encode()
    return hashlib.sha256(named).hexdigest()[:ID_LENGTH]


def has_places(text: str) -> bool:
    """Say whether a text has open places, `%(name)s`, that only a page fills."""
    return _PLACE.search(text) is not None


def split_sentences(text: str) -> list[str]:
    """Take a text apart at the ends of its sentences.

    Each has a voice of its own: an element may show two texts behind each other, and a clip of one
    sentence stays under 20 kB.
    """
    return [part for part in _SENTENCE_END.split(plain(text)) if part]


def spoken_pieces(text: str) -> tuple[str, ...]:
    """Give what is said of a text: its sentences, and of one with open places what stands around them.

    "Choose no more than %(most)s here." has the pieces "Choose no more than" and "here".
    """
    return tuple(piece for part in split_sentences(text) for piece in _pieces_of(part))


def _pieces_of(sentence: str) -> list[str]:
    if not has_places(sentence):
        return [sentence]
    pieces = (plain(piece).strip(_EDGES) for piece in _PLACE.split(sentence))
    return [piece for piece in pieces if _LETTER.search(piece)]


def as_pattern(text: str) -> str:
    """Write a text with each open place as `{}`, as the phone gets it."""
    return plain(_PLACE.sub("{}", text))
