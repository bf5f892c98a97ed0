"""What the GP reads: the same Dutch whatever the patient's language, and never what is withheld."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pwa.consult.his import build_his_text
from pwa.consult.overview import build_overview
from pwa.locales import LANGUAGES
from pwa.plan.words.his import MAX_LINES
from pwa.selfcheck.answers import parse_answers
from pwa.selfcheck.core import DomainState
from pwa.selfcheck.questions import TOPICS
from tests.core.test_answers import STORY_A
from tests.inputs.answers import Fields, forms
from tests.pages.catalogues import dutch

SHARED_ON = date(2026, 11, 21)


def _texts(fields: Fields, language: str) -> tuple[str, str]:
    overview = build_overview(parse_answers(fields, language=language).check, None, dutch)
    name = LANGUAGES[language].dutch_name
    # Only the name of the language may differ.
    return repr(overview).replace(f"'{name}'", "LANGUAGE"), build_his_text(
        overview, SHARED_ON, dutch
    ).replace(f"in het {name}", "LANGUAGE")


@given(forms())
def test_every_language_gives_the_same_dutch(fields: Fields) -> None:
    fields.pop("interpreter_language", None)

    texts = {_texts(fields, language) for language in LANGUAGES}

    assert len(texts) == 1


@given(forms())
def test_the_text_for_the_record_is_short_and_plain(fields: Fields) -> None:
    answers = parse_answers(fields, language="ar")
    text = build_his_text(build_overview(answers.check, None, dutch), SHARED_ON, dutch)
    lines = text.split("\n")

    assert len(lines) <= MAX_LINES
    assert text.isprintable() or all(line.strip() for line in lines)
    assert lines[0].startswith("S (4D-zelfcheck, patiënt, 21-11-2026):")
    assert "\t" not in text
    assert "alleen met de dokter" not in text


@given(forms(), st.data())
def test_a_topic_that_is_not_shared_is_nowhere(fields: Fields, data: st.DataObject) -> None:
    topic = data.draw(st.sampled_from(TOPICS))
    fields = {
        name: values for name, values in fields.items() if not name.endswith(("_other", "words"))
    }
    fields |= {topic.code: ["much"], "not_shared": [topic.domain]}
    for name in ("reason", "known_as", "interpreter_language"):
        fields.pop(name, None)
    check = parse_answers(fields, language="nl").check
    overview = build_overview(check, None, dutch)
    name = dutch(topic.short)

    assert name not in overview.worse_by
    assert name not in [priority.name.text for priority in overview.priorities]
    assert name not in overview.skipped
    domain = next(note for note in overview.domains if note.name in overview.not_shared)
    assert domain.state is DomainState.NOT_SHARED
    assert domain.topics == ()
    assert domain.skipped == ()


def test_story_a_in_the_record() -> None:
    check = parse_answers(STORY_A, language="ar").check

    text = build_his_text(build_overview(check, None, dutch), SHARED_ON, dutch)

    assert text.split("\n")[:6] == [
        "S (4D-zelfcheck, patiënt, 21-11-2026): komt voor “hoofdpijn en altijd moe”; voelt zich niet zo goed",
        "Eerst bespreken: moe zijn (wil hulp); wordt erger door: voor iemand zorgen, slecht slapen",
        "Lichaam: moe zijn veel, pijn een beetje, slecht slapen een beetje; "
        "overgeslagen: eten of gewicht, moeilijk bewegen",
        "Geest: stress een beetje; overgeslagen: somber, bang of onrustig, nare dingen van vroeger, "
        "roken, alcohol, drugs, gokken",
        "Sociaal: voor iemand zorgen veel, zorgen over kinderen een beetje; "
        "overgeslagen: alleen zijn, ruzie of spanning, te weinig steun",
        "Maatschappelijk: alles nee",
    ]


def test_the_first_line_says_what_the_patient_wants_to_talk_about() -> None:
    overview = build_overview(parse_answers(STORY_A, language="ar").check, None, dutch)

    assert overview.priorities[0].name.text == "Moe zijn"
    assert overview.worse_by == ("Voor iemand zorgen", "Slecht slapen")
    assert overview.opening == (
        "Ik heb gelezen wat u invulde. U wilt eerst praten over: moe zijn. Vertel eens."
    )


def test_own_words_stay_as_they_were_typed() -> None:
    fields = {"own_words": ["كلمات\nثانية"], "priority": ["other"], "priority_other": ["Rüya"]}

    overview = build_overview(parse_answers(fields, language="ar").check, None, dutch)

    assert overview.own_words == "كلمات\nثانية"
    assert overview.priorities[0].name.is_own
    assert "“Rüya”" in overview.opening


def test_what_changed_is_told_topic_by_topic() -> None:
    before = parse_answers(STORY_A, language="nl").check
    after = parse_answers(
        {**STORY_A, "sleep": ["no"], "worse_by": ["caring"], "money": ["some"]}, language="nl"
    )

    changes = build_overview(after.check, before, dutch).changes

    assert [(item.name, item.before, item.after) for item in changes] == [
        ("Wordt erger door", "Voor iemand zorgen · Slecht slapen", "Voor iemand zorgen"),
        ("Slecht slapen", "een beetje", "nee"),
        ("Te weinig geld", "nee", "een beetje"),
    ]


def test_a_domain_skipped_whole_is_named_once() -> None:
    overview = build_overview(parse_answers({"pain": ["much"]}, language="nl").check, None, dutch)

    assert overview.skipped == (
        "Moe zijn", "Slecht slapen", "Eten of gewicht", "Moeilijk bewegen", "Geest", "Sociaal", "Maatschappelijk",
    )  # fmt: skip


def test_what_was_filled_in_together_says_so_in_the_record() -> None:
    check = parse_answers(STORY_A, language="ar").check
    overview = build_overview(check, None, dutch, is_together=True)

    assert overview.filled_by == "samen ingevuld"
    last = build_his_text(overview, SHARED_ON, dutch).split("\n")[-1]
    assert last.endswith("Samen ingevuld, in het Arabisch")


def test_an_interpreter_is_named_in_dutch() -> None:
    fields = {"interpreter": ["1"], "interpreter_language": ["tr"]}
    overview = build_overview(parse_answers(fields, language="tr").check, None, dutch)

    assert overview.interpreter is not None
    assert overview.interpreter.text == "Turks"
    assert "tolk: Turks" in build_his_text(overview, SHARED_ON, dutch)
