"""Recordings as browsers make them, and files that only look like recordings."""

import io
import math
import struct
import zipfile
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import av
from av.audio.stream import AudioStream

RATE = 48_000
_PART = 9_600


def voice(seconds: float, *, silence: float = 0.5, loudness: float = 0.1) -> "array[float]":
    """Make sound that swells like speech, with silence at both ends."""
    quiet = array("f", bytes(4 * int(RATE * silence)))
    one = array("f", (loudness * value for value in _one_second()))
    swell = (one * math.ceil(seconds))[: int(seconds * RATE)]
    return quiet + swell + quiet


@lru_cache
def _one_second() -> Sequence[float]:
    return [
        math.sin(math.tau * 220 * n / RATE) * (1 + math.sin(math.tau * 3 * n / RATE)) / 2
        for n in range(RATE)
    ]


def encode(
    sound: "array[float]",
    container: str = "webm",
    codec: str = "libopus",
    *,
    streams: int = 1,
    layout: str = "mono",
    pieces: bool = False,
) -> bytes:
    """Write sound as a file of a format, the same in each of its streams.

    Args:
        pieces: an MP4 whose sound lies in pieces behind an empty table (fragmented).
    """
    file = io.BytesIO()
    options = {"movflags": "frag_keyframe+empty_moov+default_base_moof"} if pieces else {}
    with av.open(file, "w", format=container, options=options) as written:
        tracks: list[Any] = [
            written.add_stream(codec, rate=RATE, layout=layout) for _ in range(streams)
        ]
        for track in tracks:
            for packet in _packets(track, sound, layout):
                written.mux(packet)
    return file.getvalue()


def _packets(track: AudioStream, sound: "array[float]", layout: str) -> Iterator[Any]:
    to_track = av.AudioResampler(format=track.codec_context.format, layout=layout, rate=RATE)
    for start in range(0, len(sound), _PART):
        part = sound[start : start + _PART]
        frame = av.AudioFrame(format="flt", layout="mono", samples=len(part))
        frame.planes[0].update(part.tobytes())
        frame.sample_rate = RATE
        for ready in to_track.resample(frame):
            yield track.encode(ready)
    yield track.encode(None)


@lru_cache
def a_recording(
    container: str = "webm", codec: str = "libopus", seconds: float = 1.0, *, pieces: bool = False
) -> bytes:
    """A good recording."""
    return encode(voice(seconds), container, codec, pieces=pieces)


def with_pictures() -> bytes:
    """A film with sound, whose pictures say that they are 65,535 dots wide and high."""
    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as written:
        film: Any = written.add_stream("mpeg4", rate=25)
        film.width = film.height = 256
        film.pix_fmt = "yuv420p"
        track: Any = written.add_stream("libopus", rate=RATE, layout="mono")
        picture = av.VideoFrame(256, 256, "yuv420p")
        picture.pts, picture.time_base = 0, Fraction(1, 25)
        for packet in (*film.encode(picture), *film.encode(None)):
            written.mux(packet)
        for packet in _packets(track, voice(0.5), "mono"):
            written.mux(packet)
    data = file.getvalue()
    for size in (b"\xb0\x82", b"\xba\x82"):  # PixelWidth and PixelHeight, two bytes long
        assert size + b"\x01\x00" in data
        data = data.replace(size + b"\x01\x00", size + b"\xff\xff")
    return data


def _elsewhere() -> bytes:
    """An MP4 whose sound is said to be in another file, by an alias record of the Macintosh."""
    data = a_recording("mp4", "aac")
    path = b"/etc/passwd"
    alias = b"".join(
        (
            bytes(10),
            b"\x01/" + bytes(26),  # volume
            bytes(12),
            bytes([len(path)]) + path + bytes(63 - len(path)),
            bytes(16),
            struct.pack(">HH", 1, 1),
            bytes(16),
            struct.pack(">HH", 2, len(path) + 1) + path + b"\0",
            b"\xff\xff\0\0",
        )
    )
    entry = struct.pack(">I4sI", 12 + len(alias), b"alis", 0) + alias
    at = data.index(b"dref") + 12  # version, flags, number of entries
    more = len(entry) - 12
    patched = bytearray(data[:at] + entry + data[at + 12 :])
    for name in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"):
        place = data.index(name) - 4
        size = int.from_bytes(data[place : place + 4]) + more
        patched[place : place + 4] = struct.pack(">I", size)
    return bytes(patched)


def _bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("opname.webm", bytes(50_000_000))
    return file.getvalue()


