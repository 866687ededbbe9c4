"""No click, no cut: over whole mixes, by a detector that is shown to find one."""

from __future__ import annotations

from functools import cache
from itertools import islice

import numpy as np
import pytest

from clicks import clicks
from quietude.audio.clip import Samples
from quietude.script.bed import bed_of_id
from quietude.sound.assets import beds
from quietude.sound.beds import open_bed
from quietude.sound.mix import BLOCK_FRAMES, VOICE_LUFS, Mix
from quietude.sound.tones import Tones, ToneStem
from spoken import RATE_HZ, clip_of, session


def whole(bed: str, tones: Tones | None = None) -> Samples:
    return np.concatenate(list(Mix(session(), clip_of, bed_of_id(bed), tones=tones).blocks()))


@cache
def opening(bed: str) -> Samples:
    """The first minute of a mix: a bell, phrases near and far from each other, a rising bed."""
    blocks = Mix(session(), clip_of, bed_of_id(bed)).blocks()
    return np.concatenate(list(islice(blocks, 60 * RATE_HZ // BLOCK_FRAMES)))


@pytest.mark.parametrize("bed", ["brown", "ocean"])
def test_the_first_minute_of_a_mix_has_no_click(bed: str) -> None:
    assert list(clicks(opening(bed))) == []


def test_a_whole_mix_has_no_click() -> None:
    """With no bed to cover it: bells, taps, swells and phrases to the end."""
    assert list(clicks(whole("none"))) == []


@pytest.mark.slow
@pytest.mark.parametrize("bed", sorted(beds()))
def test_no_mix_has_a_click_that_its_bed_lacks(bed: str) -> None:
    """Crackles are sharp: where the bed alone is, the mix may be."""
    mixed = whole(bed)
    own = clicks(open_bed(bed_of_id(bed), RATE_HZ, VOICE_LUFS).open().read(len(mixed)))
    for click in clicks(mixed):
        assert len(own)
        assert np.abs(own - click).min() < 2000


def test_tones_have_no_click() -> None:
    stem = ToneStem(Tones("isochronic", 5.0), RATE_HZ, 0.1)
    assert (
        list(clicks(np.concatenate([stem.read(frames) for frames in (9999, 1, 30_000, RATE_HZ)])))
        == []
    )


@pytest.mark.parametrize("bed", ["none", "brown"])
def test_a_planted_click_is_found(bed: str) -> None:
    """A lone sample and a step in a silence, a gap in a phrase, a phrase that is cut off."""
    sound = opening(bed)
    voiced = session().placements[1]
    silent, loud = voiced.end_frame + RATE_HZ // 2, (voiced.start_frame + voiced.end_frame) // 2
    loud += int(np.argmax(np.abs(sound[loud : loud + 4000, 0])))
    for at, frames, gain, more in (
        (silent, 1, 1.0, 0.01),
        (silent, 2 * RATE_HZ, 1.0, 0.02),
        (loud, 3000, 0.0, 0.0),
        (loud, RATE_HZ // 2, 0.0, 0.0),
    ):
        around = sound[at - 4 * RATE_HZ : at + 2 * RATE_HZ].copy()
        part = around[4 * RATE_HZ : 4 * RATE_HZ + frames]
        part *= np.float32(gain)
        part += np.float32(more)
        assert any(abs(int(click) - 4 * RATE_HZ) < 200 for click in clicks(around))
