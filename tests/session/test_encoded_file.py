"""The level of a file by hand, and how it is corrected after a miss."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from quietude._util.files import PendingFile
from quietude.audio.loudness import Loudness, RmsLevels
from quietude.deliver.formats.mp3 import Mp3
from quietude.deliver.formats.registry import FORMATS
from quietude.deliver.tags import ChapterTag, Tags
from quietude.errors import DeliveryError
from quietude.session.encoded_file import EncodedFile
from quietude.session.mastering import TRIES, Mastering
from quietude.sound.targets import AcxTarget, Target, target_named

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.deliver.formats.base import Format

RATE_HZ = 44_100
TARGET = Target(-16.0, -1.0)
TAGS = Tags("T", "A", "B", "G", "", "en", [ChapterTag("One", 0, 0, 1000)])
SPOTIFY, BOOK = target_named("spotify"), AcxTarget()


def output(output_format: Format = FORMATS["mp3"]) -> EncodedFile:
    return EncodedFile(cast("PendingFile", None), output_format)


def measured(lufs: float, peak_dbtp: float, of: EncodedFile) -> EncodedFile:
    of.loudness = Loudness(lufs, 1.0, peak_dbtp)
    return of


def test_a_level_allows_for_what_the_format_does_to_it() -> None:
    class Softened(Mp3):
        level_change_db = -0.4
        headroom_db = 0.5

    file = output(Softened())
    file.aim(TARGET, mixed_lufs=-20.0, voice_lufs=-19.8, heard_lufs=-19.7)
    assert (file.gain_db, file.ceiling_dbtp, file.shortfall_lu) == pytest.approx((4.4, -1.1, 0.0))
    assert file.heard_gain_db == pytest.approx(4.0)
    assert file.aimed_lufs == pytest.approx(-15.7)


@pytest.mark.parametrize(
    ("mixed_lufs", "gain_db"),
    [
        (-20.3, 4.3),  # the whole comes to its figure, and the voice moves by 0.3 LU for it
        (-19.7, 3.7),
        (-20.5, 4.0),  # half a decibel is more than the voice may move: it keeps its level
        (-26.0, 4.0),
        (-17.0, 4.0),
    ],
)
def test_the_voice_is_the_anchor(mixed_lufs: float, gain_db: float) -> None:
    file = output(FORMATS["wav"])
    file.aim(TARGET, mixed_lufs, voice_lufs=-20.0, heard_lufs=-20.0)
    assert (file.gain_db, file.shortfall_lu) == pytest.approx((gain_db, 0.0))
    file.voice_lufs = -20.0 + gain_db
    assert not measured(mixed_lufs + gain_db, -3.0, file).corrected(TARGET)
    file.voice_lufs -= 0.5
    assert measured(mixed_lufs + gain_db, -3.0, file).corrected(TARGET)
    assert file.gain_db == pytest.approx(gain_db + 0.5)


def test_a_file_is_set_anew_by_what_it_misses() -> None:
    file = output()
    file.gain_db, file.ceiling_dbtp, file.aimed_lufs = 3.0, -1.5, -16.0
    assert not measured(-16.0, -1.0, file).corrected(TARGET)
    assert measured(-16.0, -0.7, file).corrected(TARGET)
    assert (file.gain_db, file.ceiling_dbtp) == pytest.approx((3.0, -2.0))  # what is over, and 0.2
    assert measured(-17.0, -1.1, file).corrected(TARGET)
    assert file.gain_db == pytest.approx(4.0)


def test_an_audiobook_moves_its_voice_for_its_level_as_far_as_it_may() -> None:
    file = output(FORMATS["wav"])
    file.aim(BOOK, mixed_lufs=-26.0, voice_lufs=-24.0, heard_lufs=-24.0)
    assert file.gain_db == pytest.approx(8.0)
    measured(-20.0, -4.0, file)
    file.voice_lufs, file.levels = -16.0, RmsLevels(-22.9, -70.0)
    assert not file.corrected(BOOK)  # within −23 … −18 dB
    file.levels = RmsLevels(-23.5, -70.0)
    assert file.corrected(BOOK)
    assert file.gain_db == pytest.approx(8.0 + 0.7)  # just into it
    file.voice_lufs, file.levels = -15.3, RmsLevels(-22.8, -70.0)
    assert not file.corrected(BOOK)
    file.gain_db, file.aimed_lufs, file.voice_lufs = 8.0, -16.0, -16.0
    file.levels = RmsLevels(-27.0, -70.0)
    assert file.corrected(BOOK)
    assert file.gain_db == pytest.approx(9.0)  # the voice wins: it moves by 1 LU and no further
    file.voice_lufs, file.levels = -15.0, RmsLevels(-26.0, -70.0)
    assert not file.corrected(BOOK)
    Mastering._check_floor(file, RmsLevels(-20.0, -60.0), BOOK)
    file.pending = cast("PendingFile", type("P", (), {"path": "a.wav"}))
    with pytest.raises(DeliveryError, match="quietest half second"):
        Mastering._check_floor(file, RmsLevels(-20.0, -59.9), BOOK)


def limited(gain_db: float, kept: float) -> float:
    """The level of a file whose limiter leaves this share of what is above 5 dB of gain."""
    return -21.5 + min(gain_db, 5.0) + kept * max(gain_db - 5.0, 0.0)


@pytest.mark.parametrize("kept", [1.0, 0.6, 0.5, 0.4])
def test_a_file_whose_limiter_works_comes_to_its_target(tmp_path: Path, kept: float) -> None:
    """Raised by what it lacks alone, one of which half is kept would come half way each time."""
    with PendingFile(tmp_path / "a.flac", overwrite=False) as pending:
        encoded = EncodedFile(pending, FORMATS["flac"])
        encoded.aim(SPOTIFY, mixed_lufs=-21.5, voice_lufs=-21.5, heard_lufs=-21.5)
        for _ in range(TRIES):
            encoded.loudness = Loudness(limited(encoded.gain_db, kept), 8.0, -1.2)
            encoded.limited_db = max(0.0, encoded.gain_db - 5.0)
            if not encoded.corrected(SPOTIFY):
                break
        else:
            pytest.fail("it never came to its target")
    assert encoded.shortfall_lu == 0.0


def test_a_file_that_its_limiter_keeps_down_is_quieter_and_says_so(tmp_path: Path) -> None:
    """The limiter takes what would be heard."""
    with PendingFile(tmp_path / "a.flac", overwrite=False) as pending:
        encoded = EncodedFile(pending, FORMATS["flac"])
        encoded.aim(SPOTIFY, mixed_lufs=-21.5, voice_lufs=-21.5, heard_lufs=-21.5)
        assert encoded.gain_db == 7.5
        encoded.loudness = Loudness(-15.0, 8.0, -0.8)
        encoded.limited_db = 6.5
        assert encoded.corrected(SPOTIFY)  # for its peak alone
        assert (encoded.gain_db, encoded.shortfall_lu) == (7.5, 1.0)
        encoded.loudness = Loudness(-15.5, 8.0, -1.2)
        assert not encoded.corrected(SPOTIFY)
        assert (encoded.gain_db, encoded.shortfall_lu) == (7.5, 1.5)


def test_a_file_its_limiter_would_crush_is_lowered_instead(tmp_path: Path) -> None:
    with PendingFile(tmp_path / "a.flac", overwrite=False) as pending:
        encoded = EncodedFile(pending, FORMATS["flac"])
        encoded.aim(SPOTIFY, mixed_lufs=-40.0, voice_lufs=-40.0, heard_lufs=-40.0)
        encoded.loudness, encoded.limited_db = Loudness(-20.0, 8.0, -1.2), 20.0
        assert encoded.corrected(SPOTIFY)
        assert encoded.gain_db == pytest.approx(26.0 - 14.0)  # its limiter is left 6 dB
        encoded.loudness, encoded.limited_db = Loudness(-29.0, 8.0, -1.2), 6.0
        assert not encoded.corrected(SPOTIFY)
        assert (encoded.gain_db, encoded.shortfall_lu) == pytest.approx((12.0, 15.0))


def test_a_file_that_goes_the_other_way_is_not_raised_further(tmp_path: Path) -> None:
    """A level may fall while the gain rises, where more comes above the gate: no slope is taken."""
    with PendingFile(tmp_path / "a.flac", overwrite=False) as pending:
        encoded = EncodedFile(pending, FORMATS["flac"])
        encoded.gain_db, encoded.most_db, encoded.aimed_lufs = 4.0, 9.0, -14.0
        for level in (-15.0, -15.2):
            before = encoded.gain_db
            encoded.loudness = Loudness(level, 8.0, -1.2)
            assert encoded.corrected(SPOTIFY)
            assert encoded.gain_db - before == pytest.approx(-14.0 - level)
