"""Encoding into several files, and again into one that misses its target."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, cast
from weakref import ref

import numpy as np
import pytest
import soundfile

from quietude._util.files import PendingFile
from quietude.audio.loudness import LoudnessMeter
from quietude.deliver.formats.registry import FORMATS
from quietude.deliver.formats.wav import Wav
from quietude.deliver.tags import ChapterTag, Tags
from quietude.errors import DeliveryError
from quietude.plan.timeline import Timeline
from quietude.session.encoded_file import EncodedFile
from quietude.session.mastering import Mastering
from quietude.sound.targets import AcxTarget, Target, target_named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quietude.audio.clip import Samples
    from quietude.sound.mix import Mix

RATE_HZ = 44_100
TARGET = Target(-16.0, -1.0)
TAGS = Tags("T", "A", "B", "G", "", "en", [ChapterTag("One", 0, 0, 1000)])
SPOTIFY, BOOK = target_named("spotify"), AcxTarget()


class PlainMix:
    """Two seconds of a tone at −30 LUFS, that takes itself for something else."""

    def __init__(self, wrong_lu: float = 0.0) -> None:
        self.passes = 0
        time_s = np.arange(2 * RATE_HZ) / RATE_HZ
        mono = np.sin(2 * np.pi * 997 * time_s).astype(np.float32)
        meter = LoudnessMeter(RATE_HZ)
        meter.add(np.repeat(mono[:, None], 2, axis=1))
        level_db = -30.0 - meter.result().integrated_lufs
        self.sound = np.repeat(mono[:, None], 2, axis=1) * np.float32(10 ** (level_db / 20))
        self.told_lufs = self.voice_lufs = self.heard_lufs = -30.0 + wrong_lu

    def integrated_lufs(self) -> float:
        return self.told_lufs

    def blocks(self) -> Iterator[Samples]:
        self.passes += 1
        yield from np.array_split(self.sound, 7)


def delivered(mix: PlainMix, files: list[EncodedFile], frames: int, target: Target = TARGET) -> Any:
    stages: list[tuple[str, int, int]] = []
    timeline = Timeline("T", (), (), (), (), (), frames, RATE_HZ)
    Mastering(
        mix=cast("Mix", mix),
        timeline=timeline,
        files=files,
        target=target,
        tags=TAGS,
        progress=lambda *told: stages.append(told),
    ).write()
    return stages


def test_a_file_that_misses_its_target_is_encoded_again_by_itself(tmp_path: Path) -> None:
    class Softened(Wav):
        level_change_db = -2.0

    with ExitStack() as stack:
        one, other = (
            EncodedFile(
                stack.enter_context(PendingFile(tmp_path / f"a.{name}", overwrite=False)),
                FORMATS[name],
            )
            for name in ("wav", "flac")
        )
        mix = PlainMix()
        stages = delivered(mix, [one, other], 2 * RATE_HZ)
        assert mix.passes == 1
        assert stages[-1] == ("check", 2 * RATE_HZ, 2 * RATE_HZ)
        off = PlainMix(wrong_lu=2.0)
        one.format = Softened()  # which makes up for it in this one
        stages = delivered(off, [one, other], 2 * RATE_HZ)
        assert off.passes == 2
        assert stages.count(("check", 2 * RATE_HZ, 2 * RATE_HZ)) == 3  # the other one twice
        for file in (one, other):
            meter = LoudnessMeter(RATE_HZ)
            found, _ = soundfile.read(file.pending.temporary, dtype="float32")
            meter.add(found)
            assert file.measured.integrated_lufs == pytest.approx(-16.0, abs=0.1)
            assert file.measured.integrated_lufs == pytest.approx(
                meter.result().integrated_lufs, abs=0.01
            )


class ManyBlocks(PlainMix):
    """The same in small blocks, that counts those somebody still holds."""

    def __init__(self) -> None:
        super().__init__()
        self.most_held = 0

    def blocks(self) -> Iterator[Samples]:
        made: list[ref[Samples]] = []
        for part in np.array_split(self.sound, 100):
            block = part.copy()
            made.append(ref(block))
            self.most_held = max(self.most_held, sum(one() is not None for one in made))
            yield block


def test_blocks_of_the_mix_are_let_go_of_when_they_are_mastered(tmp_path: Path) -> None:
    mix = ManyBlocks()
    with PendingFile(tmp_path / "a.wav", overwrite=False) as pending:
        delivered(mix, [EncodedFile(pending, FORMATS["wav"])], 2 * RATE_HZ)
    assert mix.most_held <= 3


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
