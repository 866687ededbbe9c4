"""Mix → finished files: master, encode, read back, and again with what was learnt if it missed."""

from __future__ import annotations

from contextlib import ExitStack, closing
from itertools import chain
from typing import TYPE_CHECKING

from quietude._util.concurrency import prefetch
from quietude.audio.loudness import LoudnessMeter, RmsMeter, gated_lufs
from quietude.audio.skipped_silence import SkippedSilence
from quietude.deliver.writer import SessionWriter
from quietude.errors import DeliveryError
from quietude.sound.master import Master
from quietude.sound.power_profile import phrase_hops
from quietude.sound.targets import AcxTarget

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quietude.audio.clip import Samples
    from quietude.audio.loudness import RmsLevels
    from quietude.deliver.tags import Tags
    from quietude.plan.timeline import Timeline
    from quietude.session.encoded_file import EncodedFile
    from quietude.session.progress import Progress, Stage
    from quietude.sound.ends.framed_mix import FramedMix
    from quietude.sound.mix import Mix
    from quietude.sound.targets import Target

TRIES = 3
"""Times a file is encoded before a wrong loudness or peak is an error."""


class Mastering:
    """One session on its way into its files; they share the mix and, at one level, the master.

    Args:
        mix: The sound, before it has its level.
        timeline: Length and sample rate of the session.
        files: The files, at least one.
        target: The loudness and peak of each decoded file.
        tags: Title, chapters and the rest.
        progress: Called with each stage and how far it is.
    """

    def __init__(  # noqa: PLR0913  (each is a different kind of thing)
        self,
        *,
        mix: Mix | FramedMix,
        timeline: Timeline,
        files: Sequence[EncodedFile],
        target: Target,
        tags: Tags,
        progress: Progress,
    ) -> None:
        self._mix = mix
        self._timeline = timeline
        self._files = files
        self._target = target
        self._tags = tags
        self._progress = progress

    def write(self) -> None:
        """Write the session into every file and measure each as it decodes.

        The loudness of the mix is known from its parts. A file that misses its target is encoded
        again by itself.

        Raises:
            DeliveryError: if a file cannot be written, comes out with another length, or
                misses its target every time.
        """
        mixed_lufs = self._mix.integrated_lufs()
        for file in self._files:
            file.aim(self._target, mixed_lufs, self._mix.voice_lufs, self._mix.heard_lufs)
        missed = list(self._files)
        for _ in range(TRIES):
            self._encode(missed)
            for file in missed:
                self._read_back(file)
            missed = [file for file in missed if file.corrected(self._target)]
            if not missed:
                return
        raise self._missed(missed[0])

    def _missed(self, file: EncodedFile) -> DeliveryError:
        """The error for a file that is not what was asked for, after every try."""
        found, target = file.measured, self._target
        lufs = found.integrated_lufs if file.voice_lufs is None else file.voice_lufs
        what = "the finished file" if file.voice_lufs is None else "the voice of the finished file"
        message = (
            f"{what} measures {lufs:.1f} LUFS with peaks at {found.true_peak_dbtp:.1f} dBTP, not "
            f"the {file.aimed_lufs:.1f} LUFS and at most {target.true_peak_dbtp:g} dBTP asked for"
        )
        hint = "Ask for a quieter target."
        return DeliveryError(message, path=file.pending.path, hint=hint)

    def _encode(self, files: Sequence[EncodedFile]) -> None:
        """Encode some of the files in one pass over the mix."""
        rate_hz = self._timeline.sample_rate_hz
        levels: dict[tuple[float, float], list[EncodedFile]] = {}
        for file in files:
            levels.setdefault((file.gain_db, file.ceiling_dbtp), []).append(file)
        masters = [Master(*level, rate_hz) for level in levels]
        with ExitStack() as stack:
            writers = [
                [stack.enter_context(closing(self._writer(file))) for file in group]
                for group in levels.values()
            ]
            for block in self._watched("encode", self._mix.blocks()):
                for master, alike in zip(masters, writers, strict=True):
                    _write(master.process(block), alike)
            for master, alike in zip(masters, writers, strict=True):
                _write(master.ending(), alike)
            for writer in chain.from_iterable(writers):
                writer.finish()
        for master, level in zip(masters, levels.values(), strict=True):
            for file in level:
                file.limited_db = master.reduction_db
                file.limited_at = master.gain_reductions

    def _writer(self, file: EncodedFile) -> SessionWriter:
        return SessionWriter(file.pending, file.format, self._tags, self._timeline.sample_rate_hz)

    def _read_back(self, file: EncodedFile) -> None:
        """Measure the decoded file."""
        rate_hz = self._timeline.sample_rate_hz
        expected = file.format.frames(self._timeline.total_frames, rate_hz)
        meter = LoudnessMeter(file.format.rate_hz(rate_hz))
        audiobook = self._target if isinstance(self._target, AcxTarget) else None
        rms_meter = RmsMeter(file.format.rate_hz(rate_hz)) if audiobook else None
        skipping = SkippedSilence(file.format.rate_hz(rate_hz))
        frames = 0
        decoded = prefetch(file.decoded(expected))
        for block in self._watched("check", decoded, expected):
            meter.add(block)
            skipping.add(block)
            if rms_meter:
                rms_meter.add(block)
            frames += len(block)
        if frames != expected:
            message = f"the finished file has {frames} frames, not {expected}"
            raise DeliveryError(message, path=file.pending.path, hint="Is the disk full?")
        file.loudness = meter.result()
        file.skipped_share = skipping.share()
        powers = meter.powers()
        if (spoken := phrase_hops(self._timeline, len(powers))).any():
            file.voice_lufs = gated_lufs(powers[spoken])
        if rms_meter and audiobook:
            file.levels = rms_meter.result()
            self._check_floor(file, file.levels, audiobook)

    @staticmethod
    def _check_floor(file: EncodedFile, levels: RmsLevels, target: AcxTarget) -> None:
        if levels.floor_db > target.floor_db:
            message = (
                f"the quietest half second has {levels.floor_db:.1f} dB RMS, "
                f"more than the {target.floor_db:g} asked for"
            )
            hint = "Something sounds all the time: ask for a longer --duration."
            raise DeliveryError(message, path=file.pending.path, hint=hint)

    def _watched(
        self, stage: Stage, blocks: Iterable[Samples], frames: int | None = None
    ) -> Iterator[Samples]:
        done, total = 0, frames or self._timeline.total_frames
        for block in blocks:
            yield block
            done += len(block)
            self._progress(stage, min(done, total), total)


def _write(block: Samples, writers: Sequence[SessionWriter]) -> None:
    for writer in writers if len(block) else ():
        writer.write(block)
