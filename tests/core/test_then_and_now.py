"""Which moments are compared, and what the two sides say, without a database."""

from datetime import UTC, date, datetime

from pwa.conversation.core import Moment
from pwa.selfcheck.questions import TOPICS, Amount, LifeDomain
from pwa.then_and_now.core import Row, Said, compare, find_sides, what_is_kept
from pwa.then_and_now.view_models import view_comparison

PLAN_DAY = date(2026, 11, 29)


def _moment(
    month: int,
    day: int,
    feeling: str | None = "bad",
    not_shared: tuple[LifeDomain, ...] = (),
    **amounts: str,
) -> Moment:
    year = 2026 if month > 10 else 2027
    said = {code: Amount(amount) for code, amount in amounts.items()}
    return Moment(datetime(year, month, day, 12, tzinfo=UTC), feeling, said, not_shared)


def _rows(then: Moment | None, now: Moment | None) -> dict[str, tuple[Said | None, Said | None]]:
    return {row.topic: (row.then, row.now) for one in compare(then, now) for row in one.rows}


def test_then_is_what_the_plan_was_made_of_and_now_is_what_came_after_that_day() -> None:
    first, corrected = _moment(11, 25, tired="some"), _moment(11, 29, tired="much")
    later, newest = _moment(12, 20, tired="some"), _moment(1, 10, tired="no")

    sides = find_sides((), (newest, first, corrected, later), PLAN_DAY)

    assert (sides.then, sides.now) == (corrected, newest)


def test_the_day_of_the_plan_ends_at_midnight_in_the_netherlands() -> None:
    evening = Moment(datetime(2026, 11, 29, 22, 30, tzinfo=UTC), "bad", {})
    night = Moment(datetime(2026, 11, 29, 23, 30, tzinfo=UTC), "okay", {})

    sides = find_sides((), (evening, night), PLAN_DAY)

    assert (sides.then, sides.now) == (evening, night)


def test_what_is_kept_stands_in_for_erased_answers_and_is_no_second_moment_beside_them() -> None:
    first, newest = _moment(11, 25), _moment(1, 10)

    assert find_sides((first,), (), PLAN_DAY).then == first
    assert find_sides((first,), (), PLAN_DAY).now is None
    for kept, shared in (
        ((first, newest), ()),
        ((first, newest), (newest,)),
        ((first,), (newest,)),
    ):
        sides = find_sides(kept, shared, PLAN_DAY)
        assert (sides.then, sides.now) == (first, newest)


def test_without_the_yes_only_now_is_left_and_a_later_yes_compares_from_then_on() -> None:
    again, third = _moment(1, 10), _moment(3, 1)

    alone = find_sides((), (again,), PLAN_DAY)
    assert (alone.then, alone.now, alone.face_then) == (None, again, None)
    late = find_sides((again,), (again,), PLAN_DAY)
    assert (late.then, late.now) == (None, again)
    both = find_sides((again, third), (again, third), PLAN_DAY)
    assert (both.then, both.now) == (again, third)
    nothing = find_sides((), (), PLAN_DAY)
    assert (nothing.then, nothing.now, nothing.face_now) == (None, None, None)


def test_a_face_after_the_talk_joins_and_amounts_stay_those_of_the_answers() -> None:
    first, face = (
        _moment(11, 25, "bad", tired="much"),
        Moment(datetime(2026, 11, 29, 16, tzinfo=UTC), "okay", None),
    )

    sides = find_sides((first, face), (), PLAN_DAY)

    assert sides.now is None
    assert sides.face_now is not None
    assert sides.face_now.feeling == "okay"
    later = find_sides((first, face, _moment(1, 10, "good")), (), PLAN_DAY)
    assert later.face_now is not None
    assert later.face_now.feeling == "good"


def test_a_topic_has_a_line_when_it_bothers_on_one_side_or_the_sides_differ() -> None:
    then = _moment(11, 25, tired="much", sleep="no", pain="some", eating="no")
    now = _moment(1, 10, tired="much", sleep="some", eating="no", stress="no")

    body, mind, *_others = compare(then, now)

    assert body.rows == (
        Row("pain", Said.SOME, Said.SKIPPED),
        Row("tired", Said.MUCH, Said.MUCH),
        Row("sleep", Said.NO, Said.SOME),
    )
    assert (body.no, body.skipped) == (("eating",), ("moving",))
    assert mind.rows == (Row("stress", Said.SKIPPED, Said.NO),)


def test_the_order_is_that_of_the_questions_whatever_the_amounts() -> None:
    order = [topic.code for topic in TOPICS]
    for papers, pain in (("much", "some"), ("some", "much")):
        shown = list(_rows(_moment(11, 25, papers=papers, pain=pain), _moment(1, 10)))
        assert shown == sorted(shown, key=order.index)


def test_what_is_not_shared_now_shows_nothing_of_then_either() -> None:
    then = _moment(11, 25, conflict="much", tired="much")
    now = _moment(1, 10, "okay", (LifeDomain.SOCIAL,), tired="some")

    social = compare(then, now)[2]

    assert social.is_withheld
    assert (social.rows, social.no, social.skipped) == ((), (), ())
    assert "conflict" not in _rows(then, now)


def test_what_was_not_shared_then_says_so_beside_what_bothers_now() -> None:
    then = _moment(11, 25, "bad", (LifeDomain.SOCIAL,))
    now = _moment(1, 10, conflict="some", lonely="no")

    social = compare(then, now)[2]

    assert social.rows == (Row("conflict", Said.NOT_SHARED, Said.SOME),)
    assert social.no == ("lonely",)

    nothing = _moment(1, 10, lonely="no")
    view = view_comparison(find_sides((), (then, nothing), PLAN_DAY), str, "en")
    (line,) = [line for line in view.lines if line.domain is LifeDomain.SOCIAL]
    assert (line.name, line.then and line.then.word, line.now) == ("People", "not shared", None)


def test_words_name_both_sides_and_nothing_is_added_up() -> None:
    then = _moment(11, 25, None, tired="much")
    now = _moment(1, 10, "okay", (LifeDomain.SOCIAL,), tired="some")

    view = view_comparison(find_sides((), (then, now), PLAN_DAY), str, "en")

    words = [
        (line.name, line.then and line.then.word, line.now and line.now.word) for line in view.lines
    ]
    assert words == [("Being tired", "a lot", "a little"), ("People", None, "not shared")]
    assert view.face_then is not None
    assert (view.face_then.code, view.face_then.word) == (
        "",
        "skipped",
    )
    assert view.face_now is not None
    assert view.face_now.word == "all right"


def test_what_is_withheld_by_now_is_not_kept_of_then() -> None:
    first = _moment(11, 25, tired="much", stress="much", not_shared=(LifeDomain.SOCIETY,))
    newest = _moment(1, 10, tired="no", not_shared=(LifeDomain.MIND,))

    then, now = what_is_kept(find_sides((), (first, newest), PLAN_DAY))

    assert then.amounts == {"tired": Amount.MUCH}
    assert then.not_shared == (LifeDomain.MIND, LifeDomain.SOCIETY)
    assert now == newest
    assert what_is_kept(find_sides((), (first,), PLAN_DAY)) == [first]
