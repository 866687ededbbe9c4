"""Mix → finished file: master, encode, read back, and again with what was learnt if it missed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from quietude.deliver.session import write_session
from quietude.deliver.verify import decoded_blocks
from quietude.errors import DeliveryError
from quietude.sound.loudness import Loudness, LoudnessMeter
from quietude.sound.master import TOLERANCE_LU, Master, Target, integrated_lufs
from quietude.sound.mix import VOICE_LUFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quietude.audio import Samples
    from quietude.deliver.formats import Format
    from quietude.deliver.output import PendingFile
    from quietude.deliver.tags import Tags
    from quietude.plan.timeline import Timeline
    from quietude.sound.mix import Mix

TRIES = 3
"""How often a file is encoded before its measured loudness or peak is called a failure."""

VOICE_ABOVE_LU = 4.0
"""How far the voice may rise above the programme's target loudness.

Long silences and a bed that was turned up until it counts as programme lower the loudness of the
whole; making up for all of it would leave the voice shouting at a limiter. A session held back by
this is quieter than its target, and its receipt says so.
"""

Progress = Callable[[str, int, int], None]
"""Told a stage (``speak``, ``measure``, ``encode``, ``check``), how much is done, and of what."""


class Delivery:
    """One session on its way into one file.

    Attributes:
        reduction_db: The most the last limiter took away.
        held_back_lu: How much quieter than its target the session is, to spare the voice.

    Args:
        mix: The sound.
        timeline: Its length and rate.
        form: The format of the file.
        target: What the decoded file is to measure.
        tags: Title and chapters.
        progress: Told how far each stage is.
    """

    def __init__(  # noqa: PLR0913  (each is a different kind of thing)
        self,
        *,
        mix: Mix,
        timeline: Timeline,
        form: Format,
        target: Target,
        tags: Tags,
        progress: Progress,
    ) -> None:
        self._mix = mix
        self._timeline = timeline
        self._form = form
        self._target = target
        self._tags = tags
        self._progress = progress
        self.reduction_db = 0.0
        self.held_back_lu = 0.0

    def write(self, pending: PendingFile) -> Loudness:
        """Write the session into a pending file; answers what the decoded file measures.

        Raises:
            DeliveryError: if the file cannot be written, comes out with another length, or
                misses its target every time.
        """
        rate_hz = self._timeline.sample_rate_hz
        target, form = self._target, self._form
        mixed_lufs = integrated_lufs(self._watched("measure", self._mix.blocks()), rate_hz)
        wanted_db = target.loudness_lufs - mixed_lufs
        most_db = target.loudness_lufs + VOICE_ABOVE_LU - VOICE_LUFS
        self.held_back_lu = max(0.0, wanted_db - most_db)
        gain_db = min(wanted_db, most_db) - form.level_change_db
        ceiling_dbtp = target.true_peak_dbtp - form.headroom_db - form.level_change_db
        found = Loudness(mixed_lufs, 0.0, 0.0)
        for _ in range(TRIES):
            found = self._encode(pending, Master(gain_db, ceiling_dbtp, rate_hz))
            missing_lu = target.loudness_lufs - self.held_back_lu - found.integrated_lufs
            over_db = found.true_peak_dbtp - target.true_peak_dbtp
            if abs(missing_lu) <= TOLERANCE_LU and over_db <= 0:
                return found
            gain_db += missing_lu
            ceiling_dbtp -= max(0.0, over_db + 0.2)
        message = (
            f"the finished file measures {found.integrated_lufs:.1f} LUFS and "
            f"{found.true_peak_dbtp:.1f} dBTP, not the {target.loudness_lufs:g} LUFS and "
            f"{target.true_peak_dbtp:g} dBTP asked for"
        )
        raise DeliveryError(message, path=pending.path, hint="Ask for a quieter target.")

    def _encode(self, pending: PendingFile, master: Master) -> Loudness:
        blocks = self._watched("encode", master.blocks(self._mix.blocks()))
        write_session(pending, self._form, blocks, self._tags, self._timeline.sample_rate_hz)
        self.reduction_db = master.reduction_db
        return self._read_back(pending)

    def _read_back(self, pending: PendingFile) -> Loudness:
        meter = LoudnessMeter(self._timeline.sample_rate_hz)
        frames = 0
        for block in self._watched("check", decoded_blocks(pending.temporary)):
            meter.add(block)
            frames += len(block)
        if frames != self._timeline.total_frames:
            message = f"the finished file has {frames} frames, not {self._timeline.total_frames}"
            raise DeliveryError(message, path=pending.path, hint="Is the disk full?")
        return meter.result()

    def _watched(self, stage: str, blocks: Iterable[Samples]) -> Iterator[Samples]:
        done, total = 0, self._timeline.total_frames
        for block in blocks:
            yield block
            done += len(block)
            self._progress(stage, min(done, total), total)
