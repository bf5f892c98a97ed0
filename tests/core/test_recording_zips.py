"""Files with recordings of other practices are read in a child process, or refused as a whole."""

import time

import pytest

from pwa.voice.recordings.exchange.core import ZipRefused
from pwa.voice.recordings.exchange.process import SECONDS, read_zip, unpack
from tests.inputs.recording_zips import HOSTILE_ZIPS, an_mp3, manifest, pack, text_of


def test_the_sounds_of_a_file_are_taken_over_without_what_hides_around_them() -> None:
    name = next(iter(manifest(text_of(0))["recordings"]))["file"]
    hidden = b"ID3\x04\x00\x00\x00\x00\x00\x20" + b"<script>alert(1)</script>".ljust(32) + an_mp3()

    found = unpack(read_zip(pack(manifest(text_of(0)), {f"{name}.mp3": hidden})))

    (recording,) = found.recordings
    assert recording.mp3 == an_mp3()
    assert abs(recording.milliseconds - 1_200) < 100
    assert (recording.text, found.practice) == (text_of(0), "De andere praktijk")


@pytest.mark.timeout(120)
def test_hostile_files_are_refused_soon_and_the_next_one_is_read() -> None:
    assert len(HOSTILE_ZIPS) > 20
    for hostile in HOSTILE_ZIPS:
        began = time.monotonic()
        with pytest.raises(ZipRefused) as refused:
            read_zip(hostile.make())

        assert hostile.refused in refused.value.message, hostile.name
        assert time.monotonic() - began < SECONDS, hostile.name
    assert len(unpack(read_zip(pack())).recordings) == 1
