"""The questions after the talk, and what their answers are called; codes as in `counting.core`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pwa.counting.core import SCALES, Table, codes_of
from pwa.text import N_

_YES, _SOME, _NO = N_("Yes"), N_("A little"), N_("No")
_BETTER: Final[Mapping[str, str]] = {
    # Translators: an answer: I understand it …
    "much_better": N_("Much better"),
    # Translators: an answer: I understand it …
    "better": N_("Better"),
    # Translators: an answer: I understand it …
    "same": N_("The same"),
    # Translators: an answer: I understand it …
    "less": N_("Less"),
}
_AGREED: Final[Mapping[str, str]] = {"yes": _YES, "some": _SOME, "no": _NO}


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its answers.

    Attributes:
        text: as it is asked.
        answers: code to what it is called, in the order of the scale.
        nivel: how many percent of patients said "better" in the study of Nivel, 2021; None if it
            was not asked there.
    """

    table: Table
    text: str
    answers: Mapping[str, str]
    nivel: int | None = None

    def __post_init__(self) -> None:
        if self.table in SCALES and tuple(self.answers) != codes_of(self.table):
            raise ValueError(f"the answers of {self.table} are others than those that are counted")


# What the patient is asked; the faces of the self-check are asked after the first four.
OF_PATIENTS: Final = (
    Question(
        Table.UNDERSTAND,
        N_("Do you understand your problem better than before the talk?"),
        _BETTER,
        nivel=75,
    ),
    Question(
        Table.KNOW,
        N_("Do you know better what you can do yourself?"),
        _BETTER,
        nivel=73,
    ),
    Question(Table.HEARD, N_("Did they listen to you well?"), _AGREED),
    Question(
        Table.MATTERS,
        N_("Was the talk about what matters to you?"),
        _AGREED,
    ),
    Question(Table.EASY, N_("Was the list before the talk easy for you?"), _AGREED),
)

# What a member of staff is asked, one tap each.
OF_STAFF: Final = (
    Question(
        Table.HELPED,
        N_("Did this help you to understand the patient?"),
        {"yes": _YES, "no": _NO},
    ),
    Question(
        Table.TIME,
        N_("How long was the talk?"),
        {
            # Translators: the talk was …
            "shorter": N_("shorter"),
            # Translators: the talk was …
            "equal": N_("just as long"),
            # Translators: the talk was …
            "longer": N_("longer"),
        },
    ),
)
