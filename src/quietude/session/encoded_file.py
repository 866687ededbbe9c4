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

VOICE_ABOVE_LU = 4.0
"""The most that the voice may rise above the target loudness of the whole.

Long silences and a bed that was turned up until it counts as programme lower the loudness of the
whole; making up for all of it would leave the voice shouting at a limiter. A session that is
quieter than its target for this reason says so in its receipt.
"""


@dataclass(slots=True)
class EncodedFile:
    """One of the files a session is encoded into.

    Attributes:
        pending: The file.
        format: Its format.
        gain_db: The gain from the mix to this file.
        most_db: The highest gain it may get, to spare the voice.
        ceiling_dbtp: The highest true peak it is given.
        loudness: Loudness of the decoded file, once it is written.
        levels: Its RMS and noise floor, where the target asks for them.
        limited_db: The most its limiter took away.
        limited_at: The places where its limiter worked.
        shortfall_lu: Loudness missing to its target, given up to spare voice and limiter.
        tried: The gain of the try before, and the level the file then had.
    """

    pending: PendingFile
    format: Format
    gain_db: float = 0.0
    most_db: float = 0.0
    ceiling_dbtp: float = 0.0
    loudness: Loudness | None = None
    levels: RmsLevels | None = None
    limited_db: float = 0.0
    limited_at: tuple[GainReduction, ...] = ()
    shortfall_lu: float = 0.0
    tried: tuple[float, float] | None = None

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

    def aim(self, target: Target, mixed_lufs: float, voice_lufs: float) -> None:
        """Set its level, from what mix and voice measure and what its format does to it."""
        wanted_db = target.loudness_lufs - mixed_lufs
        most_db = target.loudness_lufs + VOICE_ABOVE_LU - voice_lufs
        if isinstance(target, AcxTarget):  # its RMS decides, and is known once it is decoded
            most_db = max(wanted_db, target.voice_lufs - voice_lufs)
        self.most_db = most_db - self.format.level_change_db
        self.shortfall_lu = max(0.0, wanted_db - most_db)
        self.gain_db = min(wanted_db, most_db) - self.format.level_change_db
        self.ceiling_dbtp = (
            target.true_peak_dbtp - self.format.headroom_db - self.format.level_change_db
        )

    def corrected(self, target: Target) -> bool:
        """Set its level anew if the finished file missed its target; returns True if it did."""
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
        elif gain_db > self.gain_db and self.limited_db > 0:
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

    def _missing_level_db(self, target: AcxTarget) -> float:
        assert self.levels
        low, high = target.rms_db
        return 0.0 if low <= self.levels.rms_db <= high else target.aim_db - self.levels.rms_db