def _not_a_number() -> bytes:
    return encode(array("f", [math.nan] * RATE), "matroska", "pcm_f32le")


def _slow() -> bytes:
    """An AAC file that says it has one sample a second (ISO/IEC 14496-3, AudioSpecificConfig)."""
    data = a_recording("mp4", "aac")
    mark = b"\x05\x80\x80\x80\x05"
    at = data.index(mark) + len(mark)
    setting = (2 << 35) | (15 << 31) | (1 << 7) | (1 << 3)
    return data[:at] + setting.to_bytes(5) + data[at + 5 :]


def _empty() -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="webm") as written:
        written.add_stream("libopus", rate=RATE, layout="mono")
        written.start_encoding()
    return file.getvalue()


def _chained() -> bytes:
    return a_recording("ogg") * 60


def _head(data: bytes, junk: bytes) -> bytes:
    return data[:60] + junk


def _endless_box() -> bytes:
    return b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42" + struct.pack(">I", 0xFFFFFFF0) + b"moov" * 50_000


def _deep_boxes() -> bytes:
    return b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42" + b"".join(
        struct.pack(">I4s", 8 * (20_000 - depth), b"moov") for depth in range(20_000)
    )


@dataclass(frozen=True)
class HostileSound:
    """A file that is no recording of a sentence.

    Attributes:
        refused: a part of the reason that is given.
    """

    name: str
    make: Callable[[], bytes]
    refused: str


_NO, _MORE, _BROKEN = "no recording that we can read", "more than one sound", "damaged"
_FFCONCAT = b"ffconcat version 1.0\nfile '%s'\n"
HOSTILE_SOUNDS = (
    HostileSound("nothing", lambda: b"", "Record the sentence first"),
    HostileSound("a byte too many", lambda: b"\x1a\x45\xdf\xa3" + bytes(1_999_997), "2 MB"),
    HostileSound("61 seconds", lambda: encode(voice(60.5, silence=0.3)), "more than a minute"),
    HostileSound("cut off at its head", lambda: a_recording()[:40], _BROKEN),
    HostileSound("cut off before its sound", lambda: a_recording("mp4", "aac")[:900], _BROKEN),
    HostileSound("a zip bomb", _bomb, _NO),
    HostileSound("wav named webm", lambda: encode(voice(0.5), "wav", "pcm_s16le"), _NO),
    HostileSound("mp3", lambda: encode(voice(0.5), "mp3", "libmp3lame"), _NO),
    HostileSound("flac", lambda: encode(voice(0.5), "flac", "flac"), _NO),
    HostileSound("pcm in mov", lambda: encode(voice(0.5), "mov", "pcm_s16le"), _NO),
    HostileSound("mp3 in matroska", lambda: encode(voice(0.5), "matroska", "libmp3lame"), _NO),
    HostileSound("no numbers", _not_a_number, _NO),
    HostileSound("a playlist of a file", lambda: b"#EXTM3U\nfile:///etc/passwd\n", _NO),
    HostileSound("a playlist of the web", lambda: b"#EXTM3U\nhttp://127.0.0.1:1/a.webm\n", _NO),
    HostileSound("a list of files", lambda: _FFCONCAT % b"file:///etc/passwd", _NO),
    HostileSound("a list of the web", lambda: _FFCONCAT % b"http://127.0.0.1:1/", _NO),
    HostileSound("sound in another file", _elsewhere, "hear nothing"),
    HostileSound("a film", with_pictures, _MORE),
    HostileSound("two sounds", lambda: encode(voice(0.5), "matroska", streams=2), _MORE),
    HostileSound("100 sounds", lambda: encode(voice(0.1), "matroska", streams=100), _MORE),
    HostileSound("silence only", lambda: encode(array("f", [0.0] * RATE)), "hear nothing"),
    HostileSound("no sound at all", _empty, _BROKEN),
    HostileSound("six voices", lambda: encode(voice(0.5), "ogg", layout="5.1"), _NO),
    HostileSound("text", lambda: b"Heeft u hier last van?", _NO),
    HostileSound("html", lambda: b"<!doctype html><script>alert(1)</script>", _NO),
    HostileSound("svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", _NO),
    HostileSound("chained for more than a minute", _chained, "more than a minute"),
    HostileSound("a head with junk", lambda: _head(a_recording(), b"\xff" * 100_000), _BROKEN),
    HostileSound("a box without end", _endless_box, _BROKEN),
    HostileSound("boxes in boxes", _deep_boxes, _BROKEN),
    HostileSound("sound at 1 Hz", _slow, _NO),
)
