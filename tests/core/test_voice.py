"""Which texts are spoken, in which pieces, and how large the computer voice's clips become."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import av

from pwa.locales import LANGUAGES
from pwa.voice.clips import find_file, read_clips
from pwa.voice.core import KEPT_PARTS, Part, Sentence, sentence_id, spoken_pieces
from pwa.voice.espeak import VOICES
from pwa.voice.making import make_clips
from pwa.voice.sentences import patterns, sentences

MOST_PER_LANGUAGE = 1_500_000
MOST_PER_SENTENCE = 20_000


def test_a_voice_is_named_by_language_and_text_whatever_the_blanks() -> None:
    name = sentence_id("nl", "Heeft u hier last van?")

    assert name == sentence_id("nl", " Heeft u  hier\nlast van? ")
    assert name not in {
        sentence_id("tr", "Heeft u hier last van?"),
        sentence_id("nl", "Heeft u last?"),
    }
    assert len(name) == 16


def test_what_stands_around_open_places_is_said_in_pieces() -> None:
    assert spoken_pieces("Choose no more than %(most)s here.") == ("Choose no more than", "here")
    assert spoken_pieces("%(topic)s: %(amount)s") == ()
    assert spoken_pieces("Pain") == ("Pain",)


def test_a_text_is_said_sentence_by_sentence() -> None:
    assert spoken_pieces("Sleep. Eat at %(time)s! And then?") == ("Sleep.", "Eat at", "And then?")
    assert spoken_pieces("Open until 17.00") == ("Open until 17.00",)


def test_every_language_has_a_sentence_for_each_part_and_each_text_once() -> None:
    for language in LANGUAGES:
        found = sentences(language)

        assert {sentence.part for sentence in found} == set(Part)
        assert len({sentence.id for sentence in found}) == len(found)
        assert patterns(language)


def test_nothing_that_only_staff_read_is_spoken() -> None:
    texts = {sentence.text for sentence in sentences("en")}

    assert "Pain" in texts
    assert "Recovery key in the safe" not in texts


def test_clips_are_small_enough_to_keep_and_made_only_once(tmp_path: Path) -> None:
    """Each eighth sentence by length, the longest among them, from real files; the sum is reckoned from those."""
    for language in sorted(VOICES.keys() & LANGUAGES.keys()):
        first = sorted(
            (each for each in sentences(language) if each.part in KEPT_PARTS),
            key=lambda each: -len(each.text),
        )
        chosen = first[::8]
        with ProcessPoolExecutor() as pool:
            made, clips = make_clips(tmp_path, chosen, pool)
            assert (made, make_clips(tmp_path, chosen, pool)[0]) == (len(chosen), 0)

        sizes = [clip.size for clip in clips.values()]
        part = sum(len(each.text) for each in chosen) / sum(len(each.text) for each in first)
        assert max(sizes) <= MOST_PER_SENTENCE
        assert sum(sizes) / part <= MOST_PER_LANGUAGE, language


def test_a_clip_is_an_mp3_without_silence_and_goes_when_its_text_goes(tmp_path: Path) -> None:
    pain, tired = (Sentence("nl", text, Part.CHECK) for text in ("Pijn", "Moe zijn"))
    with ProcessPoolExecutor(1) as pool:
        make_clips(tmp_path, [pain, tired], pool)
        old = read_clips(tmp_path, "nl")
        make_clips(tmp_path, [pain], pool)

    assert find_file(tmp_path, "nl", old[tired.id].file) is None
    path = find_file(tmp_path, "nl", read_clips(tmp_path, "nl")[pain.id].file)
    assert path is not None
    with av.open(str(path)) as sound:
        stream = sound.streams.audio[0]
        seconds = sum(frame.samples for frame in sound.decode(stream)) / stream.rate
        assert (stream.codec_context.name, stream.rate, stream.layout.nb_channels) == (
            "mp3float",
            22_050,
            1,
        )
    assert 0.2 < seconds < 1.2
