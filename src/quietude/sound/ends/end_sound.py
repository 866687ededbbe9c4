"""A sound at an end of a session, as a value: a jingle, a recorded greeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from quietude.script.bed import TrackBed

EndPlace = Literal["before", "over", "under", "after"]
"""Its place beside the voice: alone; fading out (or in) over it; or going on under it."""

ALONE_S = 5.0
"""Time that a sound under the voice is heard alone, unless another is asked for."""


@dataclass(frozen=True, slots=True)
class EndSound:
    """A sound at an end of a session.

    Attributes:
        track: The file.
        opens: True for one that a session begins with, False for one that it ends with.
        place: ``before`` the session (``after`` it at its end), ``over`` its first (last) seconds
            while it fades, or ``under`` its voice.
        level_db: A change of its level.
        fade_in_s: The time in which it comes up.
        fade_out_s: The time in which it dies away.
        alone_s: The time that a sound under the voice is heard alone first, or last.
    """

    track: TrackBed
    opens: bool
    place: EndPlace
    level_db: float = 0.0
    fade_in_s: float = 0.05
    fade_out_s: float = 3.0
    alone_s: float = ALONE_S

    def alone_frames(self, frames: int, rate_hz: int) -> int:
        """Frames of it that the session does not overlap.

        Args:
            frames: Its length.
            rate_hz: Frames per second.
        """
        if self.place == "under":
            return min(seconds_to_frames(self.alone_s, rate_hz), frames)
        if self.place == "over":
            shared_s = self.fade_out_s if self.opens else self.fade_in_s
            return max(frames - seconds_to_frames(shared_s, rate_hz), 0)
        return frames
