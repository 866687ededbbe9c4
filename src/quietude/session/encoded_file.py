"""One of the files a session is encoded into: which level it gets, and what it measures then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude._util.files import file_sha256
from quietude.errors import DeliveryError
from quietude.session.result import AudioFile
from quietude.sound.master import TOLERANCE_LU
from quietude.sound.targets import AcxTarget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude._util.files import PendingFile
    from quietude.audio.clip import Samples
    from quietude.audio.limiter import GainReduction
    from quietude.audio.loudness import Loudness, RmsLevels
    from quietude.deliver.formats.base import Format
    from quietude.sound.targets import Target

MOST_GAIN_PER_LU = 2.0
"""Most dB of gain for each LU that a file lacks, where its limiter works."""

LIMITED_ENOUGH_DB, MOST_LIMITED_DB = 6.0, 12.0
"""A limiter that takes more than the first is heard: the file is raised no further, and stays
quieter. With more than the second little would be left: the file is lowered, to the first."""

_NO_MOVE_DB = 0.05
"""A change of level too small to encode a file again for."""

MOST_ADDED_DB = 4.0
"""The most gain added for what a limiter takes from the voice."""


@dataclass(slots=True)
class EncodedFile:
    """One of the files a session is encoded into.

    Attributes:
        pending: The file.
        format: Its format.
        gain_db: The gain from the mix to this file.
        most_db: The highest gain it may get, to spare the limiter.
        aimed_lufs: The loudness it should have: of its voice, or of the whole without one.
        ceiling_dbtp: The highest true peak it is given.
        loudness: Loudness of the decoded file, once it is written.
        voice_lufs: Loudness of its phrases, with what sounds under them; None without any.
        skipped_share: The share of it that a player which skips silences would leave out.
        levels: Its RMS and noise floor, where the target asks for them.
        limited_db: The most its limiter took away.
        limited_at: The places where its limiter worked.
        shortfall_lu: Loudness its voice lacks, given up to spare the limiter.
        tried: The gain of the try before, and the level the file then had.
        bounds_db: The lowest and highest gain that leave the voice within its leeway.
    """

    pending: PendingFile
    format: Format
    gain_db: float = 0.0
    most_db: float = 0.0
    aimed_lufs: float = 0.0
    ceiling_dbtp: float = 0.0
    loudness: Loudness | None = None
    voice_lufs: float | None = None
    skipped_share: float = 0.0
    levels: RmsLevels | None = None
    limited_db: float = 0.0
    limited_at: tuple[GainReduction, ...] = ()
    shortfall_lu: float = 0.0
    tried: tuple[float, float] | None = None
    bounds_db: tuple[float, float] = (0.0, 0.0)

    @property
    def measured(self) -> Loudness:
        """Loudness of the decoded file; only once it is written."""
        assert self.loudness
        return self.loudness

    def result(self) -> AudioFile:
        """The finished file as plain facts; only once it is written and measured."""
        return AudioFile(
            path=self.pending.path,
            format=self.format,
            size_bytes=self.pending.temporary.stat().st_size,
            sha256=file_sha256(self.pending.temporary),
            loudness=self.measured,
            voice_lufs=self.voice_lufs,
            skipped_share=self.skipped_share,
            levels=self.levels,
            limited_db=self.limited_db,
            limited_at=self.limited_at,
            shortfall_lu=self.shortfall_lu,
        )

    @property
    def heard_gain_db(self) -> float:
        """The gain from the mix to the decoded file, in dB."""
        return self.gain_db + self.format.level_change_db

    def decoded(self, frames: int) -> Iterator[Samples]:
        """The finished file, decoded: float32 blocks ``(frames, channels)``.

        Args:
            frames: The frames it holds.

        Raises:
            DeliveryError: if it does not decode.
        """
        try:
            yield from self.format.decode_session(self.pending.temporary, frames)
        except DeliveryError as error:
            if error.path:  # not that there is no ffmpeg
                error.path, error.hint = self.pending.path, "Is the disk full?"
            raise

    def aim(self, target: Target, mixed_lufs: float, voice_lufs: float, heard_lufs: float) -> None:
        """Set its level, from what the mix measures and what its format does to it.

        Args:
            target: Voice and peak asked for.
            mixed_lufs: Integrated loudness of the mix.
            voice_lufs: Loudness of the voice in it.
            heard_lufs: The figure a measurement of the mix would show: the phrases with what
                sounds under them, or the whole where there are none.
        """
        anchor_db, wanted_db = target.loudness_lufs - voice_lufs, target.loudness_lufs - mixed_lufs
        if isinstance(target, AcxTarget):  # its RMS decides, and is known once it is decoded
            wanted_db = anchor_db
        gain_db = wanted_db if abs(wanted_db - anchor_db) <= target.voice_leeway_lu else anchor_db
        self.bounds_db = (
            anchor_db - target.voice_leeway_lu - self.format.level_change_db,
            anchor_db + target.voice_leeway_lu - self.format.level_change_db,
        )
        self.aimed_lufs = heard_lufs + gain_db
        self.gain_db = gain_db - self.format.level_change_db
        self.most_db = self.gain_db + MOST_ADDED_DB
        self.ceiling_dbtp = (
            target.true_peak_dbtp - self.format.headroom_db - self.format.level_change_db
        )

    def corrected(self, target: Target) -> bool:
        """Set its level anew if the finished file missed its target; returns True if it did."""
        level = self.measured.integrated_lufs if self.voice_lufs is None else self.voice_lufs
        missing_lu = self.aimed_lufs - self.shortfall_lu - level
        over_db = self.measured.true_peak_dbtp - target.true_peak_dbtp
        if isinstance(target, AcxTarget) and self.levels and abs(missing_lu) <= TOLERANCE_LU:
            # The voice is where it was to be: it moves for the RMS as far as it may.
            low_db, high_db = self.bounds_db
            moved = min(max(self.gain_db + target.missing_db(self.levels.rms_db), low_db), high_db)
            missing_lu = moved - self.gain_db
            self.aimed_lufs += missing_lu
            if abs(missing_lu) < _NO_MOVE_DB:
                missing_lu = 0.0
        elif abs(missing_lu) <= TOLERANCE_LU:
            missing_lu = 0.0
        if not missing_lu and over_db <= 0:
            return False
        gain_db = self.gain_db + missing_lu * self._gain_per_lu(level)
        if gain_db > self.gain_db and self.limited_db > 0:
            # More gain mostly feeds the limiter: stop before it is heard as pumping.
            gain_db = min(gain_db, self._most_limited_db())
            if gain_db == self.gain_db:  # the limiter keeps it down
                self.shortfall_lu += missing_lu
                if over_db <= 0:
                    return False
        self.tried, self.gain_db = (self.gain_db, level), gain_db
        # Codecs overshoot by about the same amount each time; 0.2 dB more settles it in one try.
        self.ceiling_dbtp -= max(0.0, over_db + 0.2)
        return True

    def _most_limited_db(self) -> float:
        """The gain a file may have whose limiter works and that is too soft all the same."""
        if self.limited_db > MOST_LIMITED_DB:
            self.most_db = self.gain_db - (self.limited_db - LIMITED_ENOUGH_DB)
            return self.most_db
        if self.limited_db > LIMITED_ENOUGH_DB:
            return self.gain_db
        return max(self.most_db, self.gain_db)

    def _gain_per_lu(self, level: float) -> float:
        """Gain in dB that the file needs for each LU it lacks, judged by the try before.

        It is more than one where the limiter takes some of it back: without that, a session of loud
        bells beside a soft voice came half way nearer to its target with each try, and never there.
        """
        if not self.tried:
            return 1.0
        raised, risen = self.gain_db - self.tried[0], level - self.tried[1]
        return min(max(raised / risen, 1.0), MOST_GAIN_PER_LU) if raised * risen > 0 else 1.0
