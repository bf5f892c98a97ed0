"""Small parts of a foreign service: attributes, languages, costs, areas."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pwa.directory.exchange.reading import MAX_SHORT, Row
from pwa.directory.exchange.result import ForeignTerm
from pwa.directory.exchange.terms import Taxonomy, TermMap, find_own_term, strength_code
from pwa.directory.exchange.values import Unreadable, read_language, read_number
from pwa.directory.hsds import CostOption, ServiceArea
from pwa.text import N_
from pwa.typed.folding import fold

_CURRENCY = re.compile(r"[A-Za-z]{3}")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MOST_TERMS: Final = 100

NO_LANGUAGE = N_("%(value)s is a language that we do not know, so it was left out.")
NO_AMOUNT = N_("%(value)s is no amount of money, so it was left out.")


@dataclass(frozen=True, slots=True)
class Attributes:
    """What the attributes of a service say.

    Attributes:
        facts: our own facts, code to value.
        texts: our own texts, name of the field to language to text.
        codes: of topics and strengths, as `KnownTerm` keeps them.
        unknown: foreign terms of which nobody has said yet what they mean.
    """

    facts: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]
    codes: frozenset[str]
    unknown: tuple[ForeignTerm, ...]


def read_attributes(row: Row, terms: TermMap) -> Attributes:
    """Read the attributes of a service; those of our own taxonomies are known by their ids."""
    facts: dict[str, str] = {}
    texts: dict[str, dict[str, str]] = {}
    codes: set[str] = set()
    unknown: dict[ForeignTerm, None] = {}
    for attribute in row.rows("attributes", "attribute"):
        term = attribute.row("taxonomy_term", "taxonomy_term")
        if term is None:
            row.reading.pass_over(row.name_of("attributes"))
            continue
        taxonomy, code = find_own_term(term.raw("id")) or (None, "")
        value = attribute.value("value")
        if taxonomy is None:
            foreign = _foreign(term)
            known = terms.get((foreign.taxonomy, foreign.term)) if foreign.term else ()
            codes.update(known or ())
            if known is None and len(unknown) < _MOST_TERMS:
                unknown[foreign] = None
        elif taxonomy is Taxonomy.FACTS:
            facts[code] = value
        elif taxonomy is Taxonomy.TEXTS:
            field, _, language = code.rpartition("-")
            texts.setdefault(field, {}).update(row.reading.translation(language, value))
        else:
            codes.add(code if taxonomy is Taxonomy.TOPICS else strength_code(code))
    return Attributes(facts, texts, frozenset(codes), tuple(unknown))


def _foreign(term: Row) -> ForeignTerm:
    detail = term.row("taxonomy_detail", "taxonomy")
    of = term.line("taxonomy")
    if not of and detail is not None:
        of = detail.line("name") or detail.line("uri")
    name = term.line("name")
    return ForeignTerm(of, fold(term.line("code") or name)[:MAX_SHORT], name)


def read_languages(rows: Iterable[Row], *, is_own: bool) -> Iterator[str]:
    """Give the codes of spoken languages, of the first row that has any.

    Args:
        rows: the service, then its places.
        is_own: our own export, whose codes are taken as they are.
    """
    seen: set[str] = set()
    for row in rows:
        if seen:
            row.raw("languages")
            continue
        for each in row.rows("languages", "language"):
            code, name = each.value("code").strip(), each.line("name")
            known = code if is_own and _TAG.fullmatch(code) else read_language(code, name)
            each.raw("id")
            each.close()
            if known is None:
                row.reading.note(NO_LANGUAGE, value=name or code)
            elif known not in seen:
                seen.add(known)
                yield known


def read_costs(row: Row, owner: str) -> Iterator[CostOption]:
    """Read what it costs."""
    for number, each in enumerate(row.rows("cost_options", "cost_option")):
        currency = each.value("currency").strip()
        cost = CostOption(
            id=each.uid("cost_option", f"{owner}:{number}"),
            option=each.line("option"),
            amount=_amount(each),
            currency=_currency(currency) if each.has("currency") else "EUR",
            amount_description=each.line("amount_description"),
            valid_from=each.day("valid_from"),
            valid_to=each.day("valid_to"),
        )
        each.close()
        yield cost


def _currency(written: str) -> str:
    return written.upper() if _CURRENCY.fullmatch(written) else ""


def _amount(row: Row) -> float | None:
    try:
        amount = read_number(row.raw("amount"))
    except Unreadable as error:
        row.reading.note(NO_AMOUNT, value=str(error))
        return None
    if amount is not None and amount < 0:
        row.reading.note(NO_AMOUNT, value=str(amount))
        return None
    return amount


def read_areas(row: Row, owner: str) -> Iterator[ServiceArea]:
    """Read for people of which places it is; an area without a name is described by its words."""
    for number, each in enumerate(row.rows("service_areas", "service_area")):
        uid = each.uid("service_area", f"{owner}:{number}")
        name = each.line("name") or each.line("description")
        each.close()
        if name:
            yield ServiceArea(id=uid, name=name)
