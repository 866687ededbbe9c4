"""Everything that shapes the samples of a session, apart from its script and its request."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from quietude.errors import UsageError
from quietude.plan.bed_schedule import replaced_beds
from quietude.script.bed import Bed, LibraryBed, RoomTone, TrackBed
from quietude.sound.assets import find_bed
from quietude.sound.levels import LevelOffsets
from quietude.sound.targets import Target, target_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.plan.timeline import BedPlacement
    from quietude.script.model import Script
    from quietude.sound.ends.end_sound import EndSound
    from quietude.sound.tones import Tones


@dataclass(frozen=True, slots=True)
class Sound:
    """Everything that shapes the samples of a session, apart from its script and its request.

    A series hashes it whole: a field belongs here if another value of it makes other samples, and
    in :class:`Output` if it does not.

    Attributes:
        bed: The bed; None for the script's own.
        levels: Levels of bed, bells and voice, relative to ours.
        target: Loudness and peak of the finished file.
        tones: Binaural or isochronic tones in the bed.
        opening: The sound it begins with, such as a jingle; it comes on top of its length.
        closing: The sound it ends with, likewise.

    Raises:
        UsageError: for a bed, tones or sounds at the ends under a target that has room for nothing
            but a voice.
    """

    bed: Bed | None = None
    levels: LevelOffsets = field(default_factory=LevelOffsets)
    target: Target = field(default_factory=Target)
    tones: Tones | None = None
    opening: EndSound | None = None
    closing: EndSound | None = None

    def __post_init__(self) -> None:
        if isinstance(self.target, str):  # natural in Python, though the type is a Target
            object.__setattr__(self, "target", target_named(self.target))
        if isinstance(self.bed, str):
            object.__setattr__(self, "bed", find_bed(self.bed, Path()))
        if not self.target.voice_only:
            return
        if isinstance(self.bed, LibraryBed | TrackBed):
            message = "an audiobook has no bed: its quietest moment must be nearly silent"
            raise UsageError(message, hint="Leave --bed out, or choose --target podcast.")
        if self.tones:
            message = "an audiobook has nothing but a voice in it, and no tones"
            raise UsageError(message, hint="Leave --tones out, or choose --target podcast.")
        if self.opening or self.closing:
            message = "an audiobook has nothing but a voice in it, and no music before or after"
            raise UsageError(message, hint="Leave the sound out, or choose another target.")

    def bed_of(self, script: Script) -> Bed:
        """The bed a session of a script begins with: the listener's, the script's or room tone."""
        return RoomTone() if self.target.voice_only else self.bed or script.bed

    def beds(self, scripted: Sequence[BedPlacement]) -> tuple[BedPlacement, ...]:
        """The beds of a session, the listener's instead of the script's; none where none may be.

        Args:
            scripted: The beds that the script asks for, in order.
        """
        if self.target.voice_only:
            return ()
        return replaced_beds(scripted, self.bed) if self.bed else tuple(scripted)
