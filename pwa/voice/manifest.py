"""What a phone has to know to speak: for each text its sound file, and who speaks there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pwa.practice.models import Practice
from pwa.voice import words
from pwa.voice.alphabet import attached_and
from pwa.voice.clips import Clip, read_clips
from pwa.voice.core import KEPT_PARTS, Sentence, Source
from pwa.voice.recordings.exchange.project import project_folder
from pwa.voice.recordings.service import accepted
from pwa.voice.sentences import patterns, sentences, translate
from pwa.web.extensions import db


@dataclass(frozen=True, slots=True)
class Voices:
    """The sound files of a practice in a language, by the id of the sentence; earlier ones are better."""

    language: str
    by_source: Mapping[Source, Mapping[str, Clip]]

    def find(self, sentence: Sentence) -> tuple[Source, Clip] | None:
        """Find the best sound file of a sentence."""
        for source in Source:
            clip = self.by_source.get(source, {}).get(sentence.id)
            if clip is not None:
                return source, clip
        return None


def find_voices(practice: Practice, language: str, folder: Path) -> Voices:
    """Find the sound files that a practice uses in a language."""
    clips = read_clips(folder, language) if language in practice.computer_voices else {}
    return Voices(
        language,
        {
            Source.RECORDING: accepted(db.session(), practice.id, language),
            Source.PROJECT: read_clips(project_folder(folder), language),
            Source.COMPUTER: clips,
        },
    )


def write_manifest(voices: Voices) -> str:
    """Write the JSON that `js/voice/clips.js` reads.

    `texts` has for each text [file id, source, bytes], and 1 behind it when a phone keeps it after the
    first tap; `patterns` the sentences with open places, as `{}`; `words` what only a voice says.
    """
    rows = {}
    for sentence in sentences(voices.language):
        if found := voices.find(sentence):
            source, clip = found
            kept = [1] if sentence.part in KEPT_PARTS else []
            rows[sentence.text] = [clip.file, source, clip.size, *kept]
    about = {
        "language": voices.language,
        "texts": rows,
        "patterns": patterns(voices.language) if rows else (),
        "words": {
            name: translate(voices.language, text)
            for name, text in (
                ("typed", words.TYPED),
                ("headphones", words.HEADPHONES),
                ("computer", words.COMPUTER),
            )
        }
        # How lists are put together where "and" is no word of its own.
        | {"and": attached_and(voices.language)},
    }
    return json.dumps(about, ensure_ascii=False, separators=(",", ":"))
