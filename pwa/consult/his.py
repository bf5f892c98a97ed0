"""The check as plain text for the GP record system (HIS): at most eight short lines.

Source: the S line of SOEP, as Dutch GPs keep their records; no table, no codes, no interpretation.
"""

from datetime import date

from pwa.consult.overview import DomainNote, Overview, PriorityNote, Words, lower_first
from pwa.plan.words.his import cut_words
from pwa.selfcheck.core import DomainState
from pwa.selfcheck.map.layout import name_state
from pwa.text import N_, Translate, one_line

# Translators: begins the text for the record
HEADER = N_("S (4D self-check, patient, %(date)s):")
COMES_FOR = N_("comes for “%(words)s”")
# Translators: %(language)s is a language
COMES_FOR_IN = N_("comes for (in %(language)s) “%(words)s”")
FEELS = N_("feels %(feeling)s")
FIRST = N_("Discuss first: %(topics)s")
WORSE_BY = N_("made worse by: %(topics)s")
WANTS = N_("Wants from this talk: %(wants)s")
STRENGTHS = N_("Strength: %(strengths)s")
HELPERS = N_("Who helps already: %(helpers)s")
OWN_WORDS = N_("Own words: “%(words)s”")
# Translators: %(language)s is a language
OWN_WORDS_IN = N_("Own words (in %(language)s): “%(words)s”")
FILLED_IN = N_("Filled in in %(language)s")
# Translators: %(first)s and %(language)s are languages
BEGUN_IN = N_("Begun in %(first)s, went on in %(language)s")
# Translators: by patient and practice on one screen
FILLED_IN_TOGETHER = N_("Filled in together, in %(language)s")
INTERPRETER = N_("interpreter: %(language)s")
INTERPRETER_WANTED = N_("interpreter wanted")
SKIPPED = N_("skipped: %(topics)s")


def build_his_text(overview: Overview, shared_on: date, translate: Translate) -> str:
    """Write the S text.

    It never contains the wish to talk alone or the name that the patient is recognised by.

    Args:
        overview: the check in the practice's words.
        shared_on: the day of sharing in the practice's time zone.
        translate: gives a source text in the practice's language.
    """

    def say(message: str, **values: str) -> str:
        return translate(message) % values

    def list_words(items: tuple[Words, ...]) -> str:
        return ", ".join(_quote(item) for item in items)

    header = say(HEADER, date=f"{shared_on:%d-%m-%Y}")
    comes_for = _write_own(overview.reason, (COMES_FOR, COMES_FOR_IN), translate)
    feels = say(FEELS, feeling=overview.feeling) if overview.feeling else ""
    first = say(FIRST, topics=", ".join(map(_write_priority, overview.priorities)))
    worse_by = say(WORSE_BY, topics=", ".join(map(lower_first, overview.worse_by)))
    lines = [
        " ".join(filter(None, (header, "; ".join(filter(None, (comes_for, feels)))))),
        "; ".join([first] * bool(overview.priorities) + [worse_by] * bool(overview.worse_by)),
        *(_write_domain(domain, translate) for domain in overview.domains),
        _join(
            say(WANTS, wants=", ".join(overview.wants)) if overview.wants else "",
            say(STRENGTHS, strengths=list_words(overview.strengths)) if overview.strengths else "",
            say(HELPERS, helpers=list_words(overview.helpers)) if overview.helpers else "",
        ),
        _join(
            _write_own(overview.own_words, (OWN_WORDS, OWN_WORDS_IN), translate),
            _write_language(overview, translate),
        ),
    ]
    return "\n".join(one_line(line) for line in lines if line)


def _write_priority(priority: PriorityNote) -> str:
    name = _quote(priority.name)
    return f"{name} ({priority.help_wish})" if priority.help_wish else name


def _write_domain(domain: DomainNote, translate: Translate) -> str:
    if domain.state is not DomainState.ANSWERED:
        note = name_state(domain.state, is_at_once=domain.is_at_once)
        return f"{domain.name}: {translate(note)}"
    topics = ", ".join(f"{lower_first(name)} {amount}" for name, amount in domain.topics)
    if not domain.skipped:
        return f"{domain.name}: {topics}"
    skipped = ", ".join(map(lower_first, domain.skipped))
    return f"{domain.name}: {topics}; {translate(SKIPPED) % {'topics': skipped}}"


def _write_language(overview: Overview, translate: Translate) -> str:
    alone = BEGUN_IN if overview.begun_in else FILLED_IN
    filled_in = FILLED_IN_TOGETHER if overview.is_together else alone
    parts = [translate(filled_in) % {"language": overview.language, "first": overview.begun_in}]
    if overview.filled_by and not overview.is_together:
        parts.append(overview.filled_by)
    if overview.interpreter and overview.interpreter.text:
        wanted = overview.interpreter
        # Names of languages keep their capital, as Dutch writes them: no `lower_first` here.
        name = _quote(wanted) if wanted.is_own else wanted.text
        parts.append(translate(INTERPRETER) % {"language": name})
    elif overview.interpreter:
        parts.append(translate(INTERPRETER_WANTED))
    return ", ".join(parts)


def _write_own(words: Words | None, messages: tuple[str, str], translate: Translate) -> str:
    """Write own words by the first message, or by the second when they are not in Dutch."""
    if words is None:
        return ""
    values = {"words": cut_words(words.text), "language": words.foreign}
    return translate(messages[bool(words.foreign)]) % values


def _quote(words: Words) -> str:
    return f"“{cut_words(words.text)}”" if words.is_own else lower_first(words.text)


def _join(*sentences: str) -> str:
    return ". ".join(sentence for sentence in sentences if sentence)
