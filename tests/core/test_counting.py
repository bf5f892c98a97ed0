"""Which sums are shown: nobody computes a number under ten from all that was ever shown."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from random import Random

from pwa.counting.core import (
    LEAST,
    SCALES,
    Counts,
    Group,
    Groups,
    Quarter,
    Table,
    Tally,
    codes_of,
    of_year,
    quarter_of,
    release,
    rounded,
    total_of,
)
from pwa.counting.slips import BOX_SIZE, count_in, open_slips, put_in
from pwa.vault.crypto import new_key_pair

PRACTICES = 10_000
TOPICS = tuple(f"topic-{number}" for number in range(21))

Release = Callable[[Table, Groups, Counts], Groups]


def answers_of(table: Table) -> tuple[str, ...]:
    return codes_of(table) if table in SCALES else TOPICS


def a_quarter(chance: Random, table: Table, by: Release = release) -> list[Groups]:
    """Play a quarter of a practice: everything that it showed, exactly, one after the other."""
    codes = answers_of(table)
    weights = [chance.random() ** 3 for _ in codes]
    counts: Counter[str] = Counter()
    shown: list[Groups] = []
    for _ in range(chance.randint(0, 12)):
        counts.update(chance.choices(codes, weights, k=chance.choice((1, 1, 2, 5, 10, 11, 30))))
        groups = by(table, shown[-1] if shown else (), counts)
        if groups:
            assert shown or total_of(groups) == counts.total()
            shown.append(groups)
    return shown


def parts_of(group: Group, later: Groups, table: Table) -> list[Group]:
    """Give the later groups with the same answers as an earlier one."""
    if group.codes:
        return [part for part in later if part.codes and set(part.codes) <= set(group.codes)]
    # Of topics: the rest, and all that got a group of its own since.
    return [part for part in later if not part.codes] if table in SCALES else list(later)


def small_numbers(table: Table, shown: list[Groups]) -> Iterator[int]:
    """Compute, with exact numbers, every number under ten that what was shown gives away."""
    for groups in shown:
        yield from (group.number for group in groups)
    for at, earlier in enumerate(shown):
        for later in shown[at + 1 :]:
            named = {group.codes for group in earlier if group.codes}
            for group in earlier:
                parts = parts_of(group, later, table)
                if not group.codes:
                    parts = [part for part in parts if part.codes not in named]
                grown = total_of(parts) - group.number
                if grown:
                    yield grown
                    # How precisely one may know an answer's earlier number, which was not shown.
                    for part in parts if len(parts) > 1 else ():
                        others = total_of(parts) - part.number
                        most = min(part.number, group.number)
                        yield most - max(0, group.number - others)
                elif [part.number for part in parts] != [group.number]:
                    yield 0


def test_no_number_under_ten_can_be_computed_in_ten_thousand_practices() -> None:
    chance = Random(2026)
    for _ in range(PRACTICES):
        table = chance.choice(tuple(Table))
        quarters = [a_quarter(chance, table) for _ in range(chance.randint(1, 4))]
        for shown in quarters:
            assert min(small_numbers(table, shown), default=LEAST) >= LEAST
        last = [rounded(shown[-1]) if shown else () for shown in quarters]
        check_year(table, last)


def check_year(table: Table, quarters: list[Groups]) -> None:
    """Check that a year says nothing but sums of what its quarters show."""
    year = of_year(table, quarters)
    if not all(quarters):
        assert year == ()
        return
    assert total_of(year) == sum(map(total_of, quarters))
    for group in year:
        if not group.codes:
            continue
        inside = [
            part for groups in quarters for part in groups if set(part.codes) & set(group.codes)
        ]
        assert all(set(part.codes) <= set(group.codes) for part in inside)
        assert total_of(inside) == group.number >= LEAST


def test_the_check_finds_figures_that_are_shown_as_they_come() -> None:
    def careless(table: Table, before: Groups, counts: Counts) -> Groups:
        return release(table, (), counts)

    chance, found = Random(7), 0
    for _ in range(200):
        shown = a_quarter(chance, Table.UNDERSTAND, careless)
        found += min(small_numbers(Table.UNDERSTAND, shown), default=LEAST) < LEAST

    assert found > 50


def test_groups_of_an_answer_are_merged_within_better_and_not_better_first() -> None:
    counts = {"much_better": 22, "better": 30, "same": 15, "less": 4}

    assert release(Table.UNDERSTAND, (), counts) == (
        Group(("much_better",), 22),
        Group(("better",), 30),
        Group(("same", "less"), 19),
    )


def test_nothing_is_shown_of_nine_and_one_group_of_ten() -> None:
    assert release(Table.HEARD, (), {"yes": 9}) == ()
    assert release(Table.HEARD, (), {"yes": 10}) == (Group(("yes", "some", "no"), 10),)


def test_topics_under_ten_are_one_group_that_has_ten_too() -> None:
    counts = {"money": 34, "tired": 12, "pain": 3}

    assert release(Table.TOPIC, (), counts) == (Group(("money",), 34), Group((), 15))


def test_a_number_stays_until_ten_more_belong_to_it() -> None:
    before = release(Table.HELPED, (), {"yes": 20, "no": 10})

    assert release(Table.HELPED, before, {"yes": 29, "no": 10}) == before
    assert release(Table.HELPED, before, {"yes": 30, "no": 19}) == (
        Group(("yes",), 30),
        Group(("no",), 10),
    )


def test_a_topic_gets_a_group_of_its_own_when_it_has_ten() -> None:
    before = release(Table.TOPIC, (), {"money": 12, "tired": 9, "pain": 4})

    assert release(Table.TOPIC, before, {"money": 12, "tired": 16, "pain": 10}) == (
        Group(("money",), 12),
        Group(("tired",), 16),
        Group((), 10),
    )


def test_shown_numbers_are_multiples_of_five() -> None:
    groups = tuple(Group((str(number),), number) for number in range(10, 20))

    assert [group.number for group in rounded(groups)] == [10, 10, 10, 15, 15, 15, 15, 15, 20, 20]


def test_a_year_is_shown_when_all_its_quarters_are() -> None:
    first, second = (Group(("yes",), 20), Group(("no",), 10)), (Group(("yes", "no"), 15),)

    assert of_year(Table.HELPED, [first, first]) == (Group(("yes",), 40), Group(("no",), 20))
    assert of_year(Table.HELPED, [first, second]) == (Group(("yes", "no"), 45),)
    assert of_year(Table.HELPED, [first, ()]) == ()
    assert of_year(Table.HELPED, []) == ()


def test_a_quarter_has_three_months() -> None:
    assert quarter_of(date(2026, 1, 1)) == quarter_of(date(2026, 3, 31)) == Quarter(2026, 1)
    assert quarter_of(date(2026, 12, 31)).code == "2026-4"


def test_every_answer_fits_into_a_slip_and_all_slips_have_one_length() -> None:
    pair, slips = new_key_pair(), b""
    tallies = [Tally(table, code) for table in SCALES for code in codes_of(table)]
    for tally in tallies:
        slips = put_in(slips, pair.public, tally)

    assert count_in(slips) == len(tallies) <= BOX_SIZE
    assert Counter(open_slips(slips, pair.private)) == Counter(tallies)


def test_a_slip_that_is_no_answer_is_left_out() -> None:
    pair = new_key_pair()
    slips = put_in(b"", pair.public, Tally(Table.HEARD, "nonsense"))
    slips = put_in(slips, pair.public, Tally(Table.HEARD, "yes"))
    slips = put_in(slips, new_key_pair().public, Tally(Table.HEARD, "no"))

    assert list(open_slips(slips, pair.private)) == [Tally(Table.HEARD, "yes")]


def test_slips_lie_in_random_order() -> None:
    pair, firsts = new_key_pair(), set()
    for _ in range(40):
        slips = b""
        for code in codes_of(Table.UNDERSTAND):
            slips = put_in(slips, pair.public, Tally(Table.UNDERSTAND, code))
        firsts.add(next(open_slips(slips, pair.private)).code)

    assert firsts == set(codes_of(Table.UNDERSTAND))
