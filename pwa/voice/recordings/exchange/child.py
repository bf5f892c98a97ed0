"""Read a zip with recordings from standard input, and write what is in it to standard output.

Run as `python -m pwa.voice.recordings.exchange.child` by `read_zip` (process.py), never imported by
the server. Of each sound only the packets of an MP3 of our kind are kept, after all of them were
decoded once; everything else that a file may hide is left behind.
"""

import io
import re
import sys
from typing import Final

import av
import msgspec
from av.audio.stream import AudioStream
from av.container import InputContainer

from pwa.bounded.child import give_up_rights
from pwa.directory.exchange.files.core import FileRefused
from pwa.directory.exchange.files.zipped import Zipped
from pwa.text import clean_text, one_line
from pwa.voice.recordings.exchange.core import (
    BROKEN,
    MANIFEST,
    MAX_ENTRIES,
    MAX_MANIFEST_BYTES,
    MAX_UNPACKED_BYTES,
    MAX_ZIP_BYTES,
    NO_ZIP,
    NOT_SHARED,
    WRONG_SOUND,
    Manifest,
    ReadRecording,
    ReadZip,
    SharedSpeaker,
    ZipRefused,
)
from pwa.voice.recordings.sound.core import MAX_MP3_BYTES, MAX_SECONDS, SAMPLE_RATE

_FILE: Final = re.compile(r"[0-9a-f]{16}")
_RATES: Final = (SAMPLE_RATE, 22_050)
_MAX_TEXT: Final = 2_000
_MAX_NAME: Final = 60


def main() -> None:
    """Read the zip and write what is in it."""
    data = sys.stdin.buffer.read(MAX_ZIP_BYTES + 1)
    _load()
    give_up_rights()
    try:
        found = _read(data)
    except ZipRefused as refused:
        found = ReadZip(refused=refused.message)
    except (FileRefused, MemoryError):
        found = ReadZip(refused=BROKEN)
    sys.stdout.buffer.write(msgspec.msgpack.encode(found))


def _load() -> None:
    """Load what Python and the library load late: afterwards the process can open no files."""
    with av.open(io.BytesIO(), "w", format="mp3") as container:
        container.add_stream("libmp3lame", rate=SAMPLE_RATE, layout="mono")
    av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)


def _read(data: bytes) -> ReadZip:
    if not data.startswith(b"PK"):
        raise ZipRefused(NO_ZIP)
    zipped = Zipped(data, max_entries=MAX_ENTRIES, max_unpacked=MAX_UNPACKED_BYTES)
    if MANIFEST not in zipped.entries:
        raise ZipRefused(NO_ZIP)
    try:
        said = msgspec.json.decode(_entry(zipped, MANIFEST, MAX_MANIFEST_BYTES), type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ZipRefused(NO_ZIP) from error
    if not all(speaker.may_share for speaker in said.speakers):
        raise ZipRefused(NOT_SHARED)
    speakers = {speaker.id[:64]: _clean(speaker) for speaker in said.speakers}
    recordings = []
    for row in said.recordings:
        name = f"{row.file}.mp3"
        is_known = row.speaker in speakers and _FILE.fullmatch(row.file)
        if not is_known or name not in zipped.entries or len(row.text) > _MAX_TEXT:
            raise ZipRefused(BROKEN)
        mp3, milliseconds = _sound_of(_entry(zipped, name, MAX_MP3_BYTES))
        recordings.append(ReadRecording(clean_text(row.text), row.speaker, mp3, milliseconds))
    practice = one_line(clean_text(said.practice), max_length=_MAX_NAME)
    return ReadZip("", said.language[:8], practice, list(speakers.values()), recordings)


def _clean(speaker: SharedSpeaker) -> SharedSpeaker:
    return SharedSpeaker(
        speaker.id[:64],
        one_line(clean_text(speaker.name), max_length=_MAX_NAME),
        clean_text(speaker.agreed_words)[:_MAX_TEXT],
        speaker.agreed_on[:10],
        may_share=True,
    )


def _entry(zipped: Zipped, name: str, most: int) -> bytes:
    unpacked = bytearray()
    for part in zipped.chunks(name):
        unpacked += part
        if len(unpacked) > most:
            raise ZipRefused(BROKEN)
    return bytes(unpacked)


def _sound_of(data: bytes) -> tuple[bytes, int]:
    """Give an MP3 with the packets of another and nothing else, and its length in milliseconds."""
    try:
        return _copy_packets(data)
    except (av.error.FFmpegError, ValueError, OverflowError) as error:
        raise ZipRefused(WRONG_SOUND) from error


def _copy_packets(data: bytes) -> tuple[bytes, int]:
    limits = {
        "codec_whitelist": "mp3float,mp3",
        "format_whitelist": "mp3",
        "protocol_whitelist": "none",
        "max_streams": "2",
    }
    file, samples = io.BytesIO(), 0
    options = {"write_xing": "0", "id3v2_version": "0"}
    with (
        av.open(io.BytesIO(data), format="mp3", options=limits) as source,
        av.open(file, "w", format="mp3", options=options) as target,
    ):
        assert isinstance(source, InputContainer)
        stream = _only_mp3(source)
        copy = target.add_stream_from_template(stream)
        for packet in source.demux(stream):
            samples += sum(frame.samples for frame in packet.decode())
            if samples > MAX_SECONDS * stream.codec_context.sample_rate:
                raise ZipRefused(WRONG_SOUND)
            if packet.dts is not None:
                packet.stream = copy
                target.mux(packet)
    if not samples:
        raise ZipRefused(WRONG_SOUND)
    return file.getvalue(), samples * 1000 // stream.codec_context.sample_rate


def _only_mp3(source: InputContainer) -> AudioStream:
    if len(source.streams) != 1 or len(source.streams.audio) != 1:
        raise ZipRefused(WRONG_SOUND)
    stream = source.streams.audio[0]
    context = stream.codec_context
    is_ours = context.channels == 1 and context.sample_rate in _RATES
    if not is_ours or context.name not in ("mp3", "mp3float"):
        raise ZipRefused(WRONG_SOUND)
    context.thread_count = 1
    return stream


if __name__ == "__main__":
    main()
