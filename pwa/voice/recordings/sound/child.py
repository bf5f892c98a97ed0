"""Turn one uploaded recording from standard input into an MP3 on standard output.

Run as `python -m pwa.voice.recordings.sound.child` by `read_recording` (process.py), never imported
by the server. The answer is one line of JSON (`Told`), and the MP3 behind it. The library reads
memory only, with the demuxer that the first bytes name; it may open no other format, codec, protocol
or file, and the process has given up files and sockets before it begins.
"""

import io
import sys
from collections.abc import Iterator
from typing import Final

import av
import msgspec
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.filter import Graph

from pwa.bounded.child import give_up_rights
from pwa.voice.recordings.sound.core import (
    BIT_RATE,
    BROKEN,
    MAX_SECONDS,
    MAX_UPLOAD_BYTES,
    SAMPLE_RATE,
    SILENT,
    TOO_BIG,
    TOO_LONG,
    TOO_MUCH,
    UNKNOWN,
    WITH_MORE,
    RecordingRefused,
    Told,
    format_of,
)

_CODECS: Final = ("opus", "aac")
_RATES: Final = range(7_000, 96_001)
# More than any recording has (its sound, perhaps a line of data), and few enough to look at soon.
_MAX_STREAMS: Final = 4
# What is quieter counts as silence, at the beginning and at the end; a tenth of a second of it stays.
_TRIM: Final = "start_periods=1:start_threshold=-45dB:start_silence=0.1:detection=rms"
# Loudness of a sentence by EBU R 128, with which speech is understood on the small speaker of a phone.
_LEVEL: Final = "I=-18:TP=-2:LRA=7"
_SHORTEST: Final = 0.3  # seconds


def main() -> None:
    """Read the recording and write what it became."""
    data = sys.stdin.buffer.read(MAX_UPLOAD_BYTES + 1)
    _load()
    give_up_rights()
    try:
        told, mp3 = _convert(data)
    except RecordingRefused as refused:
        told, mp3 = Told(refused=refused.message), b""
    except MemoryError:
        told, mp3 = Told(refused=TOO_MUCH), b""
    except (av.error.FFmpegError, ValueError, OverflowError):
        told, mp3 = Told(refused=BROKEN), b""
    sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n" + mp3)


def _load() -> None:
    """Load what Python would load late: afterwards the process can open no files."""
    _write_mp3([])


def _convert(data: bytes) -> tuple[Told, bytes]:
    if len(data) > MAX_UPLOAD_BYTES:
        raise RecordingRefused(TOO_BIG)
    sound = list(_trim_and_level(_decode(data)))
    samples = sum(frame.samples for frame in sound)
    if samples < _SHORTEST * SAMPLE_RATE:
        raise RecordingRefused(SILENT)
    return Told(milliseconds=samples * 1000 // SAMPLE_RATE), _write_mp3(sound)


def _decode(data: bytes) -> Iterator[AudioFrame]:
    """Give the sound of an upload, mono at our rate.

    Raises:
        RecordingRefused: it is no recording, longer than a minute, or has more than sound in it.
        FFmpegError: it is damaged.
    """
    seconds = 0.0
    to_ours = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
    with _open(data) as container:
        stream = _only_sound(container)
        for frame in container.decode(stream):
            if frame.sample_rate not in _RATES:
                raise RecordingRefused(UNKNOWN)
            seconds += frame.samples / frame.sample_rate
            if seconds > MAX_SECONDS:
                raise RecordingRefused(TOO_LONG)
            frame.pts = None  # moments of the file may jump; the sound is one piece
            yield from to_ours.resample(frame)
        yield from to_ours.resample(None)


def _open(data: bytes) -> InputContainer:
    name = format_of(data)
    if name is None:
        raise RecordingRefused(UNKNOWN)
    limits = {
        "codec_whitelist": "opus,aac",
        "format_whitelist": name,
        "protocol_whitelist": "none",
        "probesize": "200000",
        "analyzeduration": "1000000",
        "max_streams": str(_MAX_STREAMS),
    }
    container = av.open(io.BytesIO(data), format=name, options=limits)
    assert isinstance(container, InputContainer)
    return container


def _only_sound(container: InputContainer) -> AudioStream:
    streams = list(container.streams)
    if len(streams) > _MAX_STREAMS or any(each.type == "video" for each in streams):
        raise RecordingRefused(WITH_MORE)
    sounds = container.streams.audio
    if len(sounds) != 1:
        raise RecordingRefused(WITH_MORE if sounds else UNKNOWN)
    context = sounds[0].codec_context
    if context.name not in _CODECS or context.channels not in (1, 2):
        raise RecordingRefused(UNKNOWN)
    context.thread_count = 1  # the process may start none
    return sounds[0]


def _trim_and_level(frames: Iterator[AudioFrame]) -> Iterator[AudioFrame]:
    """Cut the silence off at both ends, and give the sound the loudness of all recordings."""
    graph = Graph()
    graph.threads = 1
    source = graph.add_abuffer(sample_rate=SAMPLE_RATE, format="flt", layout="mono")
    steps = (
        ("silenceremove", _TRIM),
        ("areverse", ""),
        ("silenceremove", _TRIM),
        ("areverse", ""),
        ("loudnorm", _LEVEL),
        ("aresample", str(SAMPLE_RATE)),
        ("aformat", f"sample_fmts=s16p:channel_layouts=mono:sample_rates={SAMPLE_RATE}"),
        ("abuffersink", ""),
    )
    graph.link_nodes(source, *(graph.add(name, values) for name, values in steps)).configure()
    for frame in frames:
        graph.push(frame)
    graph.push(None)
    while True:
        try:
            ready = graph.pull()
        except (av.error.EOFError, av.error.BlockingIOError):
            return
        assert isinstance(ready, AudioFrame)
        yield ready


def _write_mp3(frames: list[AudioFrame]) -> bytes:
    """Write an MP3 with nothing in it but the sound."""
    file = io.BytesIO()
    options = {"write_xing": "0", "id3v2_version": "0"}
    with av.open(file, "w", format="mp3", options=options) as container:
        stream = container.add_stream("libmp3lame", rate=SAMPLE_RATE, layout="mono")
        stream.bit_rate = BIT_RATE
        for frame in [*frames, None]:
            if frame is not None:
                frame.pts = None
            container.mux(stream.encode(frame))
    return file.getvalue()


if __name__ == "__main__":
    main()
