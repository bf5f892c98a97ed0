"""Recordings become MP3s of one kind; everything else is refused in a child process."""

import io
import time

import av
import pytest
from av.container import InputContainer

from pwa.voice.recordings.sound.core import SAMPLE_RATE, RecordingRefused
from pwa.voice.recordings.sound.process import SECONDS, read_recording
from tests.inputs.recordings import HOSTILE_SOUNDS, a_recording, encode, voice


def listen(mp3: bytes) -> tuple[int, float]:
    """Decode an MP3 of ours; gives how many samples it has, and its effective loudness."""
    squares, count = 0.0, 0
    to_numbers = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
    with av.open(io.BytesIO(mp3), format="mp3") as container:
        assert isinstance(container, InputContainer)
        stream = container.streams.audio[0]
        assert (stream.codec_context.sample_rate, stream.codec_context.channels) == (24_000, 1)
        for frame in container.decode(stream):
            for ready in to_numbers.resample(frame):
                heard = memoryview(ready.planes[0]).cast("f")[: ready.samples]
                squares += sum(value * value for value in heard)
                count += ready.samples
    return count, (squares / count) ** 0.5


def test_what_browsers_record_becomes_one_format_without_the_silence_around_it() -> None:
    for container, codec in (("webm", "libopus"), ("ogg", "libopus"), ("mp4", "aac")):
        sound = read_recording(a_recording(container, codec))

        samples, _ = listen(sound.mp3)
        assert 1_100 < sound.milliseconds < 1_300, container  # 1 s, and 0.1 s of silence around it
        assert abs(samples / SAMPLE_RATE * 1_000 - sound.milliseconds) < 100, container


def test_loud_and_quiet_speakers_end_up_equally_loud() -> None:
    loud, quiet = (
        listen(read_recording(encode(voice(3, loudness=loudness))).mp3)[1]
        for loudness in (0.6, 0.03)
    )

    assert 0.8 < loud / quiet < 1.25


def test_a_sentence_of_six_seconds_takes_less_than_20_kilobytes() -> None:
    assert len(read_recording(a_recording(seconds=6.0)).mp3) < 20_000


@pytest.mark.timeout(120)
def test_hostile_recordings_are_refused_soon_and_the_next_one_is_taken() -> None:
    assert len(HOSTILE_SOUNDS) > 20
    for hostile in HOSTILE_SOUNDS:
        began = time.monotonic()
        with pytest.raises(RecordingRefused) as refused:
            read_recording(hostile.make())

        assert hostile.refused in refused.value.message, hostile.name
        assert time.monotonic() - began < SECONDS, hostile.name
    assert read_recording(a_recording()).milliseconds > 1_000


def test_a_recording_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(RecordingRefused, match="too long"):
        read_recording(a_recording(), seconds=0.0)
