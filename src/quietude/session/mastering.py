"""Mix → finished files: master, encode, read back, and again with what was learnt if it missed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import chain, tee, zip_longest
from typing import TYPE_CHECKING

from quietude._util.concurrency import prefetch
from quietude.audio.loudness import Loudness, LoudnessMeter, RmsLevels, RmsMeter
from quietude.deliver.writer import SessionWriter
from quietude.errors import DeliveryError
from quietude.sound.master import TOLERANCE_LU, Master
from quietude.sound.targets import AcxTarget

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quietude._util.files import PendingFile
    from quietude.audio.clip import Samples
    from quietude.audio.limiter import GainReduction
    from quietude.deliver.formats.base import Format
    from quietude.deliver.tags import Tags
    from quietude.plan.timeline import Timeline
    from quietude.sound.mix import Mix
    from quietude.sound.targets import Target

TRIES = 3
"""How often a file is encoded before its measured loudness or peak is called a failure."""

MOST_GAIN_PER_LU = 2.0
"""How much more than a file lacks it is raised by, at most, where its limiter works."""

LIMITED_ENOUGH_DB, MOST_LIMITED_DB = 6.0, 12.0
"""A limiter that takes more than the first is heard: the file is raised no further, and stays
quieter. With more than the second little would be left: the file is lowered, to the first."""

VOICE_ABOVE_LU = 4.0
"""How far the voice may rise above the programme's target loudness.

