"""The map of the four life domains: each answer is in its domain, in every language."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.locales import LANGUAGES
from pwa.selfcheck.answers import parse_answers
from pwa.selfcheck.core import Priority, SelfCheck
from pwa.selfcheck.map.layout import draw_map, draw_skeleton
from pwa.selfcheck.map.shapes import NARROW, WIDE, LifeMap, PlacedField, Shape
from pwa.selfcheck.map.text import text_width, wrap
from pwa.selfcheck.questions import TOPICS, Amount, LifeDomain
from tests.inputs.answers import Fields, forms
from tests.pages.catalogues import catalogue

codes = st.sampled_from(list(LANGUAGES))
shapes = st.sampled_from([NARROW, WIDE])

TIRED_CARER = SelfCheck(
    language="ar",
    feeling="not_so_good",
    amounts={
        "pain": Amount.SOME,
        "tired": Amount.MUCH,
        "sleep": Amount.SOME,
        "stress": Amount.SOME,
        "caring": Amount.MUCH,
        "children": Amount.SOME,
        **dict.fromkeys(("money", "housing", "work", "letters", "papers"), Amount.NO),
    },
    priorities=(Priority("tired"),),
    worse_by=("caring", "sleep"),
)


def _draw(check: SelfCheck, language: str = "nl", shape: Shape = NARROW) -> LifeMap:
    is_rtl = LANGUAGES[language].direction == "rtl"
    return draw_map(check, translate=catalogue(language).gettext, shape=shape, is_rtl=is_rtl)


def _field(drawn: LifeMap, domain: LifeDomain) -> PlacedField:
    return next(field for field in drawn.fields if field.domain is domain)


@given(forms(), codes, shapes)
def test_rows_stay_in_their_field_and_do_not_touch(
    fields: Fields, language: str, shape: Shape
) -> None:
    drawn = _draw(parse_answers(fields, language=language).check, language, shape)

    for field in drawn.fields:
        is_upper = field.title_y == field.y
        edge = field.y + field.head if is_upper else field.y
        for topic in field.topics:
            assert topic.y - topic.height / 2 >= edge
            assert len(topic.lines) * shape.line <= topic.height
            edge = topic.y + topic.height / 2
        assert edge <= (field.y + field.height if is_upper else field.title_y)
        assert field.y + field.height <= drawn.height


def test_the_practices_map_says_that_all_no_was_one_press() -> None:
    check = replace(TIRED_CARER, all_no=(LifeDomain.SOCIETY,))

    def note(*, is_practice: bool) -> str:
        drawn = draw_map(check, translate=catalogue("nl").gettext, is_practice=is_practice)
        return _field(drawn, LifeDomain.SOCIETY).notes[0].text

    assert note(is_practice=True) == "alles nee (in één keer)"
    assert note(is_practice=False) == "alles nee"


@pytest.mark.parametrize("shape", [NARROW, WIDE])
def test_labels_fit_the_width_in_every_language(shape: Shape) -> None:
    for language in LANGUAGES:
        drawn = draw_skeleton(translate=catalogue(language).gettext, shape=shape)

        lines = [line for topic in drawn.topics for line in topic.lines]
        lines += [line for field in drawn.fields for note in field.notes for line in note.lines]
        for line in lines:
            width = line.length or text_width(line.text, shape.size)
            assert width <= max(shape.label, shape.field - 20), (language, line.text)


@given(forms(), shapes)
def test_from_right_to_left_the_map_is_mirrored(fields: Fields, shape: Shape) -> None:
    check = parse_answers(fields, language="ar").check
    right_to_left = draw_map(check, translate=str, shape=shape, is_rtl=True)
    left_to_right = draw_map(check, translate=str, shape=shape, is_rtl=False)

    for here, there in zip(right_to_left.topics, left_to_right.topics, strict=True):
        assert (here.code, here.y, here.side) == (there.code, there.y, -there.side)
        assert here.x == shape.width - there.x


def test_an_empty_field_says_why() -> None:
    check = SelfCheck(
        language="nl",
        amounts={
            "pain": Amount.SOME,
            **dict.fromkeys(("money", "housing", "work", "letters", "papers"), Amount.NO),
        },
        not_shared=(LifeDomain.SOCIAL,),
    )

    notes = {field.domain: [note.text for note in field.notes] for field in _draw(check).fields}

    assert notes == {
        LifeDomain.BODY: [],
        LifeDomain.MIND: ["overgeslagen"],
        LifeDomain.SOCIAL: ["niet gedeeld"],
        LifeDomain.SOCIETY: ["alles nee"],
    }


def test_the_priority_stands_first_then_what_makes_it_worse() -> None:
    body = _field(_draw(TIRED_CARER), LifeDomain.BODY)

    assert [topic.code for topic in body.topics] == ["tired", "sleep", "pain"]
    assert [topic.rank for topic in body.topics] == [1, 0, 0]


def test_lines_lead_from_the_priority_to_what_makes_it_worse() -> None:
    drawn = _draw(TIRED_CARER)
    places = {topic.code: f"{topic.x:g} {topic.y:g}" for topic in drawn.topics}

    assert [
        (link.split("C")[0], link.endswith(places[code]))
        for link, code in zip(drawn.links, ("caring", "sleep"), strict=True)
    ] == [(f"M{places['tired']}", True)] * 2


def test_the_lines_of_a_priority_in_own_words_begin_at_the_person() -> None:
    check = SelfCheck(
        language="nl",
        amounts={"work": Amount.MUCH},
        priorities=(Priority("other", "mijn dochter"),),
        worse_by=("work",),
    )
    drawn = _draw(check)

    assert drawn.links[0].startswith(f"M{drawn.face_x:g} {drawn.face_y:g}C")


def test_nothing_and_unknown_draw_no_line() -> None:
    check = SelfCheck(
        language="nl",
        amounts={"pain": Amount.MUCH},
        priorities=(Priority("pain"),),
        worse_by=("unknown",),
    )
    assert _draw(check).links == ()


def test_the_skeleton_holds_every_topic_and_every_note() -> None:
    drawn = draw_skeleton(translate=str)

    assert [topic.code for topic in drawn.topics] == [topic.code for topic in TOPICS]
    assert all(len(field.notes) == 4 for field in drawn.fields)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Zs", "Cc", "Cf"]) | st.just(" ")))
def test_no_word_is_lost_when_a_label_is_broken(text: str) -> None:
    lines = wrap(text, 112, 15)

    assert len(lines) <= 3
    assert " ".join(line.text.strip("\u200f") for line in lines).split() == text.split()


def test_a_word_that_is_too_long_is_squeezed() -> None:
    (line,) = wrap("Verständigungsschwierigkeiten", 112, 15)

    assert line.length == 112
