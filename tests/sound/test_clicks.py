"""No click, no cut: over whole mixes, by a detector that is shown to find one."""

from __future__ import annotations

import numpy as np
import pytest

from clicks import clicks
from quietude.audio import Samples
from quietude.sound.assets import beds
from quietude.sound.beds import open_bed
from quietude.sound.mix import VOICE_LUFS, Mix
from quietude.sound.tones import Tones
from spoken import RATE_HZ, clip_of, session


def whole(bed: str, tones: Tones | None = None) -> Samples:
    return np.concatenate(list(Mix(session(), clip_of, bed, tones=tones).blocks()))


@pytest.mark.parametrize("bed", ["none", "brown", "drone", "ocean"])
def test_a_whole_mix_has_no_click(bed: str) -> None:
    assert list(clicks(whole(bed))) == []


@pytest.mark.slow
@pytest.mark.parametrize("bed", sorted(beds()))
def test_no_whole_mix_has_a_click_that_its_bed_has_not(bed: str) -> None:
    """Crackles are sharp: where the bed alone is, the mix may be."""
    mixed = whole(bed)
    own = clicks(open_bed(bed, RATE_HZ, VOICE_LUFS).open().read(len(mixed)))
    for it in clicks(mixed):
        assert len(own)
        assert np.abs(own - it).min() < 2000


def test_tones_bring_none() -> None:
    assert list(clicks(whole("none", Tones("isochronic", 5.0)))) == []


@pytest.mark.parametrize("bed", sorted(beds()))
def test_no_bed_has_one_where_its_loops_go_round(bed: str) -> None:
    """Beds with drops, crackles or crickets have corners of their own: their seams have no more."""
    from quietude.audio import read_samples
    from quietude.sound.assets import beds as all_beds

    for layer in all_beds()[bed].layers:
        loop, _ = read_samples(layer.path)
        around = np.concatenate([loop[-RATE_HZ:], loop[:RATE_HZ]])
        seam = [it for it in clicks(around) if abs(it - RATE_HZ) < 200]
        assert seam == [], layer.path.name


@pytest.mark.parametrize("bed", ["none", "brown"])
@pytest.mark.parametrize("kind", ["a lone sample", "a step", "a gap"])
def test_a_planted_click_is_found(bed: str, kind: str) -> None:
    sound = whole(bed)[: 60 * RATE_HZ]
    voiced = session().placements[1]
    at = (voiced.start_frame + voiced.end_frame) // 2
    if kind == "a lone sample":
        at = voiced.end_frame + RATE_HZ // 2  # in a silence
        sound[at] += 0.01
    elif kind == "a step":
        at = voiced.end_frame + RATE_HZ // 2
        sound[at:] += 0.02
    else:
        loudest = int(np.argmax(np.abs(sound[at : at + 4000, 0]))) + at
        at = loudest
        sound[at : at + 3000] = 0.0
    found = clicks(sound)
    assert any(abs(int(it) - at) < 200 for it in found)


def test_a_voice_that_is_cut_off_is_found() -> None:
    sound = whole("none")
    first = session().placements[0]
    cut = first.start_frame + int(np.argmax(np.abs(sound[first.start_frame : first.end_frame, 0])))
    sound[cut : cut + RATE_HZ // 2] = 0.0
    assert any(abs(int(it) - cut) < 200 for it in clicks(sound))
