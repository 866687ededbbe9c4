"""The sounds that come with Quietude: how long they are, and how long they are heard."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from quietude.errors import SoundError
from quietude.script.bed import LibraryBed, NoBed, TrackBed
from quietude.sound.ambience.layers import NoiseLayer
from quietude.sound.assets import MANIFEST_RATE_HZ, ClipAsset, beds, check_bed, find_bed

RATE_HZ = MANIFEST_RATE_HZ


def test_a_bell_is_over_when_it_stays_below(tmp_path: Path) -> None:
    """Full for 0.5 s, nothing for 0.4 s, then 30 dB down to 2.1 s and 50 dB down to 3 s."""
    sound = np.zeros(3 * RATE_HZ)
    for start, end, level_db in ((0.0, 0.5, 0), (0.9, 2.1, -30), (2.1, 3.0, -50)):
        part = slice(round(start * RATE_HZ), round(end * RATE_HZ))
        sound[part] = 0.5 * 10 ** (level_db / 20)
    path = tmp_path / "bell.wav"
    soundfile.write(path, sound, RATE_HZ, subtype="FLOAT")
    bell = ClipAsset("bell", "Bell", path, len(sound), -20.0)
    for drop_db, seconds in ((20, 0.5), (40, 2.1), (60, 3.0)):
        assert bell.frames_above(drop_db, RATE_HZ) == round(seconds * RATE_HZ)
        assert bell.frames_above(drop_db, 48_000) == round(seconds * 48_000)


def test_lengths_at_a_rate_are_rounded_up() -> None:
    assert ClipAsset("", "", Path(), RATE_HZ + 1, 0.0).frames_at(22_050) == 22_051
    assert ClipAsset("", "", Path(), RATE_HZ, 0.0).frames_at(48_000) == 48_000


def test_an_unknown_bed_is_refused_with_its_line() -> None:
    check_bed(LibraryBed("rain"), 3)
    with pytest.raises(SoundError, match='no bed "rian"') as caught:
        check_bed(LibraryBed("rian"), 7)
    assert caught.value.line == 7
    assert caught.value.hint == 'Did you mean "rain"?'
    with pytest.raises(SoundError) as caught:
        check_bed(LibraryBed("xylophone"), 1)
    assert "quietude beds list" in str(caught.value.hint)


def test_every_layer_of_every_bed_exists() -> None:
    for bed in beds().values():
        assert len(bed.layers) >= 2, bed.id
        assert len({layer.name for layer in bed.layers}) == len(bed.layers), bed.id
        for layer in bed.layers:
            if not isinstance(layer, NoiseLayer):  # that is computed
                assert soundfile.info(layer.path).channels == 2, bed.id


def test_a_bed_is_found_by_id_then_as_a_file_from_the_folder_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "track").touch()
    (tmp_path / "rain").touch()
    assert find_bed("none", tmp_path) == NoBed()
    assert find_bed("rain", tmp_path) == LibraryBed("rain")  # ./rain is the file
    assert find_bed("./rain", tmp_path) == TrackBed(tmp_path / "rain")
    assert find_bed("track", tmp_path) == TrackBed(tmp_path / "track")
    assert find_bed("track", tmp_path / "elsewhere") == LibraryBed("track")
    assert find_bed("a.flac", tmp_path) == TrackBed(tmp_path / "a.flac")
    assert find_bed(str(tmp_path / "track"), Path("x")) == TrackBed(tmp_path / "track")
