"""Bells, taps and swells: how loud beside the voice, in which ear, and how a breath swells."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from scipy import signal

from quietude.audio.clip import Samples
from quietude.audio.loudness import k_weighting
from quietude.errors import SoundError
from quietude.plan.model import Cue
from quietude.plan.request import Request
from quietude.plan.timeline import Chapter, CuePlacement, Timeline
from quietude.session.planning import outline
from quietude.sound.assets import bells
from quietude.sound.cues import cue_sounds

RATE_HZ = 44_100
VOICE_LUFS = -20.0
RISE, HOLD, FALL, REST = 4 * RATE_HZ, RATE_HZ, 6 * RATE_HZ, 2 * RATE_HZ
SWELL = Cue("swell", "", (RISE, HOLD, FALL, REST))


def played(*cues: Cue, bell_db: float = 0.0, rate_hz: int = RATE_HZ) -> list[Samples]:
    timeline = Timeline(
        title="", placements=(), silences=(), chapters=(Chapter("", 0, 60 * rate_hz),), dropped_lines=(),
        cues=tuple(CuePlacement(cue, 1000 * n) for n, cue in enumerate(cues)),
        total_frames=60 * rate_hz, sample_rate_hz=rate_hz,
    )  # fmt: skip
    sounds = list(cue_sounds(timeline, VOICE_LUFS, bell_db))
    assert [start for start, _ in sounds] == [1000 * n for n in range(len(cues))]
    return [sound.read(0, sound.frames) for _, sound in sounds]


def loudest_lufs(sound: Samples, rate_hz: int = RATE_HZ) -> float:
    """The loudest 400 ms (EBU Tech 3341, momentary), by scipy's filter."""
    padded = np.pad(sound, ((rate_hz // 2, rate_hz // 2), (0, 0)))
    power = (signal.sosfilt(k_weighting(rate_hz), padded, axis=0) ** 2).sum(axis=1)
    sums = np.concatenate([[0.0], np.cumsum(power)])
    window = round(0.4 * rate_hz)
    loudest = float((sums[window:] - sums[:-window]).max()) / window
    return -0.691 + 10 * math.log10(loudest)


@pytest.mark.parametrize("rate_hz", [RATE_HZ, 48_000])
def test_each_kind_of_cue_lies_its_distance_below_the_voice(rate_hz: int) -> None:
    """5 LU a bell, 13 a swell, 18 a tap as if it were in one ear alone."""
    cues = [*(Cue("bell", name) for name in ("bell", "chime")), SWELL, Cue("tap-left", "tap")]
    *struck, swell, tap = played(*cues, rate_hz=rate_hz)
    for bell in struck:
        assert loudest_lufs(bell, rate_hz) == pytest.approx(VOICE_LUFS - 5.0, abs=0.1)
    assert loudest_lufs(swell, rate_hz) == pytest.approx(VOICE_LUFS - 13.0, abs=0.1)
    one_ear = tap.sum(axis=1)[:, None]
    assert loudest_lufs(one_ear, rate_hz) == pytest.approx(VOICE_LUFS - 18.0, abs=0.1)


def test_the_bell_level_changes_only_bells() -> None:
    cues = Cue("bell", "bell"), SWELL, Cue("tap-right", "tap")
    usual, louder = played(*cues), played(*cues, bell_db=4.0)
    for a, b, more in zip(usual, louder, (4.0, 0.0, 0.0), strict=True):
        np.testing.assert_allclose(b, a * 10 ** (more / 20), rtol=1e-5)


def test_a_tap_leans_to_its_side_but_is_not_in_one_ear_alone() -> None:
    left, right = played(Cue("tap-left", "tap"), Cue("tap-right", "tap"))
    np.testing.assert_array_equal(left, right[:, ::-1])
    near, far = np.abs(left).max(axis=0)
    # Enough for the side to be plain; an ear with nothing at all is harsh in headphones.
    assert 15.0 < 20 * np.log10(near / far) < 25.0


def test_bells_are_in_the_middle_and_whole_at_every_rate() -> None:
    for rate_hz in (8000, 48_000):
        for name, asset in bells().items():
            (sound,) = played(Cue("bell", name), rate_hz=rate_hz)
            np.testing.assert_array_equal(sound[:, 0], sound[:, 1])
            assert len(sound) <= asset.frames_at(rate_hz) <= len(sound) + 1
            assert len(sound) / rate_hz == pytest.approx(asset.frames / 44_100, abs=1e-3)


def test_a_swell_rises_with_the_breath_holds_and_falls() -> None:
    (sound,) = played(SWELL)
    assert len(sound) == RISE + HOLD + FALL
    level = np.sqrt((sound[: len(sound) // 4410 * 4410].reshape(-1, 4410, 2) ** 2).mean(axis=1))
    rising, held, falling = level[:40], level[41:49], level[50:]
    for ear in (0, 1):
        assert (np.diff(rising[:, ear]) > 0).mean() > 0.9
        assert (np.diff(falling[:, ear]) < 0).mean() > 0.9
        assert held[:, ear].min() > 0.7 * level.max()
        # Half way up the envelope has half its height, and the partials above still less.
        assert 0.3 < rising[19:21, ear].mean() / held[:, ear].mean() < 0.55
        assert 0.3 < falling[29:31, ear].mean() / held[:, ear].mean() < 0.55
    # It leaves silence and comes back to it without a corner: at first with the square of time.
    assert np.abs(sound[:441]).max() < 1e-4 * np.abs(sound).max()
    assert np.abs(sound[-441:]).max() < 1e-4 * np.abs(sound).max()


def test_a_swell_brightens_as_it_rises() -> None:
    (sound,) = played(SWELL)

    def at(hz: float, start: int) -> float:
        part = sound[start : start + RATE_HZ // 2, 0] * np.hanning(RATE_HZ // 2)
        turns = np.arange(len(part)) * hz / RATE_HZ
        return float(np.abs(part @ np.exp(-2j * np.pi * turns)))

    low, high = (at(293.66, frame) / at(146.83, frame) for frame in (RISE // 3, RISE))
    assert high == pytest.approx(0.22 / 0.46, rel=0.05)
    assert low < 0.75 * high


def test_a_swell_moves_between_the_ears() -> None:
    """The ears are 0.7 Hz apart: together after 0 and 1.43 s, against one another half way."""
    long = dataclasses.replace(SWELL, phases_frames=(RATE_HZ, 4 * RATE_HZ, RATE_HZ, 0))
    (sound,) = played(long)

    def alike(at_s: float) -> float:
        around = sound[round((at_s - 0.05) * RATE_HZ) : round((at_s + 0.05) * RATE_HZ)]
        left, right = around.T.astype(float)
        return float(left @ right) / math.sqrt(float(left @ left) * float(right @ right))

    assert alike(2 / 0.7) > 0.95
    assert alike(1.5 / 0.7) < -0.95


def test_equal_breaths_share_one_sound() -> None:
    shorter = dataclasses.replace(SWELL, phases_frames=(RISE // 2, 0, FALL // 2, 0))
    timeline = Timeline(
        title="", placements=(), silences=(), chapters=(), dropped_lines=(),
        cues=(CuePlacement(SWELL, 9000), CuePlacement(shorter, 0), CuePlacement(SWELL, 20_000)),
        total_frames=RATE_HZ, sample_rate_hz=RATE_HZ,
    )  # fmt: skip
    (at_a, a), (at_b, b), (at_c, c) = cue_sounds(timeline, VOICE_LUFS, 0.0)
    assert (at_a, at_b, at_c) == (0, 9000, 20_000)
    assert (a.frames, b.frames) == ((RISE + FALL) // 2, RISE + HOLD + FALL)
    assert c is b


def test_an_unknown_bell_gets_a_suggestion() -> None:
    from quietude.sound.assets import bell

    with pytest.raises(SoundError) as caught:
        bell("bel")
    assert 'Did you mean "bell"?' in str(caught.value.hint)


def test_taps_alternate_between_the_ears() -> None:
    timeline = outline("butterfly-hug", Request(duration_s=300))
    sounds = list(cue_sounds(timeline, -20.0, 0.0))
    sides = []
    for placed, (start, sound) in zip(timeline.cues, sounds, strict=True):
        assert start == placed.start_frame
        if placed.cue.kind.startswith("tap"):
            left, right = np.abs(sound.read(0, sound.frames)).max(axis=0)
            sides.append("left" if left > right else "right")
    assert sides[:4] == ["left", "right", "left", "right"]
