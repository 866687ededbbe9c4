"""Levels of a file by hand, and what is done about one that misses its target."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest
import soundfile

from quietude._util.files import PendingFile
from quietude.audio.loudness import Loudness, LoudnessMeter, RmsLevels
from quietude.deliver.formats.mp3 import Mp3
from quietude.deliver.formats.registry import FORMATS
from quietude.deliver.formats.wav import Wav
from quietude.deliver.tags import ChapterTag, Tags
from quietude.errors import DeliveryError
from quietude.plan.timeline import Timeline
from quietude.session.mastering import TRIES, Delivery, EncodedFile
from quietude.sound.targets import AcxTarget, Target, target_named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quietude.audio.clip import Samples
    from quietude.deliver.formats.base import Format
    from quietude.sound.mix import Mix

RATE_HZ = 44_100
TARGET = Target(-16.0, -1.0)
TAGS = Tags("T", "A", "B", "G", "", "en", [ChapterTag("One", 0, 0, 1000)])
SPOTIFY, BOOK = target_named("spotify"), AcxTarget()


def output(form: Format = FORMATS["mp3"]) -> EncodedFile:
    return EncodedFile(cast("PendingFile", None), form)


def measured(lufs: float, peak_dbtp: float, of: EncodedFile) -> EncodedFile:
    of.loudness = Loudness(lufs, 1.0, peak_dbtp)
    return of


def test_a_level_allows_for_what_the_format_does_to_it() -> None:
    class Softened(Mp3):
        level_change_db = -0.4
        headroom_db = 0.5

    it = output(Softened())
    it.aim(TARGET, mixed_lufs=-20.0, voice_lufs=-19.0)
    assert (it.gain_db, it.ceiling_dbtp, it.shortfall_lu) == pytest.approx((4.4, -1.1, 0.0))
    assert it.heard_gain_db == pytest.approx(4.0)


def test_the_voice_rises_by_four_lu_above_the_target_and_no_further() -> None:
    it = output(FORMATS["wav"])
    it.aim(TARGET, mixed_lufs=-24.0, voice_lufs=-17.0)  # 8 dB would bring the voice to -9
    assert (it.gain_db, it.shortfall_lu) == pytest.approx((5.0, 3.0))
    assert not measured(-19.0, -3.0, it).corrected(TARGET)
    assert measured(-20.0, -3.0, it).corrected(TARGET)
    assert it.gain_db == pytest.approx(6.0)


def test_a_file_is_set_anew_by_what_it_misses() -> None:
    it = output()
    it.gain_db, it.ceiling_dbtp = 3.0, -1.5
    assert not measured(-16.0, -1.0, it).corrected(TARGET)
    assert measured(-16.0, -0.7, it).corrected(TARGET)
    assert (it.gain_db, it.ceiling_dbtp) == pytest.approx((3.0, -2.0))  # what is over, and 0.2
    assert measured(-17.0, -1.1, it).corrected(TARGET)
    assert it.gain_db == pytest.approx(4.0)


def test_an_audiobook_goes_by_plain_level_and_never_shouts() -> None:
    it = output(FORMATS["wav"])
    it.aim(BOOK, mixed_lufs=-26.0, voice_lufs=-24.0)
    assert it.most_db == pytest.approx(BOOK.voice_lufs + 24.0)
    measured(-40.0, -4.0, it)
    it.levels = RmsLevels(-22.9, -70.0)  # within −23 … −18 dB, whatever its loudness
    assert not it.corrected(BOOK)
    it.gain_db, it.levels = 5.0, RmsLevels(-23.5, -70.0)
    assert it.corrected(BOOK)
    assert it.gain_db == pytest.approx(5.0 + 3.0)  # to the middle, −20.5
    it.levels = RmsLevels(-40.0, -70.0)
    assert it.corrected(BOOK)
    assert it.gain_db == it.most_db
    Delivery._check_floor(it, RmsLevels(-20.0, -60.0), BOOK)
    it.pending = cast("PendingFile", type("P", (), {"path": "a.wav"}))
    with pytest.raises(DeliveryError, match="quietest half second"):
        Delivery._check_floor(it, RmsLevels(-20.0, -59.9), BOOK)


def limited(gain_db: float, kept: float) -> float:
    """The level of a file whose limiter leaves this share of what is above 5 dB of gain."""
    return -21.5 + min(gain_db, 5.0) + kept * max(gain_db - 5.0, 0.0)


@pytest.mark.parametrize("kept", [1.0, 0.6, 0.5, 0.4])
def test_a_file_whose_limiter_works_comes_to_its_target(tmp_path: Path, kept: float) -> None:
    """Raised by what it lacks alone, one of which half is kept would come half way each time."""
    with PendingFile(tmp_path / "a.flac", overwrite=False) as pending:
        output = EncodedFile(pending, FORMATS["flac"])
        output.aim(SPOTIFY, mixed_lufs=-21.5, voice_lufs=-40.0)
        for _ in range(TRIES):
            output.loudness = Loudness(limited(output.gain_db, kept), 8.0, -1.2)
            output.reduction_db = max(0.0, output.gain_db - 5.0)
            if not output.corrected(SPOTIFY):
                break
        else:
            pytest.fail("it never came to its target")
    assert output.shortfall_lu == 0.0


@pytest.mark.parametrize(("voice_lufs", "reduction_db"), [(-17.5, 1.0), (-40.0, 6.5)])
def test_a_file_that_its_limiter_keeps_down_is_quieter_and_says_so(
    tmp_path: Path, voice_lufs: float, reduction_db: float
) -> None:
    """The voice is as loud as it may be, or the limiter takes what would be heard."""
    with PendingFile(tmp_path / "a.flac", overwrite=False) as pending:
        output = EncodedFile(pending, FORMATS["flac"])
        output.aim(SPOTIFY, mixed_lufs=-21.5, voice_lufs=voice_lufs)
        assert output.gain_db == 7.5
        output.loudness = Loudness(-15.0, 8.0, -0.8)
        output.reduction_db = reduction_db
        assert output.corrected(SPOTIFY)  # for its peak alone
        assert (output.gain_db, output.shortfall_lu) == (7.5, 1.0)
        output.loudness = Loudness(-15.5, 8.0, -1.2)
        assert not output.corrected(SPOTIFY)
        assert (output.gain_db, output.shortfall_lu) == (7.5, 1.5)


def test_a_file_its_limiter_would_crush_is_lowered_instead(tmp_path: Path) -> None:
    with PendingFile(tmp_path / "a.flac", overwrite=False) as pending:
        output = EncodedFile(pending, FORMATS["flac"])
        output.aim(SPOTIFY, mixed_lufs=-40.0, voice_lufs=-40.0)
        output.loudness, output.reduction_db = Loudness(-20.0, 8.0, -1.2), 20.0
        assert output.corrected(SPOTIFY)
        assert output.gain_db == pytest.approx(26.0 - 14.0)  # its limiter is left 6 dB
        output.loudness, output.reduction_db = Loudness(-29.0, 8.0, -1.2), 6.0
        assert not output.corrected(SPOTIFY)
        assert (output.gain_db, output.shortfall_lu) == pytest.approx((12.0, 15.0))


def test_a_file_that_goes_the_other_way_is_not_raised_further(tmp_path: Path) -> None:
    """A level may fall while the gain rises, where more comes above the gate: no slope is taken."""
    with PendingFile(tmp_path / "a.flac", overwrite=False) as pending:
        output = EncodedFile(pending, FORMATS["flac"])
        output.gain_db, output.most_db = 4.0, 9.0
        for level in (-15.0, -15.2):
            before = output.gain_db
            output.loudness = Loudness(level, 8.0, -1.2)
            assert output.corrected(SPOTIFY)
            assert output.gain_db - before == pytest.approx(-14.0 - level)


def test_an_audiobook_is_raised_no_further_than_its_voice_may_be(tmp_path: Path) -> None:
    with PendingFile(tmp_path / "a.mp3", overwrite=False) as pending:
        output = EncodedFile(pending, FORMATS["flac"])
        output.aim(BOOK, mixed_lufs=-21.0, voice_lufs=-20.0)
        for _ in range(TRIES):
            output.loudness = Loudness(-22.0, 8.0, -3.2)
            output.levels = RmsLevels(-24.0, -66.0)
            output.corrected(BOOK)
            assert output.gain_db <= 8.0
        assert output.gain_db == 8.0


class PlainMix:
    """Two seconds of a tone at −30 LUFS, that takes itself for something else."""

    voice_lufs = -30.0

    def __init__(self, wrong_lu: float = 0.0) -> None:
        self.passes = 0
        time_s = np.arange(2 * RATE_HZ) / RATE_HZ
        mono = np.sin(2 * np.pi * 997 * time_s).astype(np.float32)
        meter = LoudnessMeter(RATE_HZ)
        meter.add(np.repeat(mono[:, None], 2, axis=1))
        level_db = -30.0 - meter.result().integrated_lufs
        self.sound = np.repeat(mono[:, None], 2, axis=1) * np.float32(10 ** (level_db / 20))
        self.told_lufs = -30.0 + wrong_lu

    def integrated_lufs(self) -> float:
        return self.told_lufs

    def blocks(self) -> Iterator[Samples]:
        self.passes += 1
        yield from np.array_split(self.sound, 7)


def delivered(
    mix: PlainMix, outputs: list[EncodedFile], frames: int, target: Target = TARGET
) -> Any:
    stages: list[tuple[str, int, int]] = []
    timeline = Timeline("T", (), (), (), (), (), frames, RATE_HZ)
    Delivery(
        mix=cast("Mix", mix),
        timeline=timeline,
        outputs=outputs,
        target=target,
        tags=TAGS,
        progress=lambda *it: stages.append(it),
    ).write()
    return stages


def test_a_file_that_misses_its_target_is_encoded_again_by_itself(tmp_path: Path) -> None:
    class Softened(Wav):
        level_change_db = -2.0

    with ExitStack() as stack:
        one, other = (
            EncodedFile(
                stack.enter_context(PendingFile(tmp_path / f"a.{it}", overwrite=False)), FORMATS[it]
            )
            for it in ("wav", "flac")
        )
        mix = PlainMix()
        stages = delivered(mix, [one, other], 2 * RATE_HZ)
        assert mix.passes == 1
        assert stages[-1] == ("check", 2 * RATE_HZ, 2 * RATE_HZ)
        off = PlainMix(wrong_lu=2.0)
        one.form = Softened()  # which makes up for it in this one
        stages = delivered(off, [one, other], 2 * RATE_HZ)
        assert off.passes == 2
        assert stages.count(("check", 2 * RATE_HZ, 2 * RATE_HZ)) == 3  # the other one twice
        for it in (one, other):
            meter = LoudnessMeter(RATE_HZ)
            found, _ = soundfile.read(it.pending.temporary, dtype="float32")
            meter.add(found)
            assert it.measured.integrated_lufs == pytest.approx(-16.0, abs=0.1)
            assert it.measured.integrated_lufs == pytest.approx(
                meter.result().integrated_lufs, abs=0.01
            )


def test_a_file_of_another_length_is_no_finished_one(tmp_path: Path) -> None:
    with PendingFile(tmp_path / "a.wav", overwrite=False) as pending:
        for frames in (2 * RATE_HZ + 1, 2 * RATE_HZ - 1):
            with pytest.raises(DeliveryError, match=f"has 88200 frames, not {frames}") as caught:
                delivered(PlainMix(), [EncodedFile(pending, FORMATS["wav"])], frames)
            assert caught.value.path == tmp_path / "a.wav"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_does_not_decode_is_told_by_the_name_it_will_have(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    with PendingFile(path, overwrite=False) as pending:
        pending.write_bytes(b"nothing like sound" * 9)
        with pytest.raises(DeliveryError, match="does not decode") as caught:
            list(EncodedFile(pending, FORMATS["mp3"]).decoded(100))
    assert (caught.value.path, caught.value.hint) == (path, "Is the disk full?")
