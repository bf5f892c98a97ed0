"""The project's set: recordings that every practice of an installation hears, put there by the operator.

They lie beside the clips of the computer voice, in `<VOICE_FOLDER>/project`, one folder a language
as clips.py reads it, with `speakers.json`: whose voices they are, what was agreed to, and the files.
"""

from pathlib import Path
from typing import Final

import msgspec

from pwa.voice.clips import Clip, read_clips, write_index
from pwa.voice.core import sentence_id
from pwa.voice.recordings.exchange.core import ReadZip, SharedSpeaker
from pwa.voice.recordings.service import file_id
from pwa.voice.sentences import sentences

_SPEAKERS: Final = "speakers.json"


class ProjectSpeaker(msgspec.Struct, frozen=True):
    """A speaker of the set.

    Attributes:
        files: the ids of the sound files with this voice.
    """

    speaker: SharedSpeaker
    files: list[str]


def project_folder(voice_folder: Path) -> Path:
    """Give the folder of the project's set."""
    return voice_folder / "project"


def put_into_project(folder: Path, found: ReadZip) -> int:
    """Put the recordings of a file into the set, in place of those that it has of the same texts.

    Args:
        folder: of the set.
        found: what the child process read; texts that are none of ours are left out.

    Returns:
        How many were put there.
    """
    place = folder / found.language
    place.mkdir(parents=True, exist_ok=True)
    known = {sentence.id for sentence in sentences(found.language)}
    clips = dict(read_clips(folder, found.language))
    speakers = _read_speakers(place)
    files: dict[str, list[str]] = {}
    put = 0
    for row in found.recordings:
        name, file = sentence_id(found.language, row.text), file_id(row.mp3)
        if name not in known:
            continue
        (place / f"{file}.mp3").write_bytes(row.mp3)
        clips[name] = Clip(file, len(row.mp3))
        files.setdefault(row.speaker, []).append(file)
        put += 1
    for speaker in found.speakers:
        before = speakers.get(speaker.id)
        had = before.files if before else []
        speakers[speaker.id] = ProjectSpeaker(speaker, [*had, *files.get(speaker.id, ())])
    _write_speakers(place, speakers)
    write_index(folder, found.language, clips)
    return put


def take_out_of_project(folder: Path, speaker_id: str) -> int:
    """Erase every recording of a voice from the set, in all languages.

    Args:
        speaker_id: as in the file that the recordings came with.

    Returns:
        How many there were.
    """
    gone = 0
    for place in sorted(folder.glob("*/")):
        speakers = _read_speakers(place)
        found = speakers.pop(speaker_id, None)
        if found is None:
            continue
        clips = read_clips(folder, place.name)
        kept = {name: clip for name, clip in clips.items() if clip.file not in found.files}
        write_index(folder, place.name, kept)
        for file in set(found.files):
            (place / f"{file}.mp3").unlink(missing_ok=True)
        _write_speakers(place, speakers)
        gone += len(clips) - len(kept)
    return gone


def _read_speakers(place: Path) -> dict[str, ProjectSpeaker]:
    file = place / _SPEAKERS
    if not file.is_file():
        return {}
    return msgspec.json.decode(file.read_bytes(), type=dict[str, ProjectSpeaker])


def _write_speakers(place: Path, speakers: dict[str, ProjectSpeaker]) -> None:
    new = place / f"{_SPEAKERS}.new"
    new.write_bytes(msgspec.json.format(msgspec.json.encode(speakers)))
    new.replace(place / _SPEAKERS)