Long silences and a bed that was turned up until it counts as programme lower the loudness of the
whole; making up for all of it would leave the voice shouting at a limiter. A session held back by
this is quieter than its target, and its receipt says so.
"""

Progress = Callable[[str, int, int], None]
"""Told a stage (``speak``, ``encode``, ``check``), how much is done, and of what."""


@dataclass(slots=True)
class EncodedFile:
    """One of the files a session is written to.

    Attributes:
        pending: The file.
        form: Its format.
        gain_db: What the mix is raised by for it.
        most_db: What it may be raised by at most, to spare the voice.
        ceiling_dbtp: The highest true peak it is given.
        loudness: What the decoded file measures, once it is written.
        levels: Its plain level, where the target asks for one.
        reduction_db: The most its limiter took away.
        gain_reductions: Where its limiter worked.
        shortfall_lu: How much quieter than its target it is, to spare voice and limiter.
        tried: The gain of the try before, and the level the file then had.
    """

    pending: PendingFile
    form: Format
    gain_db: float = 0.0
    most_db: float = 0.0
    ceiling_dbtp: float = 0.0
    loudness: Loudness | None = None
    levels: RmsLevels | None = None
    reduction_db: float = 0.0
    gain_reductions: tuple[GainReduction, ...] = ()
    shortfall_lu: float = 0.0
    tried: tuple[float, float] | None = None

    @property
    def measured(self) -> Loudness:
        """What the decoded file measures; only once it is written."""
        assert self.loudness
        return self.loudness

    @property
    def heard_gain_db(self) -> float:
        """How much louder the decoded file is than the mix."""
        return self.gain_db + self.form.level_change_db

    def decoded(self, frames: int) -> Iterator[Samples]:
        """The finished file, decoded: float32 blocks ``(frames, channels)``.

        Args:
            frames: How many it holds.

        Raises:
            DeliveryError: if it does not decode.
        """
        try:
            yield from self.form.decode_session(self.pending.temporary, frames)
        except DeliveryError as error:
            if error.path:  # not that there is no ffmpeg
                error.path, error.hint = self.pending.path, "Is the disk full?"
            raise

    def aim(self, target: Target, mixed_lufs: float, voice_lufs: float) -> None:
        """Set its level, from what mix and voice measure and what its format does to it."""
        wanted_db = target.loudness_lufs - mixed_lufs
        most_db = target.loudness_lufs + VOICE_ABOVE_LU - voice_lufs
        if isinstance(target, AcxTarget):  # its RMS decides, and is known once it is decoded
            most_db = max(wanted_db, target.voice_lufs - voice_lufs)
        self.most_db = most_db - self.form.level_change_db
        self.shortfall_lu = max(0.0, wanted_db - most_db)
        self.gain_db = min(wanted_db, most_db) - self.form.level_change_db
        self.ceiling_dbtp = (
            target.true_peak_dbtp - self.form.headroom_db - self.form.level_change_db
        )

    def corrected(self, target: Target) -> bool:
        """Set its level anew if the finished file missed its target; answers whether it did."""
        level = self.measured.integrated_lufs
        missing_lu = target.loudness_lufs - self.shortfall_lu - level
        if isinstance(target, AcxTarget) and self.levels:
            level = self.levels.rms_db
            missing_lu = self._missing_level_db(target)
        over_db = self.measured.true_peak_dbtp - target.true_peak_dbtp
        if abs(missing_lu) <= TOLERANCE_LU and over_db <= 0:
            return False
        gain_db = self.gain_db + missing_lu * self._gain_per_lu(level)
        if isinstance(target, AcxTarget):
            gain_db = min(gain_db, self.most_db)
        elif gain_db > self.gain_db and self.reduction_db > 0:
            gain_db = min(gain_db, self._most_limited_db())
            if gain_db == self.gain_db:  # the limiter keeps it down
                self.shortfall_lu += missing_lu
                if over_db <= 0:
                    return False
        self.tried, self.gain_db = (self.gain_db, level), gain_db
        self.ceiling_dbtp -= max(0.0, over_db + 0.2)
        return True

    def _most_limited_db(self) -> float:
        """The gain a file may have whose limiter works and that is too soft all the same."""
        if self.reduction_db > MOST_LIMITED_DB:
            self.most_db = self.gain_db - (self.reduction_db - LIMITED_ENOUGH_DB)
            return self.most_db
        if self.reduction_db > LIMITED_ENOUGH_DB:
            return self.gain_db
        return max(self.most_db, self.gain_db)

    def _gain_per_lu(self, level: float) -> float:
        """How many dB of gain the file needs for each it lacks, by what the try before has shown.

        It is more than one where the limiter takes some of it back: without that, a session of loud
        bells beside a soft voice came half way nearer to its target with each try, and never there.
        """
        if not self.tried:
            return 1.0
        raised, risen = self.gain_db - self.tried[0], level - self.tried[1]
        return min(max(raised / risen, 1.0), MOST_GAIN_PER_LU) if raised * risen > 0 else 1.0

    def _missing_level_db(self, target: AcxTarget) -> float:
        assert self.levels
        low, high = target.rms_db
        return 0.0 if low <= self.levels.rms_db <= high else target.aim_db - self.levels.rms_db


class Delivery:
    """One session on its way into its files; they share the mix and, at one level, the master.

    Args:
        mix: The sound.
        timeline: Its length and rate.
        outputs: The files, at least one.
        target: What each decoded file is to measure.
        tags: Title, chapters and the rest.
        progress: Told how far each stage is.
    """

    def __init__(  # noqa: PLR0913  (each is a different kind of thing)
        self,
        *,
        mix: Mix,
        timeline: Timeline,
        outputs: Sequence[EncodedFile],
        target: Target,
        tags: Tags,
        progress: Progress,
    ) -> None:
        self._mix = mix
        self._timeline = timeline
        self._outputs = outputs
        self._target = target
        self._tags = tags
        self._progress = progress

    def write(self) -> None:
        """Write the session into every output; each then knows what its decoded file measures.

        The loudness of the mix is known from its parts. A file that misses its target is encoded
        again by itself.

        Raises:
            DeliveryError: if a file cannot be written, comes out with another length, or
                misses its target every time.
        """
        mixed_lufs = self._mix.integrated_lufs()
        for it in self._outputs:
            it.aim(self._target, mixed_lufs, self._mix.voice_lufs)
        missed = list(self._outputs)
        for _ in range(TRIES):
            self._encode(missed)
            for it in missed:
                self._read_back(it)
            missed = [it for it in missed if it.corrected(self._target)]
            if not missed:
                return
        raise self._missed(missed[0])

    def _missed(self, output: EncodedFile) -> DeliveryError:
        """Why a file is not what was asked for, after every try."""
        found, target = output.measured, self._target
        if isinstance(target, AcxTarget) and output.levels:
            low, high = target.rms_db
            message = (
                f"the finished file has {output.levels.rms_db:.1f} dB RMS and "
                f"{found.true_peak_dbtp:.1f} dBTP, not the {low:g} to {high:g} dB RMS and "
                f"{target.true_peak_dbtp:g} dBTP asked for"
            )
            hint = "Long silences lower it: ask for a shorter --duration, or another --voice."
        else:
            message = (
                f"the finished file measures {found.integrated_lufs:.1f} LUFS and "
                f"{found.true_peak_dbtp:.1f} dBTP, not the {target.loudness_lufs:g} LUFS and "
                f"{target.true_peak_dbtp:g} dBTP asked for"
            )
            hint = "Ask for a quieter target."
        return DeliveryError(message, path=output.pending.path, hint=hint)

    def _encode(self, outputs: Sequence[EncodedFile]) -> None:
        """Encode some of the outputs in one pass over the mix."""
        rate_hz = self._timeline.sample_rate_hz
        levels: dict[tuple[float, float], list[EncodedFile]] = {}
        for it in outputs:
            levels.setdefault((it.gain_db, it.ceiling_dbtp), []).append(it)
        masters = [Master(*level, rate_hz) for level in levels]
        # The masters are read in turn, so that tee keeps no more than a block or two.
        mixes = tee(self._watched("encode", self._mix.blocks()), len(masters))
        streams = [it.blocks(mix) for it, mix in zip(masters, mixes, strict=True)]
        with ExitStack() as stack:
            writers = [
                [stack.enter_context(closing(self._writer(it))) for it in group]
                for group in levels.values()
            ]
            for blocks in zip_longest(*streams):
                for block, alike in zip(blocks, writers, strict=True):
                    for writer in alike if block is not None else ():
                        writer.write(block)
            for writer in chain.from_iterable(writers):
                writer.finish()
        for master, level in zip(masters, levels.values(), strict=True):
            for it in level:
                it.reduction_db = master.reduction_db
                it.gain_reductions = master.gain_reductions

    def _writer(self, output: EncodedFile) -> SessionWriter:
        return SessionWriter(output.pending, output.form, self._tags, self._timeline.sample_rate_hz)

    def _read_back(self, output: EncodedFile) -> None:
        """Measure the decoded file."""
        rate_hz = self._timeline.sample_rate_hz
        expected = output.form.frames(self._timeline.total_frames, rate_hz)
        meter = LoudnessMeter(output.form.rate_hz(rate_hz))
        audiobook = self._target if isinstance(self._target, AcxTarget) else None
        rms_meter = RmsMeter(output.form.rate_hz(rate_hz)) if audiobook else None
        frames = 0
        decoded = prefetch(output.decoded(expected))
        for block in self._watched("check", decoded, expected):
            meter.add(block)
            if rms_meter:
                rms_meter.add(block)
            frames += len(block)
        if frames != expected:
            message = f"the finished file has {frames} frames, not {expected}"
            raise DeliveryError(message, path=output.pending.path, hint="Is the disk full?")
        output.loudness = meter.result()
        if rms_meter and audiobook:
            output.levels = rms_meter.result()
            self._check_floor(output, output.levels, audiobook)

    @staticmethod
    def _check_floor(output: EncodedFile, levels: RmsLevels, target: AcxTarget) -> None:
        if levels.floor_db > target.floor_db:
            message = (
                f"the quietest half second has {levels.floor_db:.1f} dB RMS, "
                f"more than the {target.floor_db:g} asked for"
            )
            hint = "Something sounds all the time: ask for a longer --duration."
            raise DeliveryError(message, path=output.pending.path, hint=hint)

    def _watched(
        self, stage: str, blocks: Iterable[Samples], frames: int | None = None
    ) -> Iterator[Samples]:
        done, total = 0, frames or self._timeline.total_frames
        for block in blocks:
            yield block
            done += len(block)
            self._progress(stage, min(done, total), total)
