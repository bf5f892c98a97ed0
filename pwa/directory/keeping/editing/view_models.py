"""Data for the editor of a help service, and the view of it as on a phone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import render_template
from flask_babel import force_locale, gettext
from markupsafe import Markup

from pwa.directory.cards import build_cards
from pwa.directory.hsds import HelpService, Schedule
from pwa.directory.keeping.editing.core import LONGEST
from pwa.directory.keeping.editing.fields import (
    OPEN,
    PHONE,
    Values,
    first,
    row_field,
    row_numbers,
)
from pwa.directory.keeping.editing.forms import ServiceForm, name_of
from pwa.directory.keeping.editing.hours import EVERY
from pwa.directory.keeping.editing.merging import values_of
from pwa.directory.keeping.editing.translated import find_translated, say_translated
from pwa.directory.keeping.words import ACCESS_WORDS
from pwa.directory.options import make_option
from pwa.directory.ready_texts import AUDIENCES, SPOKEN
from pwa.directory.schedule_days import WEEKDAYS
from pwa.directory.schedule_words import describe_schedule
from pwa.directory.strengths import STRENGTHS
from pwa.directory.topics import TOPIC_BY_CODE, TOPIC_GROUPS, TopicGroup
from pwa.editing import Choice, DifferenceLines
from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE, Language, local_day, locale_of
from pwa.text import N_

# Languages that are offered without opening the rest.
_MOST_SPOKEN = 8
# CLDR's name of `zgh` is that of the written standard, which nobody would look for.
_TAMAZIGHT = "Berbers (Tamazight)"

COSTS: Mapping[str, str] = {
    # Translators: what help costs; one of several that can be chosen
    "free": N_("free"),
    # Translators: what help costs; one of several that can be chosen
    "paid": N_("costs something"),
    # Translators: what help costs; one of several that can be chosen
    "": N_("not known"),
}


@dataclass(frozen=True, slots=True)
class PhoneView:
    """A service as a patient's phone shows it.

    Attributes:
        language: of the page.
        card: the card, as HTML.
        is_fallback: the texts are in Dutch, because the language misses one.
    """

    language: Language
    card: Markup
    is_fallback: bool


def show_on_phone(
    service: HelpService, code: str, moment: datetime, *, is_saved: bool = False
) -> PhoneView:
    """Render the card of a service as after saving it now.

    Args:
        code: of the language; of an unknown one the card is in Dutch.
        is_saved: nothing is saved now, so the card has the day of the last check.
    """
    language = LANGUAGES.get(code, PRACTICE_LANGUAGE)
    # A heading without words would be none.
    checked_on = service.assured_on if is_saved else local_day(moment)
    shown = replace(service, name=service.name or "…", assured_on=checked_on)
    option = make_option(shown, language.code)
    [card] = build_cards([option], None, language=language.code, moment=moment)
    with force_locale(language.code):
        html = render_template("directory/keeping/edit_card.html", card=card, language=language)
    return PhoneView(language, Markup(html), option.language != language.code)  # noqa: S704


def name_language(code: str) -> str:
    """Name a spoken language in Dutch."""
    if code == "zgh":
        return _TAMAZIGHT
    name: str = locale_of(PRACTICE_LANGUAGE.code).languages.get(code, code)
    return name[:1].upper() + name[1:]


def offer_languages(chosen: Sequence[str]) -> tuple[list[str], list[str]]:
    """Divide the spoken languages: those most spoken or chosen, and the rest."""
    all_codes = list(dict.fromkeys((*SPOKEN, *chosen)))
    shown = [code for code in all_codes if code in SPOKEN[:_MOST_SPOKEN] or code in chosen]
    return shown, [code for code in all_codes if code not in shown]


def rows_of(form: ServiceForm, kind: str) -> list[int]:
    """List the numbers of the rows to show; at least one telephone number."""
    numbers = row_numbers(form.values, kind)
    if form.more == kind or (kind == PHONE and not numbers):
        numbers.append(len(numbers) + 1)
    return numbers


def page_of(form: ServiceForm, view: str, moment: datetime) -> dict[str, object]:
    """Give what the templates of the editor need."""
    service = form.read().service
    shown, more = offer_languages(form.values.get("spoken", ()))
    return {
        "form": form,
        "values": form.values,
        "errors": form.errors,
        "phones": rows_of(form, PHONE),
        "hours": rows_of(form, OPEN),
        "rules": _rules(form.saved.schedules),
        "audiences": [(each.code, gettext(each.text)) for each in AUDIENCES],
        "access": [(way.value, gettext(text)) for way, text in ACCESS_WORDS.items()],
        "costs": [(code, gettext(text)) for code, text in COSTS.items()],
        "weekdays": _weekdays(),
        "every": [(each.code, gettext(each.text)) for each in EVERY],
        "languages": [(code, name_language(code)) for code in shown],
        "more_languages": [(code, name_language(code)) for code in more],
        "groups": [_group(group) for group in TOPIC_GROUPS],
        "strengths": [(each.code, gettext(each.text)) for each in STRENGTHS],
        "longest": LONGEST,
        "translated": find_translated(service),
        "open_folds": {name.rpartition("-")[2] for name in form.errors},
        "said": say_translated(service, form.saved),
        "name_of": name_of,
        "offered": tuple(LANGUAGES.values()),
        "phone": show_on_phone(service, view, moment),
    }


def find_differences(
    form: ServiceForm, saved: Values, parts: Sequence[str]
) -> list[DifferenceLines[list[str]]]:
    """Show both versions of the parts that two people changed."""
    rules = _rules(form.saved.schedules)
    return [
        DifferenceLines(
            part,
            name_of(part),
            {
                Choice.MINE: _say_part(values_of(form.values, part), rules),
                Choice.SAVED: _say_part(values_of(saved, part), rules),
            },
            Choice.MINE,
        )
        for part in parts
    ]


def _rules(schedules: Sequence[Schedule]) -> Mapping[str, str]:
    """Say each schedule in words, by its id; those that the form cannot show are shown so."""
    code = PRACTICE_LANGUAGE.code
    return {schedule.id: describe_schedule(schedule, code) for schedule in schedules}


def _say_part(values: Values, rules: Mapping[str, str]) -> list[str]:
    """Say the values of a part in words, a line each."""
    rows = row_numbers(values, OPEN)
    if rows:
        return [_say_row(values, number, rules) for number in rows]
    names = _names()
    lines = [
        ", ".join(names.get(part, {}).get(each, each) for each in found)
        for part, found in values.items()
        if not part.endswith("-id")
    ]
    return [line for line in lines if line]


def _say_row(values: Values, number: int, rules: Mapping[str, str]) -> str:
    if first(values, row_field(OPEN, number, "kept")):
        return rules.get(first(values, row_field(OPEN, number, "id")), gettext(OTHER_RULE))
    days, every = dict(_weekdays()), {each.code: each.text for each in EVERY}
    chosen = values.get(row_field(OPEN, number, "day"), ())
    opens, closes = (first(values, row_field(OPEN, number, name)) for name in ("from", "to"))
    often = every.get(first(values, row_field(OPEN, number, "every")), "")
    parts = [
        ", ".join(days[day] for day in WEEKDAYS if day in chosen),
        f"{opens}–{closes}",
        gettext(often) if often else "",
        first(values, row_field(OPEN, number, "start")),
    ]
    return " · ".join(filter(None, parts))


# Translators: an opening time that the form cannot show
OTHER_RULE = N_("another rule")


def _weekdays() -> list[tuple[str, str]]:
    names = locale_of(PRACTICE_LANGUAGE.code).days["format"]["abbreviated"]
    return [(code, names[number]) for number, code in enumerate(WEEKDAYS)]


@dataclass(frozen=True, slots=True)
class TopicChips:
    """The topics of one part of life, as (code, text) pairs."""

    code: str
    heading: str
    topics: Sequence[tuple[str, str]]


def _group(group: TopicGroup) -> TopicChips:
    topics = [(topic.code, gettext(topic.short)) for topic in group.topics]
    return TopicChips(group.code, gettext(group.heading), topics)


def _names() -> Mapping[str, Mapping[str, str]]:
    """Give for each part with codes the name of each code."""
    yes = {"1": gettext("Yes")}
    return {
        "audiences": {each.code: gettext(each.text) for each in AUDIENCES},
        "strengths": {each.code: gettext(each.text) for each in STRENGTHS},
        "topics": {code: gettext(topic.short) for code, topic in TOPIC_BY_CODE.items()},
        "access": {way.value: gettext(text) for way, text in ACCESS_WORDS.items()},
        "cost": {code: gettext(text) for code, text in COSTS.items()},
        "spoken": {code: name_language(code) for code in SPOKEN},
        "interpreter": yes,
        "sensitive": yes,
    }
