"""Answers to the 4D self-check, and what they say about each life domain."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from pwa.locales import written_in
from pwa.selfcheck.questions import (
    OTHER,
    TOPIC_BY_CODE,
    VERSION,
    Amount,
    LifeDomain,
    topics_of,
)

SCHEMA = 1  # version of the stored form; the questionnaire has a VERSION of its own

# Fields with the patient's own words whose language is known.
TYPED = ("reason", "strengths_other", "helpers_other", "priority_other", "own_words")
# Form fields that say in which language a list was begun, and those words were typed.
LANGUAGE_FIELDS = ("begun_in", *(f"{name}_language" for name in TYPED))


class DomainState(StrEnum):
    """What is known of a domain: an empty field in the map must say why it is empty."""

    ANSWERED = "answered"
    ALL_NO = "all_no"
    NO_OR_SKIPPED = "no_or_skipped"
    SKIPPED = "skipped"
    NOT_SHARED = "not_shared"


@dataclass(frozen=True)
class Priority:
    """What the patient wants to talk about, and whether help with it is wanted.

    Attributes:
        topic: a topic's code or `other`.
        other: the patient's own words for `other`; may be empty.
        help_wish: a code of HELP_WISHES, None when skipped.
    """

    topic: str
    other: str = ""
    help_wish: str | None = None


@dataclass(frozen=True)
class SelfCheck:
    """What a patient answered and chose to share.

    Attributes:
        language: in which the patient read the questions last, when the list was shared.
        amounts: topic code to amount; a topic that is absent was skipped or not shared.
        priorities: the first and perhaps a second one.
        worse_by: what makes the first priority worse: topic codes, or `nothing` or `unknown` alone.
        not_shared: the domains that the patient keeps to herself; nothing in here comes from them.
        interpreter_language: a language code or own words, empty when an interpreter is wanted
            without saying which; None when none is wanted.
        begun_in: the language of the first answer, if that was another one than `language`.
        typed_in: a name of `TYPED` to the language in which these words were typed, if that was
            another one than `language`.
        entered_by: the membership of who typed it in from paper; None when the patient sent it.
        all_no: the domains in which one press answered all topics with no.
    """

    language: str
    version: str = VERSION
    filled_by: str | None = None
    feeling: str | None = None
    reason: str = ""
    amounts: Mapping[str, Amount] = field(default_factory=dict)
    strengths: tuple[str, ...] = ()
    strengths_other: str = ""
    helpers: tuple[str, ...] = ()
    helpers_other: str = ""
    wants: tuple[str, ...] = ()
    priorities: tuple[Priority, ...] = ()
    worse_by: tuple[str, ...] = ()
    not_shared: tuple[LifeDomain, ...] = ()
    own_words: str = ""
    interpreter_language: str | None = None
    begun_in: str | None = None
    typed_in: Mapping[str, str] = field(default_factory=dict)
    entered_by: int | None = None
    all_no: tuple[LifeDomain, ...] = ()

    @cached_property
    def skipped(self) -> tuple[str, ...]:
        """The topics without an answer, in the order of the questions, of shared domains only."""
        return tuple(
            topic.code
            for topic in TOPIC_BY_CODE.values()
            if topic.code not in self.amounts and topic.domain not in self.not_shared
        )

    def state_of(self, domain: LifeDomain) -> DomainState:
        """Say what is known of a domain."""
        if domain in self.not_shared:
            return DomainState.NOT_SHARED
        amounts = [self.amounts.get(topic.code) for topic in topics_of(domain)]
        if any(amount in (Amount.SOME, Amount.MUCH) for amount in amounts):
            return DomainState.ANSWERED
        if all(amount is Amount.NO for amount in amounts):
            return DomainState.ALL_NO
        return DomainState.NO_OR_SKIPPED if any(amounts) else DomainState.SKIPPED

    def own_topics(self) -> tuple[str, ...]:
        """Give the topics that bother the patient: `much` first, then `some`, as asked."""
        return own_topics(self.amounts)

    def typed(self, name: str) -> str:
        """Give the words of a name of `TYPED`; empty without any."""
        if name == "priority_other":
            return next((item.other for item in self.priorities if item.other), "")
        words: str = getattr(self, name)
        return words

    def language_of(self, name: str) -> str:
        """Give the language in which the words of a name of `TYPED` were typed: that of the page."""
        return written_in(self.typed_in.get(name, self.language))

    def withhold(self, domains: tuple[LifeDomain, ...]) -> "SelfCheck":
        """Copy the check without the topics of these domains, also as priority or as "worse by"."""
        shared = {
            code: amount
            for code, amount in self.amounts.items()
            if TOPIC_BY_CODE[code].domain not in domains
        }

        def stays(code: str) -> bool:
            return code not in TOPIC_BY_CODE or TOPIC_BY_CODE[code].domain not in domains

        priorities = tuple(priority for priority in self.priorities if stays(priority.topic))
        # "Worse by" is about the first priority; without it, it would seem to be about the next.
        has_same_subject = self.priorities[:1] == priorities[:1]
        worse_by = tuple(code for code in self.worse_by if stays(code)) if has_same_subject else ()
        return replace(
            self,
            amounts=shared,
            priorities=priorities,
            worse_by=worse_by,
            not_shared=domains,
            all_no=tuple(domain for domain in self.all_no if domain not in domains),
        )

    def keep_all_no(self, domains: Collection[str]) -> tuple[LifeDomain, ...]:
        """Give those of these domains in which every topic is still answered with no."""
        return tuple(
            domain
            for domain in LifeDomain
            if domain in domains and self.state_of(domain) is DomainState.ALL_NO
        )


def own_topics(amounts: Mapping[str, Amount]) -> tuple[str, ...]:
    """Give the topics with `much`, then those with `some`, each in the order of the questions."""
    return tuple(
        code
        for wanted in (Amount.MUCH, Amount.SOME)
        for code in TOPIC_BY_CODE
        if amounts.get(code) == wanted
    )


def dump_selfcheck(check: SelfCheck) -> dict[str, Any]:
    """Give the stored form, made of values that JSON can hold."""
    return {
        "language": check.language,
        "version": check.version,
        "filled_by": check.filled_by,
        "feeling": check.feeling,
        "reason": check.reason,
        "amounts": {code: str(amount) for code, amount in check.amounts.items()},
        "strengths": list(check.strengths),
        "strengths_other": check.strengths_other,
        "helpers": list(check.helpers),
        "helpers_other": check.helpers_other,
        "wants": list(check.wants),
        "priorities": [[item.topic, item.other, item.help_wish] for item in check.priorities],
        "worse_by": list(check.worse_by),
        "not_shared": [str(domain) for domain in check.not_shared],
        "own_words": check.own_words,
        "interpreter_language": check.interpreter_language,
        "begun_in": check.begun_in,
        "typed_in": dict(check.typed_in),
        "entered_by": check.entered_by,
        "all_no": [str(domain) for domain in check.all_no],
    }


def load_selfcheck(stored: Mapping[str, Any]) -> SelfCheck:
    """Read the stored form; it was validated before it was sealed."""
    lists = {name: tuple(stored[name]) for name in ("strengths", "helpers", "wants", "worse_by")}
    return SelfCheck(
        language=stored["language"],
        version=stored["version"],
        filled_by=stored["filled_by"],
        feeling=stored["feeling"],
        reason=stored["reason"],
        amounts={code: Amount(amount) for code, amount in stored["amounts"].items()},
        strengths_other=stored["strengths_other"],
        helpers_other=stored["helpers_other"],
        priorities=tuple(Priority(*item) for item in stored["priorities"]),
        not_shared=tuple(LifeDomain(domain) for domain in stored["not_shared"]),
        own_words=stored["own_words"],
        interpreter_language=stored["interpreter_language"],
        # Absent in what was stored before these were asked for.
        begun_in=stored.get("begun_in"),
        typed_in=stored.get("typed_in", {}),
        entered_by=stored.get("entered_by"),
        all_no=tuple(LifeDomain(domain) for domain in stored.get("all_no", ())),
        **lists,
    )


def to_form(check: SelfCheck) -> dict[str, list[str]]:
    """Give the fields that a form would hold for this check, so that it can be changed.

    Not in it: the wish to talk alone and how the practice recognises the patient. Only the
    practice can read those, and the patient answers them anew.
    """
    fields: dict[str, list[str]] = {code: [str(amount)] for code, amount in check.amounts.items()}
    fields |= {
        "strengths": list(check.strengths),
        "helpers": list(check.helpers),
        "wants": list(check.wants),
        "worse_by": list(check.worse_by),
        "not_shared": [str(domain) for domain in check.not_shared],
        "all_no": [str(domain) for domain in check.all_no],
        "filled_by": [check.filled_by or ""],
        "feeling": [check.feeling or ""],
        "reason": [check.reason],
        "strengths_other": [check.strengths_other],
        "helpers_other": [check.helpers_other],
        "own_words": [check.own_words],
        "begun_in": [check.begun_in or check.language],
        **{f"{name}_language": [check.language_of(name)] for name in TYPED if check.typed(name)},
    }
    for priority, suffix in zip(check.priorities, ("", "_second"), strict=False):
        fields[f"priority{suffix}"] = [priority.topic]
        fields[f"help_wish{suffix}"] = [priority.help_wish or ""]
        if priority.topic == OTHER:
            fields["priority_other"] = [priority.other]
    if check.interpreter_language is not None:
        fields["interpreter"] = ["1"]
        fields["interpreter_language"] = [check.interpreter_language]
    return {name: values for name, values in fields.items() if any(values)}
