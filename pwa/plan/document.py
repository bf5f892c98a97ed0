"""The plan as JSON values: how it is written before it is sealed, and read after it was opened.

Reading is strict, also for plans from our own database: everything that the phrase library or this
schema does not have is refused.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, time

from pwa.locales import LANGUAGES
from pwa.plan.core import (
    MAX_GOAL,
    MAX_HELP_LINE,
    MAX_HELP_NAME,
    MAX_HELP_PHONES,
    MAX_IF_WORSE,
    MAX_NAME,
    MAX_OPTION_ID,
    MAX_STEP,
    MAX_TEACH_BACK,
    MAX_WHEN,
    AgreedHelp,
    Day,
    FreeText,
    Performer,
    Period,
    Phrase,
    Plan,
    PlanError,
    PracticePhrase,
    Step,
    What,
    When,
    Who,
    check_plan,
)
from pwa.plan.library.core import PhraseText, SlotValue, slots_in
from pwa.plan.own.core import DUTCH, parse_texts
from pwa.plan.phrases import PHRASE_BY_KEY
from pwa.plan.values import (
    MISSING,
    UNKNOWN,
    limit_length,
    read_choice,
    read_date,
    read_mapping,
    read_name,
    read_slot,
    read_text,
    read_time,
    read_uid,
)
from pwa.text import clean_text

SCHEMA = 1


def parse_plan(raw: Mapping[str, object]) -> Plan:
    """Turn JSON values into a Plan.

    Args:
        raw: as `dump_plan` writes it; nothing in it is trusted.

    Raises:
        PlanError: a part is not in the phrase library or in this schema, or is invalid,
            or two steps have one uid.
    """
    read_mapping(raw, {"schema", "goal", "steps", "next_talk", "teach_back", "if_worse"})
    if raw.get("schema") != SCHEMA:
        raise PlanError(UNKNOWN)
    steps = raw.get("steps", [])
    if not isinstance(steps, list | tuple):
        raise PlanError(UNKNOWN)
    parsed = tuple(parse_step(step) for step in steps)
    if len({step.uid for step in parsed}) < len(parsed):
        raise PlanError(UNKNOWN)
    return check_plan(
        Plan(
            goal=_optional_words(raw.get("goal"), MAX_GOAL),
            steps=parsed,
            next_talk=_optional_when(raw.get("next_talk")),
            teach_back=_optional_words(raw.get("teach_back"), MAX_TEACH_BACK),
            if_worse=_optional_words(raw.get("if_worse"), MAX_IF_WORSE),
        )
    )


def parse_step(raw: object) -> Step:
    """Read one step.

    Raises:
        PlanError: phrase, performer, time, help option, date or uid is unknown or invalid.
    """
    values = read_mapping(raw, {"what", "who", "when", "help_option", "done_on", "agreed", "uid"})
    done_on = values.get("done_on")
    agreed = values.get("agreed")
    return Step(
        what=parse_what(values.get("what")),
        who=parse_who(values.get("who")),
        when=_optional_when(values.get("when")),
        help_option=parse_option_id(values.get("help_option")),
        done_on=None if done_on is None else read_date(done_on),
        agreed=None if agreed is None else parse_agreed(agreed),
        uid=read_uid(values.get("uid")),
    )


def parse_agreed(raw: object) -> AgreedHelp:
    """Read what was agreed on of a help option.

    Raises:
        PlanError: a part has another type or is too long.
    """
    values = read_mapping(raw, {"name", "phones", "address"})
    phones = values.get("phones", [])
    if not isinstance(phones, list | tuple) or len(phones) > MAX_HELP_PHONES:
        raise PlanError(UNKNOWN)
    return AgreedHelp(
        name=read_name(values.get("name"), MAX_HELP_NAME),
        phones=tuple(read_name(phone, MAX_HELP_LINE) for phone in phones),
        address=read_name(values.get("address", ""), MAX_HELP_LINE),
    )


def parse_what(raw: object) -> What:
    """Read a phrase with its slots, or free text with its language.

    Raises:
        PlanError: the phrase or its version is unknown, or a slot is missing, unknown or invalid.
    """
    if isinstance(raw, Mapping) and "text" in raw:
        return parse_words(raw, MAX_STEP)
    if isinstance(raw, Mapping) and "own" in raw:
        return parse_own(raw)
    values = read_mapping(raw, {"phrase", "version", "slots"})
    phrase = find_phrase(values.get("phrase"), values.get("version"))
    slots = read_mapping(values.get("slots", {}), {slot.value for slot in phrase.slots})
    return Phrase(
        phrase.code,
        phrase.version,
        {slot.value: read_slot(slot, slots.get(slot.value)) for slot in phrase.slots},
    )


def parse_own(raw: Mapping[str, object]) -> PracticePhrase:
    """Read a phrase of the practice's own, with its words; raises PlanError as `parse_what`."""
    values = read_mapping(raw, {"own", "version", "texts", "slots"})
    texts = parse_texts(values.get("texts"))
    places, version = slots_in(texts[DUTCH]), values.get("version")
    slots = read_mapping(values.get("slots", {}), {slot.value for slot in places})
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise PlanError(UNKNOWN)
    return PracticePhrase(
        read_uid(values.get("own")),
        version,
        texts,
        {slot.value: read_slot(slot, slots.get(slot.value)) for slot in places},
    )


