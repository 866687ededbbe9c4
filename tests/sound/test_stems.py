"""Voice and cues where the timeline puts them. The contract of stems is in tests/contract."""

from __future__ import annotations

import numpy as np

from quietude.audio.clip import Clip, Samples
from quietude.plan.model import Utterance
from quietude.plan.timeline import Placement
from quietude.script.bed import LibraryBed
from quietude.sound.assets import beds, bells
from quietude.sound.beds import open_bed
from quietude.sound.cues import RecordedSound
from quietude.sound.mix import VOICE_LUFS
from quietude.sound.stems import CueStem, Stem, VoiceStem

RATE_HZ = 44_100
RNG = np.random.default_rng(0)
NOISE = RNG.normal(0, 0.1, (3000, 2)).astype(np.float32)
UTTERANCES = [Utterance(f"Line {n}.", "tone", 115, 0, n) for n in range(5)]
CLIPS = {phrase: Clip(RNG.normal(0, 0.1, 900).astype(np.float32), RATE_HZ) for phrase in UTTERANCES}
PLACEMENTS = [Placement(phrase, 500 + 1000 * n, 900) for n, phrase in enumerate(UTTERANCES)]


def voice() -> Stem:
    return VoiceStem(PLACEMENTS, lambda phrase: CLIPS[phrase].samples)


def read(stem: Stem, cuts: list[int]) -> Samples:
    return np.concatenate([stem.read(frames) for frames in cuts])


def test_the_voice_is_where_the_timeline_says() -> None:
    block = voice().read(7000)
    for placed in PLACEMENTS:
        expected = CLIPS[placed.utterance].samples
        np.testing.assert_allclose(
            block[placed.start_frame : placed.end_frame, 0], expected, rtol=1e-6
        )
    assert not block[:500].any()
    assert not block[1400:1500].any()
    np.testing.assert_array_equal(block[:, 0], block[:, 1])


def test_cues_ring_over_one_another() -> None:
    bell, tap = RecordedSound(NOISE[:, 0], 1.0, 0.5), RecordedSound(NOISE[:400, 1], 0.2, 0.9)
    expected = np.zeros((5000, 2))
    for start, sound in ((10, bell), (1000, tap), (1000, bell), (1200, tap)):
        expected[start : start + sound.frames] += sound.read(0, sound.frames)
    stem = CueStem([(10, bell), (1000, tap), (1000, bell), (1200, tap)])
    np.testing.assert_allclose(read(stem, [1000, 1, 199, 3800]), expected, atol=1e-6)


def test_a_clip_is_fetched_when_it_starts() -> None:
    fetched: list[Utterance] = []

    def phrase(utterance: Utterance) -> Samples:
        fetched.append(utterance)
        return CLIPS[utterance].samples

    stem = VoiceStem(PLACEMENTS, phrase)
    stem.read(400)
    assert len(fetched) <= 1
    stem.read(2000)
    assert fetched == UTTERANCES[:3][: len(fetched)]
    stem.read(9000)
    assert fetched == UTTERANCES


def test_every_bed_and_bell_can_be_opened() -> None:
    assert {"rain", "ocean", "stream", "brown"} <= set(beds())
    assert "bell" in bells()
    for name in ("rain", "drone"):
        block = open_bed(LibraryBed(name), RATE_HZ, VOICE_LUFS).open().read(RATE_HZ)
        assert 0.001 < np.abs(block).max() < 1.0
