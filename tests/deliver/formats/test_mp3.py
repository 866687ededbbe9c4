"""Bit rates and levels of an MP3, and other tags for a finished one."""

from __future__ import annotations

from pathlib import Path

import mutagen
import numpy as np
import pytest
from mutagen.id3 import ID3

from delivered import decoded, full_tags, noise, tags, tone, untagged_mp3, written
from quietude._util.files import PendingFile
from quietude.deliver.formats.base import Quality
from quietude.deliver.formats.id3 import id3_size
from quietude.deliver.formats.mp3 import Mp3, retag_mp3
from quietude.errors import DeliveryError


@pytest.mark.parametrize("quality", [Quality(), Quality(kbps=192), Quality(vbr=2)])
def test_the_level_of_an_mp3_changes_as_its_format_says(tmp_path: Path, quality: Quality) -> None:
    signal = tone(30_000)
    found = decoded(untagged_mp3(tmp_path / "a.mp3", signal, quality))
    middle = slice(5000, 25_000)
    change_db = 10 * np.log10((found[middle] ** 2).mean() / (signal[middle] ** 2).mean())
    assert change_db == pytest.approx(Mp3(quality).level_change_db, abs=0.2)


@pytest.mark.parametrize(("kbps", "code"), [(128, 9), (192, 11)])  # ISO 11172-3, table 2.4.2.3
def test_a_constant_bit_rate_is_the_one_asked_for(tmp_path: Path, kbps: int, code: int) -> None:
    path = untagged_mp3(tmp_path / "a.mp3", noise(60_000), Quality(kbps=kbps))
    assert path.read_bytes()[2] >> 4 == code
    assert mutagen.File(path).info.bitrate == pytest.approx(kbps * 1000, abs=10)


def test_a_better_variable_quality_makes_a_larger_file(tmp_path: Path) -> None:
    sizes = [
        untagged_mp3(tmp_path / "v.mp3", noise(60_000), Quality(vbr=vbr)).stat().st_size
        for vbr in (0, 2, 4, 6)
    ]
    assert sizes == sorted(set(sizes), reverse=True)


def test_other_tags_leave_every_byte_of_the_sound(tmp_path: Path) -> None:
    source = written(tmp_path / "a.mp3", tone(9000), tags("One"))
    before = source.read_bytes()
    with PendingFile(source, overwrite=True) as pending:  # the file that it replaces
        retag_mp3(source, pending, full_tags())
        pending.commit()
    after = source.read_bytes()
    assert after[id3_size(after[:10]) :] == before[id3_size(before[:10]) :]
    assert ID3(source)["TPE1"].text == ["Ada"]


def test_other_tags_for_a_file_that_has_been_removed_are_an_error(tmp_path: Path) -> None:
    with (
        PendingFile(tmp_path / "a.mp3", overwrite=True) as pending,
        pytest.raises(DeliveryError, match="has been removed") as caught,
    ):
        retag_mp3(tmp_path / "gone.mp3", pending, full_tags())
    assert caught.value.path == tmp_path / "gone.mp3"