def find_phrase(code: object, version: object) -> PhraseText:
    """Find a phrase in the library.

    Raises:
        PlanError: the library has no such phrase in that version.
    """
    if not isinstance(code, str) or isinstance(version, bool) or not isinstance(version, int):
        raise PlanError(UNKNOWN)
    phrase = PHRASE_BY_KEY.get((code, version))
    if phrase is None:
        raise PlanError(UNKNOWN)
    return phrase


def parse_who(raw: object) -> Who:
    """Read who does a step.

    Raises:
        PlanError: the performer is unknown, or the name is too long.
    """
    values = read_mapping(raw, {"role", "name"})
    return Who(
        read_choice(Performer, values.get("role")), read_name(values.get("name", ""), MAX_NAME)
    )


def parse_when(raw: object) -> When:
    """Read a date, a period or words.

    Raises:
        PlanError: the date, time or period does not exist, or there are too many words.
    """
    if isinstance(raw, Mapping) and "text" in raw:
        return parse_words(raw, MAX_WHEN)
    if isinstance(raw, Mapping) and "period" in raw:
        return read_choice(Period, read_mapping(raw, {"period"})["period"])
    values = read_mapping(raw, {"date", "time"})
    at = values.get("time")
    return Day(read_date(values.get("date")), None if at is None else read_time(at))


def parse_words(raw: object, max_length: int) -> FreeText:
    """Read typed words with their language.

    Raises:
        PlanError: the text is empty or too long, or the language is unknown.
    """
    values = read_mapping(raw, {"text", "language"})
    text = clean_text(read_text(values.get("text")))
    if not text:
        raise PlanError(MISSING)
    limit_length(text, max_length)
    language = values.get("language")
    if not isinstance(language, str) or language not in LANGUAGES:
        raise PlanError(UNKNOWN)
    return FreeText(text, language)


def parse_option_id(raw: object) -> str | None:
    """Read the id of a help option; None for an empty one.

    Whether the directory still has the option is looked up only when the plan is shown.

    Raises:
        PlanError: the value cannot be an id.
    """
    if raw is None or raw == "":
        return None
    option_id = read_text(raw)
    if len(option_id) > MAX_OPTION_ID or not option_id.isprintable() or " " in option_id:
        raise PlanError(UNKNOWN)
    return option_id


# --- Writing ----------------------------------------------------------------


def dump_plan(plan: Plan) -> dict[str, object]:
    """Write a plan as plain JSON values."""
    return {
        "schema": SCHEMA,
        "goal": _dump_words(plan.goal),
        "steps": [dump_step(step) for step in plan.steps],
        "next_talk": _dump_when(plan.next_talk),
        "teach_back": _dump_words(plan.teach_back),
        "if_worse": _dump_words(plan.if_worse),
    }


def dump_step(step: Step) -> dict[str, object]:
    """Write a step as plain JSON values."""
    return {
        "what": _dump_what(step.what),
        "who": {"role": step.who.performer.value, "name": step.who.name},
        "when": _dump_when(step.when),
        "help_option": step.help_option,
        "done_on": None if step.done_on is None else step.done_on.isoformat(),
        "agreed": None if step.agreed is None else asdict(step.agreed),
        "uid": step.uid,
    }


def _dump_what(what: What) -> dict[str, object]:
    if isinstance(what, FreeText):
        return {"text": what.text, "language": what.language}
    slots = {name: _dump_slot(value) for name, value in what.slots.items()}
    if isinstance(what, PracticePhrase):
        own = {"own": what.uid, "version": what.version, "texts": dict(what.texts)}
        return own | {"slots": slots}
    return {"phrase": what.phrase, "version": what.version, "slots": slots}


def _dump_slot(value: SlotValue) -> int | str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value


def _dump_when(when: When | None) -> dict[str, object] | None:
    if isinstance(when, Day):
        at = None if when.at is None else when.at.isoformat("minutes")
        return {"date": when.day.isoformat(), "time": at}
    if isinstance(when, Period):
        return {"period": when.value}
    return _dump_words(when)


def _dump_words(words: FreeText | None) -> dict[str, object] | None:
    return None if words is None else {"text": words.text, "language": words.language}


def _optional_words(raw: object, max_length: int) -> FreeText | None:
    return None if raw is None else parse_words(raw, max_length)


def _optional_when(raw: object) -> When | None:
    return None if raw is None else parse_when(raw)
