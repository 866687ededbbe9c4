"""A file that misses its target is encoded again with what was learnt."""

from __future__ import annotations

from pathlib import Path

import pytest

from quietude.deliver.formats import FORMATS
from quietude.deliver.output import PendingFile
from quietude.delivery import TRIES, Output
from quietude.sound.levels import PlainLevels
from quietude.sound.loudness import Loudness
from quietude.sound.targets import TARGETS

SPOTIFY, AUDIOBOOK = TARGETS["spotify"], TARGETS["audiobook"]


def limited(gain_db: float, kept: float) -> float:
    """The level of a file whose limiter leaves this share of what is above 5 dB of gain."""
    return -21.5 + min(gain_db, 5.0) + kept * max(gain_db - 5.0, 0.0)


@pytest.mark.parametrize("kept", [1.0, 0.6, 0.5, 0.4])
def test_a_file_whose_limiter_works_comes_to_its_target(tmp_path: Path, kept: float) -> None:
    """Raised by what it lacks alone, one of which half is kept would come half way each time."""
    with PendingFile(tmp_path / "a.flac", overwrite=False) as pending:
        output = Output(pending, FORMATS["flac"])
        output.aim(SPOTIFY, mixed_lufs=-21.5, voice_lufs=-40.0)
        for _ in range(TRIES):
            output.loudness = Loudness(limited(output.gain_db, kept), 8.0, -1.2)
            output.reduction_db = max(0.0, output.gain_db - 5.0)
            if not output.corrected(SPOTIFY):
                break
        else:
            pytest.fail("it never came to its target")
    assert output.held_back_lu == 0.0


@pytest.mark.parametrize(("voice_lufs", "reduction_db"), [(-17.5, 1.0), (-40.0, 6.5)])
def test_a_file_that_its_limiter_keeps_down_is_quieter_and_says_so(
    tmp_path: Path, voice_lufs: float, reduction_db: float
) -> None:
    """The voice is as loud as it may be, or the limiter takes what would be heard."""
    with PendingFile(tmp_path / "a.flac", overwrite=False) as pending:
        output = Output(pending, FORMATS["flac"])
        output.aim(SPOTIFY, mixed_lufs=-21.5, voice_lufs=voice_lufs)
        assert output.gain_db == 7.5
        output.loudness = Loudness(-15.0, 8.0, -0.8)
        output.reduction_db = reduction_db
        assert output.corrected(SPOTIFY)  # for its peak alone
        assert (output.gain_db, output.held_back_lu) == (7.5, 1.0)
        output.loudness = Loudness(-15.5, 8.0, -1.2)
        assert not output.corrected(SPOTIFY)
        assert (output.gain_db, output.held_back_lu) == (7.5, 1.5)


def test_a_file_that_goes_the_other_way_is_not_raised_further(tmp_path: Path) -> None:
    """A level may fall while the gain rises, where more comes above the gate: no slope is taken."""
    with PendingFile(tmp_path / "a.flac", overwrite=False) as pending:
        output = Output(pending, FORMATS["flac"])
        output.gain_db, output.most_db = 4.0, 9.0
        for level in (-15.0, -15.2):
            before = output.gain_db
            output.loudness = Loudness(level, 8.0, -1.2)
            assert output.corrected(SPOTIFY)
            assert output.gain_db - before == pytest.approx(-14.0 - level)


def test_an_audiobook_is_raised_no_further_than_its_voice_may_be(tmp_path: Path) -> None:
    with PendingFile(tmp_path / "a.mp3", overwrite=False) as pending:
        output = Output(pending, FORMATS["flac"])
        output.aim(AUDIOBOOK, mixed_lufs=-21.0, voice_lufs=-20.0)
        for _ in range(TRIES):
            output.loudness = Loudness(-22.0, 8.0, -3.2)
            output.levels = PlainLevels(-24.0, -66.0)
            output.corrected(AUDIOBOOK)
            assert output.gain_db <= 8.0
        assert output.gain_db == 8.0
