"""One MP3 from several encoders: the same bytes on any number of cores, and no seam at a joint."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from typing import Any

import lameenc
import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from quietude.audio.clip import Samples
from quietude.deliver.formats import mp3_segments as segments
from quietude.deliver.formats.mp3_frames import MAX_LOOKBACK, FrameReader, FrameWriter, Mp3Frame
from quietude.deliver.formats.mp3_info import SAMPLES_PER_FRAME
from quietude.deliver.formats.mp3_segments import EARLY, LATE, SegmentedEncoder

RATE_HZ = 44_100
DELAY = 1105
"""Samples an MP3 without an Info frame begins late: the encoder's delay and the decoder's."""

Pcm = NDArray[np.int16]


def lame() -> lameenc.Encoder:
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(128)
    encoder.set_in_sample_rate(RATE_HZ)
    encoder.set_channels(2)
    encoder.set_quality(5)
    return encoder


def sound(seconds: float, seed: int = 0) -> Pcm:
    """Bursts over soft noise: full of changes of window and of need for bits."""
    rng = np.random.default_rng(seed)
    count = round(seconds * RATE_HZ)
    envelope = np.repeat(rng.random(count // 3000 + 1) ** 5, 3000)[:count, None]
    tone = np.sin(np.cumsum(rng.uniform(0.01, 0.2, count // 700 + 1).repeat(700)[:count]))[:, None]
    wave = envelope * (0.4 * tone + rng.normal(0, 0.2, (count, 2))) + rng.normal(
        0, 0.01, (count, 2)
    )
    return np.clip(wave * 32767, -32768, 32767).astype(np.int16)


def alone(pcm: Pcm) -> bytes:
    encoder = lame()
    return bytes(encoder.encode(pcm.tobytes())) + bytes(encoder.flush())


def decoded(stream: bytes) -> Samples:
    data, _ = soundfile.read(io.BytesIO(stream), dtype="float32")
    return np.asarray(data)


@pytest.fixture
def short_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "SEGMENT", 90)
    monkeypatch.setattr(segments, "FURTHER", 24)


def segmented(pcm: Pcm, workers: int, step: int = 40_000) -> bytes:
    encoder = SegmentedEncoder(lame, workers)
    stream = b"".join(
        encoder.encode(pcm[at : at + step].tobytes()) for at in range(0, len(pcm), step)
    )
    return stream + encoder.flush()


def compare(stream: bytes, pcm: Pcm) -> None:
    """A stream is as long and, frame by frame, as good as what one encoder makes."""
    joined, single = decoded(stream), decoded(alone(pcm))
    assert joined.shape == single.shape
    wanted = pcm.astype(np.float32) / 32768
    errors = []
    for found in (joined, single):
        power = ((found[DELAY : DELAY + len(wanted)] - wanted[: len(found) - DELAY]) ** 2).mean(
            axis=1
        )
        whole = len(power) // SAMPLES_PER_FRAME
        errors.append(power[: whole * SAMPLES_PER_FRAME].reshape(whole, -1).mean(axis=1))
    worse_db = 10 * np.log10((errors[0] + 1e-9) / (errors[1] + 1e-9))
    assert worse_db.max() < 6.0
    assert abs(worse_db.mean()) < 0.3


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 9999), seconds=st.floats(0.1, 3.0))
def test_frames_taken_apart_and_packed_again_decode_alike(seed: int, seconds: float) -> None:
    stream = alone(sound(seconds, seed))
    writer = FrameWriter()
    frames = FrameReader().add(stream)
    packed = b"".join(writer.add(frame) for frame in frames) + writer.finish()
    assert len(packed) == len(stream)
    assert all(0 <= frame.spare_bytes <= MAX_LOOKBACK for frame in frames)
    np.testing.assert_array_equal(decoded(packed), decoded(stream))


def test_silence_leaves_room_that_no_frame_looks_back_for() -> None:
    hush = np.zeros((RATE_HZ, 2), dtype=np.int16)
    stream = alone(np.concatenate([sound(0.5), hush, sound(0.5, 1), hush, sound(0.3, 2)]))
    writer = FrameWriter()
    packed = b"".join(map(writer.add, FrameReader().add(stream))) + writer.finish()
    np.testing.assert_array_equal(decoded(packed), decoded(stream))


def framed(**windows: int) -> Mp3Frame:
    """A frame with these four bits at the window flags of granules (ISO 11172-3, 2.4.1.7)."""
    places = {"left0": 0, "right0": 1, "left1": 2, "right1": 3}
    side = sum(bits << 256 - (20 + 59 * places[name] + 33) - 4 for name, bits in windows.items())
    return Mp3Frame(bytes(4) + side.to_bytes(32, "big"), b"", 381, 0)


@pytest.mark.parametrize(
    ("windows", "fits"),
    [
        ({}, True), ({"left1": 0b1100}, False), ({"right1": 0b1010}, False),
        ({"left0": 0b1100, "right0": 0b1100}, True),  # of its first half
        ({"left1": 0b0110}, True),  # bits of something else, without the flag before them
    ],
)  # fmt: skip
def test_a_joint_needs_the_same_windows_and_no_less_room(
    windows: dict[str, int], *, fits: bool
) -> None:
    class Later:
        first = 0
        spare = 0

        def frame(self, number: int) -> Mp3Frame:
            spare = self.spare if number == EARLY + 1 else 400
            return replace(framed(**windows) if number == EARLY else framed(), spare_bytes=spare)

    encoder, later = SegmentedEncoder(lame, 1), Later()
    encoder._next = EARLY + 1
    encoder._writer._room_start = 100
    assert encoder._is_joint(framed(), later) == fits  # type: ignore[arg-type]
    later.spare = 101  # more than the hundred bytes that are left here
    assert not encoder._is_joint(framed(), later)  # type: ignore[arg-type]
    encoder._next, later.spare = EARLY, 0
    assert not encoder._is_joint(framed(), later)  # type: ignore[arg-type]
    encoder.close()


def test_a_stream_may_come_in_any_pieces() -> None:
    stream = alone(sound(1.0))
    reader = FrameReader()
    pieces = [reader.add(stream[at : at + 97]) for at in range(0, len(stream), 97)]
    assert [frame for piece in pieces for frame in piece] == FrameReader().add(stream)


def test_a_stream_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="not an MPEG-1 layer III frame"):
        FrameReader().add(b"RIFF" + bytes(400))


@pytest.mark.usefixtures("short_segments")
def test_cores_and_blocks_change_no_byte() -> None:
    pcm = sound(9.0)
    one = segmented(pcm, 1)
    assert segmented(pcm, 3) == one
    assert segmented(pcm, 2, step=1111) == one


@pytest.mark.usefixtures("short_segments")
@pytest.mark.parametrize(
    ("frames", "samples"),
    [
        pytest.param(frames, samples, marks=() if usual else pytest.mark.slow)
        for frames in (90, 90 + LATE - 1, 90 + LATE, 180 + LATE, 180 + LATE + 1)
        for samples in (-1, 0, 1)
        # On either side of every limit; those further in are for `make check-all`.
        for usual in [samples == 0 or frames == 90 + LATE]
    ],
)
def test_the_sound_may_end_anywhere(frames: int, samples: int) -> None:
    pcm = sound(6.0)[: frames * SAMPLES_PER_FRAME + samples]
    compare(segmented(pcm, 2), pcm)


@pytest.mark.usefixtures("short_segments")
def test_samples_that_are_encoded_are_freed() -> None:
    encoder = SegmentedEncoder(lame, 1)
    held = []
    for piece in np.array_split(sound(30.0), 300):
        encoder.encode(piece.tobytes())
        held.append(sum(map(len, encoder._pcm._pieces)))
    encoder.flush()
    assert max(held) < 4 * 90 * SAMPLES_PER_FRAME * 4


@pytest.mark.usefixtures("short_segments")
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
@pytest.mark.parametrize("missed", [0, LATE, LATE + 8])
def test_a_joint_is_as_good_as_one_encoder(
    seed: int, missed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fits, encoded = SegmentedEncoder._is_joint, []

    def fits_later(self: SegmentedEncoder, frame: Mp3Frame, later: Any) -> bool:
        encoded.append(self._segments[0].end - self._segments[0].first)
        return self._next > later.first + EARLY + missed and fits(self, frame, later)

    monkeypatch.setattr(SegmentedEncoder, "_is_joint", fits_later)
    pcm = sound(12.0, seed)
    compare(segmented(pcm, 2), pcm)
    assert max(encoded) < 2 * 90 + EARLY + LATE  # it went on a little, and no further


@pytest.mark.usefixtures("short_segments")
def test_where_nothing_is_joint_one_encoder_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SegmentedEncoder, "_is_joint", lambda *_: False)
    pcm = sound(7.0)
    np.testing.assert_array_equal(decoded(segmented(pcm, 2)), decoded(alone(pcm)))


@pytest.mark.usefixtures("short_segments")
def test_a_joint_anywhere_would_not_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def anywhere(self: SegmentedEncoder, _frame: Mp3Frame, later: Any) -> bool:
        return bool(self._next > later.first + EARLY)

    monkeypatch.setattr(SegmentedEncoder, "_is_joint", anywhere)
    waves = np.concatenate([sound(9.0, seed) for seed in range(6)])
    with pytest.raises(ValueError, match="too little room"):
        segmented(waves, 2)


def test_closing_ends_the_threads() -> None:
    encoder = SegmentedEncoder(lame, 2)
    encoder.encode(sound(50.0).tobytes())
    mine = [thread for thread in threading.enumerate() if thread.name.startswith("lame")]
    encoder.close()
    assert mine
    assert not any(thread.is_alive() for thread in mine)
