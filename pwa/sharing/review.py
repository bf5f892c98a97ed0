"""What a patient without JavaScript looks back at before sharing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pwa.selfcheck.answers import FIELDS, AnswerError, Answers, parse_answers
from pwa.selfcheck.core import SelfCheck, own_topics
from pwa.selfcheck.questions import TOPIC_BY_CODE, Topic

# Asked on the review page itself, because they follow from the answers before.
ASKED_HERE = frozenset(
    {"priority", "priority_second", "priority_other", "help_wish", "help_wish_second", "worse_by", "not_shared", "entry_code"}
)  # fmt: skip
_OF_THE_SECOND = frozenset({"priority_second", "help_wish_second"})
# The questions of the form before this page; an error in one of these leads there.
ASKED_BEFORE = FIELDS - ASKED_HERE - {"version"}


@dataclass(frozen=True, slots=True)
class Review:
    """The review page.

    Attributes:
        check: the answers as they would be shared now.
        own_topics: what the patient may choose from: `much` first, shared domains only.
        carried: field name to values, to send along unseen.
        chosen: field name to values of the questions that this page asks.
    """

    check: SelfCheck
    own_topics: tuple[Topic, ...]
    carried: Mapping[str, Sequence[str]]
    chosen: Mapping[str, Sequence[str]]

    @property
    def is_change(self) -> bool:
        """Say whether it belongs to a list that was shared before, which needs no code to come in."""
        return any(self.carried.get("reply_to", ()))

    @property
    def places(self) -> frozenset[str]:
        """The fields that this page shows, to which an error can lead."""
        hidden = frozenset({"entry_code"}) if self.is_change else frozenset()
        if len(self.own_topics) < 2:
            hidden |= _OF_THE_SECOND
        return (ASKED_HERE | {"consent"}) - hidden


def read_what_can_be_read(
    fields: Mapping[str, Sequence[str]], *, language: str
) -> tuple[Answers, Mapping[str, tuple[str, dict[str, int]]]]:
    """Read answers of which some that the review page asks cannot be read; it asks those again.

    Args:
        fields: field name to values, straight from the form; nothing in it is trusted.
        language: in which the patient read the questions.

    Returns:
        The answers without those, and what is wrong with each of them.

    Raises:
        AnswerError: an answer of the form before cannot be read.
    """
    wrong: dict[str, tuple[str, dict[str, int]]] = {}
    while True:
        readable = {name: values for name, values in fields.items() if name not in wrong}
        try:
            return parse_answers(readable, language=language), wrong
        except AnswerError as error:
            # Without one of them another may mean nothing any more, so it is read once more.
            wrong |= error.errors
            if not error.errors.keys() <= ASKED_HERE:
                raise AnswerError(wrong) from error


def build_review(check: SelfCheck, sent: Mapping[str, Sequence[str]]) -> Review:
    """Put together what the review page shows.

    Args:
        check: what was sent, read and found good; without what is withheld.
        sent: the same as the form sent it.
    """
    return Review(
        check=check,
        own_topics=tuple(TOPIC_BY_CODE[code] for code in own_topics(check.amounts)),
        carried={
            name: values
            for name, values in sent.items()
            if name not in ASKED_HERE | {"consent", "uid"}
        },
        chosen={name: values for name, values in sent.items() if name in ASKED_HERE},
    )


def lost_priority(check: SelfCheck, sent: Mapping[str, Sequence[str]]) -> bool:
    """Say whether a chosen priority fell away because its domain is not shared.

    Somebody with JavaScript is asked again before sending; without it, this is where to ask.
    """
    chosen = [value for name in ("priority", "priority_second") for value in sent.get(name, ())]
    withheld = [
        code
        for code in chosen
        if code in TOPIC_BY_CODE and TOPIC_BY_CODE[code].domain in check.not_shared
    ]
    return bool(withheld) and not check.priorities
