"""The review page, which shows the answers before sharing to a patient without JavaScript."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pwa.selfcheck.answers import FIELDS, AnswerError, Answers, parse_answers
from pwa.selfcheck.core import LANGUAGE_FIELDS, SelfCheck, own_topics
from pwa.selfcheck.questions import TOPIC_BY_CODE, Topic

# Fields asked on the review page itself, because they depend on the answers of the form before.
ASKED_HERE = frozenset(
    {"priority", "priority_second", "priority_other", "help_wish", "help_wish_second", "worse_by", "not_shared", "entry_code"}
)  # fmt: skip
# Fields that a script fills in; nobody is asked for them.
_NOT_ASKED = frozenset({"version", "all_no", *LANGUAGE_FIELDS})
_OF_THE_SECOND = frozenset({"priority_second", "help_wish_second"})
# Fields asked on the form before the review page; an error in one of these leads back to that form.
ASKED_BEFORE = FIELDS - ASKED_HERE - _NOT_ASKED


@dataclass(frozen=True, slots=True)
class Review:
    """The review page.

    Attributes:
        check: the answers as they would be shared now.
        own_topics: the topics to choose priorities from: `much` first, shared domains only.
        carried: field name to values, for the page's hidden fields.
        chosen: field name to values of the questions that this page asks.
    """

    check: SelfCheck
    own_topics: tuple[Topic, ...]
    carried: Mapping[str, Sequence[str]]
    chosen: Mapping[str, Sequence[str]]

    @property
    def is_change(self) -> bool:
        """Say whether it changes a list that was shared before; that needs no entry code."""
        return any(self.carried.get("reply_to", ()))

    @property
    def is_invited(self) -> bool:
        """Say whether the practice invited them: by the link, or because the changed list was."""
        is_invited_list = self.is_change and any(self.carried.get("invited", ()))
        return is_invited_list or any(self.carried.get("invitation", ()))

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
    """Read the answers, leaving out invalid ones to questions that the review page asks again.

    Args:
        fields: field name to values, straight from the form; nothing in it is trusted.
        language: code of the language in which the patient read the questions.

    Returns:
        The answers without the invalid ones, and the errors: field name to message and its values.

    Raises:
        AnswerError: an answer on the form before the review page is invalid.
    """
    wrong: dict[str, tuple[str, dict[str, int]]] = {}
    while True:
        readable = {name: values for name, values in fields.items() if name not in wrong}
        try:
            return parse_answers(readable, language=language), wrong
        except AnswerError as error:
            # Leaving one answer out can make another one invalid, so all are read once more.
            wrong |= error.errors
            if not error.errors.keys() <= ASKED_HERE:
                raise AnswerError(wrong) from error


def build_review(check: SelfCheck, sent: Mapping[str, Sequence[str]]) -> Review:
    """Put together what the review page shows.

    Args:
        check: the valid answers, without those of domains that are not shared.
        sent: the fields as the form sent them, field name to values.
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
    """Say whether no priority is left because the domains of the chosen ones are not shared.

    With JavaScript the page asks again before sending; without it, the server does.
    """
    chosen = [value for name in ("priority", "priority_second") for value in sent.get(name, ())]
    withheld = [
        code
        for code in chosen
        if code in TOPIC_BY_CODE and TOPIC_BY_CODE[code].domain in check.not_shared
    ]
    return bool(withheld) and not check.priorities
