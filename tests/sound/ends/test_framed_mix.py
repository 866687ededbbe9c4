"""Sounds at the ends of a session: their place, their level, and the session as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from quietude.audio.clip import Samples
from quietude.errors import SoundError
from quietude.plan.timeline import Timeline, chapters_between
from quietude.script.bed import TrackBed
from quietude.sound.ends.end_sound import EndSound
from quietude.sound.ends.framed_mix import LOWERED_LU, EndClip, FramedMix, check_end_sound

RATE_HZ = 8000
SESSION_S, SOUND_S = 20, 12
TIMELINE = Timeline(
    title="A",
    placements=(),
    cues=(),
    silences=(),
    chapters=chapters_between([("One", 0, "arrive"), ("Two", 8000, "return")], 20 * RATE_HZ),
    dropped_lines=(),
    total_frames=SESSION_S * RATE_HZ,
    sample_rate_hz=RATE_HZ,
)


class Session:
    """A session that is 1 in every sample, in blocks of odd lengths."""

    def blocks(self) -> Iterator[Samples]:
        left = TIMELINE.total_frames
        while left:
            frames = min(7001, left)
            left -= frames
            yield np.ones((frames, 2), dtype=np.float32)


@pytest.fixture(scope="module")
def track(tmp_path_factory: pytest.TempPathFactory) -> TrackBed:
    path = tmp_path_factory.mktemp("sound") / "jingle.wav"
    at = np.arange(SOUND_S * RATE_HZ) / RATE_HZ
    soundfile.write(path, 0.25 * np.sin(2 * np.pi * 500 * at), RATE_HZ, subtype="FLOAT")
    return TrackBed(path)


def _whole(**ends: EndSound) -> tuple[FramedMix, Samples]:
    given: dict[str, Any] = {"opening": None, "closing": None, **ends}
    session: Any = Session()
    mix = FramedMix(session, TIMELINE, **given)
    whole = np.concatenate(list(mix.blocks()))
    assert len(whole) == mix.timeline.total_frames
    return mix, whole


@pytest.mark.parametrize(
    ("sound", "lead_s", "total_s"),
    [
        (EndSound(TrackBed(Path()), opens=True, place="before"), 12, 32),
        (EndSound(TrackBed(Path()), opens=True, place="over"), 9, 29),
        (EndSound(TrackBed(Path()), opens=True, place="under"), 5, 25),
        (EndSound(TrackBed(Path()), opens=False, place="after", fade_in_s=3), 0, 32),
        (EndSound(TrackBed(Path()), opens=False, place="over", fade_in_s=3), 0, 29),
        (EndSound(TrackBed(Path()), opens=False, place="under"), 0, 25),
    ],
)
def test_the_session_stays_as_it_is_and_the_sound_comes_on_top(
    track: TrackBed, sound: EndSound, lead_s: int, total_s: int
) -> None:
    sound = replace(sound, track=track)
    mix, whole = _whole(**{"opening" if sound.opens else "closing": sound})
    assert mix.lead_frames == lead_s * RATE_HZ
    assert len(whole) == total_s * RATE_HZ
    start = 0 if sound.opens else len(whole) - SOUND_S * RATE_HZ
    alone = np.zeros_like(whole)
    alone[start : start + SOUND_S * RATE_HZ] = EndClip(sound, RATE_HZ).read(0, SOUND_S * RATE_HZ)
    session = np.zeros_like(whole)
    session[mix.lead_frames : mix.lead_frames + TIMELINE.total_frames] = 1
    assert np.abs(whole - alone - session).max() < 1e-6
    first, last = mix.timeline.chapters
    assert (first.start_frame, last.start_frame) == (0, (lead_s + 1) * RATE_HZ)
    assert last.end_frame == len(whole)


@pytest.mark.parametrize("opens", [True, False])
def test_under_the_voice_an_end_lies_low_and_moves_slowly(track: TrackBed, *, opens: bool) -> None:
    sound = EndSound(track, opens=opens, place="under", fade_in_s=0.1, fade_out_s=0.1)
    clip = EndClip(sound, RATE_HZ)
    samples = clip.read(0, clip.frames)[:, 0] if opens else clip.read(0, clip.frames)[::-1, 0]
    tenths = np.abs(samples).reshape(-1, RATE_HZ // 10).max(axis=1)
    alone, under = tenths[5:25], tenths[55:115]
    assert 20 * np.log10(under.max() / alone.min()) == pytest.approx(-LOWERED_LU, abs=0.1)
    steps = 20 * np.log10(tenths[6:115] / tenths[5:114])
    assert np.abs(steps).max() < 1.5  # a tenth of a second never jumps


def test_every_end_is_faded(track: TrackBed) -> None:
    for opens in (True, False):
        clip = EndClip(EndSound(track, opens=opens, place="over", fade_in_s=1.0), RATE_HZ)
        edges = np.abs(clip.read(0, clip.frames)[[0, -1]])
        assert edges.max() < 1e-3


@pytest.mark.parametrize(
    ("samples", "said"),
    [(np.zeros(8000), "silent"), (np.ones(800), "lasts 0.1 s"), (np.full(8000, np.nan), "damaged")],
)
def test_an_end_that_is_not_a_sound_is_refused(tmp_path: Path, samples: Samples, said: str) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, samples, RATE_HZ, subtype="FLOAT")
    with pytest.raises(SoundError, match=said):
        check_end_sound(EndSound(TrackBed(path), opens=True, place="before"))
    with pytest.raises(SoundError, match="cannot be read"):
        check_end_sound(EndSound(TrackBed(tmp_path / "none.wav"), opens=True, place="before"))
