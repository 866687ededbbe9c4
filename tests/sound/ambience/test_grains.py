"""Grains and events: readable from anywhere, their powers known, nothing in a fixed order."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from quietude.audio.clip import Samples
from quietude.sound.ambience.events import Events, Scatter
from quietude.sound.ambience.grains import Grains, GrainSettings
from quietude.sound.ambience.recording import Recording, hop_powers, in_steps
from quietude.sound.ambience.scratch import Scratch

RATE_HZ = 8000
HOP = RATE_HZ // 10
RNG = np.random.default_rng(5)
SOUND = Recording.of(
    (RNG.normal(0, 0.05, (20 * RATE_HZ, 2)) * [1.0, 0.4]).astype(np.float32), RATE_HZ
)
SETTINGS = GrainSettings((2.0, 4.0), 0.5)
SCATTER = Scatter(every_s=2.0, loose=0.4, chance=0.9, rests_s=0.0, range_db=6.0, lean_db=4.0)
CLIPS = [
    (RNG.normal(0, 3000, (2, frames)) * np.hanning(frames)).astype(np.int16)
    for frames in (3000, 7100, 12_345, 20_000)
]
CLIPS_S = [
    (sum(clip.shape[1] for clip in CLIPS[:place]) / RATE_HZ, clip.shape[1] / RATE_HZ)
    for place, clip in enumerate(CLIPS)
]


def grains(settings: GrainSettings = SETTINGS, key: int = 9) -> Grains:
    return Grains(SOUND, key, settings)


def events(settings: Scatter = SCATTER, key: int = 9) -> Events:
    return Events(Recording(np.concatenate(CLIPS, axis=1), 0.0, RATE_HZ), CLIPS_S, key, settings)


def read(source: Grains | Events, start: int, frames: int) -> Samples:
    block = np.zeros((2, frames), dtype=np.float32)
    source.add_to(block, start, np.ones((2, frames), dtype=np.float32), Scratch())
    return block


@pytest.mark.parametrize("source", [grains(), events()], ids=["grains", "events"])
def test_a_sound_is_the_same_from_any_frame(source: Grains | Events) -> None:
    whole = read(source, 0, 200_000)
    for start, frames in ((0, 1), (12_345, 999), (77_777, 50_000), (199_000, 1000)):
        np.testing.assert_array_equal(read(source, start, frames), whole[:, start : start + frames])
    assert read(source, 3600 * RATE_HZ, 20 * RATE_HZ).any()


@pytest.mark.parametrize("source", [grains(), events()], ids=["grains", "events"])
def test_powers_are_those_of_the_sound(source: Grains | Events) -> None:
    hops = slice(300, 700)
    heard = read(source, (hops.start - 1) * HOP, (hops.stop - hops.start + 1) * HOP)
    found = hop_powers(in_steps(heard.T)[0].T, RATE_HZ, whole=True)[:, :, 1:]
    scale = in_steps(heard.T)[1] ** 2
    told = source.powers(hops.start, hops.stop)
    assert told.shape == (2, 4, 400)
    for ear in (0, 1):
        ratio = told[ear, :2].sum(axis=1) / (found[ear, :2].sum(axis=1) * scale)
        assert ratio == pytest.approx([1.0, 1.0], rel=0.06)
    clear = (found[0, 1] * scale > np.median(found[0, 1] * scale)) & (told[0, 1] > 0)
    apart_db = np.abs(10 * np.log10(told[0, 1, clear] / (found[0, 1, clear] * scale)))
    assert np.quantile(apart_db, 0.8) < 1.0
    np.testing.assert_array_equal(source.powers(450, 460), told[:, :, 150:160])


def test_grains_cross_without_a_dip_and_exchange_their_ears() -> None:
    heard = read(grains(), 0, 60 * RATE_HZ).astype(np.float64)
    hops = np.square(heard).reshape(2, -1, HOP).mean(axis=2)
    assert (10 * np.log10(hops.sum(axis=0))).std() < 0.5
    louder_left = hops[0] > hops[1]
    assert 0.1 < louder_left.mean() < 0.9
    straight = read(grains(GrainSettings((2.0, 4.0), 0.5, mirrored=False)), 0, 60 * RATE_HZ)
    hops = np.square(straight.astype(np.float64)).reshape(2, -1, HOP).mean(axis=2)
    assert (hops[0] > hops[1]).all()


def test_a_recording_has_to_be_longer_than_its_grains() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        grains(GrainSettings((15.0, 25.0), 1.0))
    with pytest.raises(ValueError, match="do not fit"):
        grains(GrainSettings((1.0, 2.0), 3.0))


def test_every_clip_is_heard_before_one_comes_again() -> None:
    settings = Scatter(every_s=4.0, loose=0.3, chance=1.0, rests_s=0.0, range_db=0.0, lean_db=0.0)
    placed = sorted(event for n in range(8) for event in events(settings)._placed(n))
    assert len(placed) == pytest.approx(8 * 60 / 4, abs=2)
    rounds = [placed[n : n + 4] for n in range(0, 100, 4)]
    assert all({event.clip for event in part} == {0, 1, 2, 3} for part in rounds)
    assert len({tuple(event.clip for event in part) for part in rounds}) > 8
    gaps = [after.start_hop - before.start_hop for before, after in pairwise(placed)]
    assert min(gaps) >= 15
    assert len(set(gaps)) > 10
    assert {event.gains for event in placed} == {(1.0, 1.0)}


def test_a_clock_is_on_time() -> None:
    settings = Scatter(every_s=1.0, loose=0.0, chance=1.0, rests_s=0.0, range_db=0.0, lean_db=0.0)
    placed = sorted(event for n in range(5) for event in events(settings)._placed(n))
    assert {b.start_hop - a.start_hop for a, b in pairwise(placed)} == {10}


def test_there_are_times_of_rest() -> None:
    settings = Scatter(every_s=1.0, loose=0.4, chance=1.0, rests_s=30.0, range_db=6.0, lean_db=4.0)
    scattered = events(settings)
    placed = sorted(event for n in range(8) for event in scattered._placed(n))
    gaps = np.diff([event.start_hop for event in placed])
    assert gaps.max() > 100
    assert 0.3 < len(placed) / 480 < 0.85
