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
    file.aim(TARGET, mixed_lufs=-20.0, voice_lufs=-19.0)
    assert (file.gain_db, file.ceiling_dbtp, file.shortfall_lu) == pytest.approx((4.4, -1.1, 0.0))
    assert file.heard_gain_db == pytest.approx(4.0)


def test_the_voice_rises_by_four_lu_above_the_target_and_no_further() -> None:
    file = output(FORMATS["wav"])
    file.aim(TARGET, mixed_lufs=-24.0, voice_lufs=-17.0)  # 8 dB would bring the voice to -9
    assert (file.gain_db, file.shortfall_lu) == pytest.approx((5.0, 3.0))
    assert not measured(-19.0, -3.0, file).corrected(TARGET)
    assert measured(-20.0, -3.0, file).corrected(TARGET)
    assert file.gain_db == pytest.approx(6.0)


def test_a_file_is_set_anew_by_what_it_misses() -> None:
    file = output()
    file.gain_db, file.ceiling_dbtp = 3.0, -1.5
    assert not measured(-16.0, -1.0, file).corrected(TARGET)
    assert measured(-16.0, -0.7, file).corrected(TARGET)
    assert (file.gain_db, file.ceiling_dbtp) == pytest.approx((3.0, -2.0))  # what is over, and 0.2
    assert measured(-17.0, -1.1, file).corrected(TARGET)
    assert file.gain_db == pytest.approx(4.0)


def test_an_audiobook_goes_by_plain_level_and_never_shouts() -> None:
    file = output(FORMATS["wav"])
    file.aim(BOOK, mixed_lufs=-26.0, voice_lufs=-24.0)
    assert file.most_db == pytest.approx(BOOK.voice_lufs + 24.0)
    measured(-40.0, -4.0, file)
    file.levels = RmsLevels(-22.9, -70.0)  # within −23 … −18 dB, whatever its loudness
    assert not file.corrected(BOOK)
    file.gain_db, file.levels = 5.0, RmsLevels(-23.5, -70.0)
    assert file.corrected(BOOK)
    assert file.gain_db == pytest.approx(5.0 + 3.0)  # to the middle, −20.5
    file.levels = RmsLevels(-40.0, -70.0)
    assert file.corrected(BOOK)
    assert file.gain_db == file.most_db
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
        encoded.aim(SPOTIFY, mixed_lufs=-21.5, voice_lufs=-40.0)
        for _ in range(TRIES):
            encoded.loudness = Loudness(limited(encoded.gain_db, kept), 8.0, -1.2)
            encoded.limited_db = max(0.0, encoded.gain_db - 5.0)
            if not encoded.corrected(SPOTIFY):
                break
        else:
            pytest.fail("it never came to its target")
    assert encoded.shortfall_lu == 0.0


@pytest.mark.parametrize(("voice_lufs", "reduction_db"), [(-17.5, 1.0), (-40.0, 6.5)])
def test_a_file_that_its_limiter_keeps_down_is_quieter_and_says_so(
    tmp_path: Path, voice_lufs: float, reduction_db: float
) -> None:
    """The voice is as loud as it may be, or the limiter takes what would be heard."""
    with PendingFile(tmp_path / "a.flac", overwrite=False) as pending:
        encoded = EncodedFile(pending, FORMATS["flac"])
        encoded.aim(SPOTIFY, mixed_lufs=-21.5, voice_lufs=voice_lufs)
        assert encoded.gain_db == 7.5
        encoded.loudness = Loudness(-15.0, 8.0, -0.8)
        encoded.limited_db = reduction_db
        assert encoded.corrected(SPOTIFY)  # for its peak alone
        assert (encoded.gain_db, encoded.shortfall_lu) == (7.5, 1.0)
        encoded.loudness = Loudness(-15.5, 8.0, -1.2)
        assert not encoded.corrected(SPOTIFY)
        assert (encoded.gain_db, encoded.shortfall_lu) == (7.5, 1.5)


def test_a_file_its_limiter_would_crush_is_lowered_instead(tmp_path: Path) -> None:
    with PendingFile(tmp_path / "a.flac", overwrite=False) as pending:
        encoded = EncodedFile(pending, FORMATS["flac"])
        encoded.aim(SPOTIFY, mixed_lufs=-40.0, voice_lufs=-40.0)
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
        encoded.gain_db, encoded.most_db = 4.0, 9.0
        for level in (-15.0, -15.2):
            before = encoded.gain_db
            encoded.loudness = Loudness(level, 8.0, -1.2)
            assert encoded.corrected(SPOTIFY)
            assert encoded.gain_db - before == pytest.approx(-14.0 - level)


def test_an_audiobook_is_raised_no_further_than_its_voice_may_be(tmp_path: Path) -> None:
    with PendingFile(tmp_path / "a.mp3", overwrite=False) as pending:
        encoded = EncodedFile(pending, FORMATS["flac"])
        encoded.aim(BOOK, mixed_lufs=-21.0, voice_lufs=-20.0)
        for _ in range(TRIES):
            encoded.loudness = Loudness(-22.0, 8.0, -3.2)
            encoded.levels = RmsLevels(-24.0, -66.0)
            encoded.corrected(BOOK)
            assert encoded.gain_db <= 8.0
        assert encoded.gain_db == 8.0
