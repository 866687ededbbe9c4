"""What is asked of a session besides what it says: how it sounds, and which files are written."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from quietude._util.files import is_there
from quietude.deliver.formats.base import Quality
from quietude.deliver.formats.registry import check_quality, format_of
from quietude.errors import UsageError
from quietude.plan.bed_schedule import instead
from quietude.script.bed import Bed, LibraryBed, RoomTone, TrackBed
from quietude.session.sidecars import Extras
from quietude.sound.mix import LevelOffsets
from quietude.sound.targets import AcxTarget, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quietude.deliver.formats.base import Format
    from quietude.plan.timeline import BedPlacement, Timeline
    from quietude.script.model import Script
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

    Raises:
        UsageError: for a bed or tones under a target that has room for nothing but a voice.
    """

    bed: Bed | None = None
    levels: LevelOffsets = field(default_factory=LevelOffsets)
    target: Target = field(default_factory=Target)
    tones: Tones | None = None

    def __post_init__(self) -> None:
        if not self.target.voice_only:
            return
        if isinstance(self.bed, LibraryBed | TrackBed):
            message = "an audiobook has no bed: its quietest moment must be nearly silent"
            raise UsageError(message, hint="Leave --bed out, or choose --target podcast.")
        if self.tones:
            message = "an audiobook has nothing but a voice in it, and no tones"
            raise UsageError(message, hint="Leave --tones out, or choose --target podcast.")

    def for_script(self, script: Script) -> Sound:
        """Returns this sound with its bed decided: the listener's, the script's, or room tone."""
        return dataclasses.replace(self, bed=self.bed_of(script))

    def bed_of(self, script: Script) -> Bed:
        """The bed a session of a script begins with."""
        return RoomTone() if self.target.voice_only else self.bed or script.bed


@dataclass(frozen=True, slots=True)
class Output:
    """What is written of a session, and where; nothing in it changes how the session sounds.

    Attributes:
        paths: The file, or several: one mix is written in every format.
        format: The name of a format for all of them; None to go by the ending of each name.
        bits: 16 or 24, for WAV and FLAC.
        vbr: LAME's V-quality, 0 to 6, for MP3; None for a constant bit rate.
        overwrite: True to replace files that are there already.
        receipt: True to write the receipt beside the first file. A receipt that is there already is
            replaced with the file it tells of, in any case.
        extras: Tags, and the files that stand beside it: captions, transcript, chapters.
        stems: A folder for voice, bed and cues as files of their own, or None.
    """

    paths: str | Path | Sequence[str | Path]
    format: str | None = None
    bits: int = 16
    vbr: int | None = None
    overwrite: bool = False
    receipt: bool = True
    extras: Extras = field(default_factory=Extras)
    stems: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """The paths as a tuple, also where there is only one."""
        single = isinstance(self.paths, str | Path)
        return (Path(self.paths),) if single else tuple(map(Path, self.paths))  # type: ignore[arg-type]

    def formats(self, target: Target, sample_rate_hz: int) -> dict[Path, Format]:
        """Returns the format of every file; refuses what cannot be written.

        Raises:
            UsageError: if there is no file, or one that cannot be had.
            DeliveryError: if the encoder of one is not installed.
        """
        if not self.files:
            message = "a session needs a file to go to"
            raise UsageError(message)
        if isinstance(target, AcxTarget) and self.vbr is not None:
            message = "an audiobook has a constant bit rate"
            raise UsageError(message, hint="Leave --vbr out, or choose --target podcast.")
        quality = Quality(self.bits, self.vbr, target.mp3_kbps)
        formats: dict[Path, Format] = {}
        for path in self.files:
            if path in formats:
                message = f"{path.name} is named twice"
                raise UsageError(message, hint="Give each output a name of its own.")
            formats[path] = format_of(path, self.format).with_quality(quality)
            formats[path].check(sample_rate_hz)
        check_quality(quality, formats.values())
        return formats


def keep_inputs(outputs: Iterable[Path], inputs: Iterable[str | Path | None]) -> None:
    """Refuse to write over what a session is made from, even where files may be replaced.

    Raises:
        UsageError: if one of the outputs is one of the inputs.
    """
    made_from = {Path(source).resolve() for source in inputs if source}
    for path in outputs:
        if is_there(path) and path.resolve() in made_from:
            message = f"{path} is what this session is made from"
            raise UsageError(message, hint="Give the output a name of its own.")


def beds_for(timeline: Timeline, sound: Sound) -> tuple[BedPlacement, ...]:
    """The beds of a session, the listener's instead of the script's; none where none may be."""
    if sound.target.voice_only:
        return ()
    return instead(timeline.beds, sound.bed) if sound.bed else timeline.beds
