"""Read what the desk types of a list on paper: signs and numbers in place of words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from pwa.locales import PRACTICE_LANGUAGE, direction_of, find_language
from pwa.selfcheck.answers import NOT_OFFERED, TOO_MANY, AnswerError, Answers, parse_answers
from pwa.selfcheck.core import TYPED, SelfCheck
from pwa.selfcheck.interpreters import interpreter_languages
from pwa.selfcheck.paper_list import NUMBERS, Numbers
from pwa.selfcheck.questions import MAX_PRIORITIES, OTHER, Amount, LifeDomain, topics_of
from pwa.text import N_, clean_text
from pwa.typed.digits import plain_digits
from pwa.typed.folding import fold

# One sign for each line of a domain.
AMOUNT_SIGNS: Mapping[str, Amount] = {"0": Amount.NO, "1": Amount.SOME, "2": Amount.MUCH}
SKIPPED_SIGNS = frozenset("- .")
# Fields of the patient's form with words that belong to a number, and priorities beyond the first,
# to the one field in which the desk types all of it.
TYPED_IN: Mapping[str, str] = {
    "strengths_other": "strengths",
    "helpers_other": "helpers",
    "priority_second": "priority",
    "priority_other": "priority",
    "help_wish_second": "help_wish",
    "interpreter": "interpreter_language",
}

# Translators: the desk types one sign for each line of a paper
HOW_MANY_SIGNS = N_(
    "Here stand %(typed)s signs. It must be %(most)s: one for each line of the paper."
)
# Translators: the desk types one sign for each line of a paper
OTHER_SIGN = N_("Type only 0 (no), 1 (a little), 2 (a lot) or - (skipped).")
# Translators: a number on paper
NO_SUCH_NUMBER = N_("Number %(number)s does not stand on the paper here.")
# Translators: the desk types numbers from a paper
ONLY_NUMBERS = N_("Type only numbers here, with a space between them.")
# Translators: the desk types numbers from a paper
ONE_NUMBER = N_("Type only one number here.")
# Translators: a patient wrote on paper what is most important
NOT_OWN = N_(
    "With one of these numbers no “a little” or “a lot” is ticked. Ask the patient, or leave this "
    "number out."
)
# Translators: answers to "Wilt u hier hulp bij?"
MORE_WISHES = N_("Here stand more answers than numbers under “most important”.")
EMPTY = N_("Nothing is filled in yet.")

_NUMBERS_FIRST = re.compile(r"([\d\s,;.+/&،؛-]*)(.*)", re.DOTALL)
_LARGEST_DIGIT = 9
_LONGEST_NUMBER = 3
_WITHOUT_LANGUAGE = frozenset({"ja", "x"})

Fields = dict[str, list[str]]


class _Wrong(ValueError):
    def __init__(self, message: str, **values: int) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


def read_paper(typed: Mapping[str, str], *, language: str) -> Answers:
    """Read a list on paper as the desk typed it.

    Args:
        typed: name of a field to what was typed; nothing in it is trusted.
        language: of the paper.

    Raises:
        AnswerError: something cannot be read; its errors are named after the desk's fields.
    """
    fields: Fields = {}
    errors: dict[str, tuple[str, dict[str, int]]] = {}
    for name, read in _READERS.items():
        try:
            fields |= read(typed.get(name, ""))
        except _Wrong as wrong:
            errors[name] = (wrong.message, wrong.values)
    if "help_wish_second" in fields and len(_priorities(fields)) < MAX_PRIORITIES:
        errors.setdefault("help_wish", (MORE_WISHES, {}))
    if errors:
        raise AnswerError(errors)
    try:
        answers = parse_answers(fields | _languages(fields, language), language=language)
    except AnswerError as error:
        raise AnswerError(_in_typed_fields(error)) from error
    if answers.check == SelfCheck(language=language):
        raise AnswerError({str(LifeDomain.BODY): (EMPTY, {})})
    return answers


def read_amounts(domain: LifeDomain, typed: str) -> Fields:
    """Read the signs of one domain, in the order of its lines: 0, 1, 2, and - or a space.

    Args:
        typed: of any keyboard; empty when all of the domain was skipped.
    """
    text, topics = plain_digits(typed), tuple(topics_of(domain))
    if not text.strip():
        return {}
    if len(text) != len(topics):
        text = text.strip()
    if len(text) != len(topics):
        raise _Wrong(HOW_MANY_SIGNS, typed=len(text), most=len(topics))
    if not AMOUNT_SIGNS.keys() | SKIPPED_SIGNS >= set(text):
        raise _Wrong(OTHER_SIGN)
    return {
        topic.code: [AMOUNT_SIGNS[sign]]
        for topic, sign in zip(topics, text, strict=True)
        if sign in AMOUNT_SIGNS
    }


def read_numbers(numbers: Numbers, typed: str) -> tuple[list[str], str]:
    """Read numbers, and words behind them where the question offers "something else".

    Where no number has two digits, they may run together: 13 is 1 and 3.

    Returns:
        The codes of the answers, and the words.
    """
    found = _NUMBERS_FIRST.fullmatch(typed)
    assert found is not None  # it takes every text
    one = r"\d" if max(numbers) <= _LARGEST_DIGIT else r"\d+"
    digits = re.findall(one, plain_digits(found[1]))
    for each in digits:
        if len(each) > _LONGEST_NUMBER:
            raise _Wrong(ONLY_NUMBERS)
        if int(each) not in numbers:
            raise _Wrong(NO_SUCH_NUMBER, number=int(each))
    codes, words = [numbers[int(each)].code for each in digits], clean_text(found[2])
    if words and OTHER not in codes:
        if OTHER not in {option.code for option in numbers.values()}:
            raise _Wrong(ONLY_NUMBERS)
        codes.append(OTHER)
    return codes, words


def _amounts(domain: LifeDomain) -> Callable[[str], Fields]:
    return lambda typed: read_amounts(domain, typed)


def _several(name: str) -> Callable[[str], Fields]:
    def read(typed: str) -> Fields:
        codes, words = read_numbers(NUMBERS[name], typed)
        return {name: codes} | ({f"{name}_other": [words]} if words else {})

    return read


def _one(name: str) -> Callable[[str], Fields]:
    def read(typed: str) -> Fields:
        codes, _words = read_numbers(NUMBERS[name], typed)
        if len(codes) > 1:
            raise _Wrong(ONE_NUMBER)
        return {name: codes}

    return read


def _first_and_second(name: str) -> Callable[[str], Fields]:
    def read(typed: str) -> Fields:
        codes, words = read_numbers(NUMBERS[name], typed)
        if len(codes) > MAX_PRIORITIES:
            raise _Wrong(TOO_MANY, most=MAX_PRIORITIES)
        fields = {f"{name}{end}": [code] for end, code in zip(("", "_second"), codes, strict=False)}
        return fields | ({f"{name}_other": [words]} if words else {})

    return read


def _words(name: str) -> Callable[[str], Fields]:
    return lambda typed: {name: [typed]}


def _interpreter(typed: str) -> Fields:
    words = clean_text(typed)
    if not words:
        return {}
    if fold(words) in _WITHOUT_LANGUAGE:
        return {"interpreter": ["1"]}
    known = {
        fold(option.text): option.code for option in interpreter_languages(PRACTICE_LANGUAGE.code)
    }
    return {"interpreter": ["1"], "interpreter_language": [known.get(fold(words), words)]}


_READERS: Mapping[str, Callable[[str], Fields]] = {
    "filled_by": _one("filled_by"),
    "feeling": _one("feeling"),
    "reason": _words("reason"),
    **{str(domain): _amounts(domain) for domain in LifeDomain},
    "strengths": _several("strengths"),
    "priority": _first_and_second("priority"),
    "help_wish": _first_and_second("help_wish"),
    "worse_by": _several("worse_by"),
    "helpers": _several("helpers"),
    "wants": _several("wants"),
    "own_words": _words("own_words"),
    "talk_alone": _words("talk_alone"),
    "interpreter_language": _interpreter,
    "known_as": _words("known_as"),
}
NAMES: tuple[str, ...] = tuple(_READERS)


def _languages(fields: Fields, language: str) -> Fields:
    """Say of which words the language is the desk's: written from left to right on an Arabic paper.

    Whoever types cannot copy letters that the keyboard lacks, and writes what they say in Dutch.
    """
    paper = find_language(language)
    if paper is None or not paper.is_rtl:
        return {}
    written = {name: fields[name][0] for name in TYPED if name in fields}
    return {
        f"{name}_language": [PRACTICE_LANGUAGE.code]
        for name, words in written.items()
        if words.strip() and direction_of(words, language) != paper.direction
    }


def _priorities(fields: Fields) -> list[str]:
    return [name for name in ("priority", "priority_second") if name in fields]


def _in_typed_fields(error: AnswerError) -> dict[str, tuple[str, dict[str, int]]]:
    """Name the errors of the patient's form after the fields that the desk typed in."""
    errors: dict[str, tuple[str, dict[str, int]]] = {}
    for name, (message, values) in error.errors.items():
        typed = TYPED_IN.get(name, name)
        is_not_own = typed in ("priority", "worse_by") and message == NOT_OFFERED
        errors.setdefault(typed, (NOT_OWN if is_not_own else message, values))
    return errors


def entered_by(answers: Answers, membership_id: int) -> Answers:
    """Note in the answers who typed them in from paper."""
    return replace(answers, check=replace(answers.check, entered_by=membership_id))
