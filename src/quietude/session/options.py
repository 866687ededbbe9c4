"""What is asked of a session besides what it says: sound, files, and what stands beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from quietude._util.paths import is_there
from quietude.deliver.formats.base import BITS, format_of, with_quality
from quietude.deliver.formats.encoders import check_available
from quietude.errors import UsageError
from quietude.plan.bed_schedule import instead
from quietude.session.sidecars import Extras
from quietude.sound.mix import Levels
from quietude.sound.targets import Target
from quietude.speech.voice_selection import AUTO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quietude.deliver.formats.base import Format
    from quietude.plan.timeline import BedPlacement, Timeline
    from quietude.sound.tones import Tones


@dataclass(frozen=True, slots=True)
class Options:
    """How a session is made into a file, whatever it says.

    Attributes:
        engine: The only speech engine to use, or ``auto``.
        bed: A bed's id, the path of a track, ``none``, or None for the script's own.
        levels: The listener's wishes for bed and bells.
        target: What the finished file is to measure.
        format: A format's name, or None to go by the end of the path.
        overwrite: Whether a file that is there already may be replaced.
        write_receipt: Whether the receipt is written beside the file. One that is there already is
            replaced with the file it tells of, in any case.
        accept_care_risks: Whether care errors are left to the one who renders.
        bits: 16 or 24, for WAV and FLAC.
        vbr: LAME's V-quality, 0 to 6, for MP3; None for a constant 128 kb/s.
        extras: Tags, and what stands beside the file: captions, transcript, chapters.
        speakers: How many engines may speak at once; None for one a core.
        tones: Binaural or isochronic tones in the bed.
        stems: The folder that voice, bed and cues go into as files of their own, or None.
    """

    engine: str = AUTO
    bed: str | None = None
    levels: Levels = field(default_factory=Levels)
    target: Target = field(default_factory=Target)
    format: str | None = None
    overwrite: bool = False
    write_receipt: bool = True
    accept_care_risks: bool = False
    bits: int = 16
    vbr: int | None = None
    extras: Extras = field(default_factory=Extras)
    speakers: int | None = None
    stems: Path | None = None
    tones: Tones | None = None


def forms_of(
    output: str | Path | Sequence[str | Path], options: Options, sample_rate_hz: int
) -> dict[Path, Format]:
    """The format of every output; what cannot be written is refused before anything is done.

    Raises:
        UsageError: if there is no output, or one that cannot be had.
        DeliveryError: if what encodes it is not installed.
    """
    paths = [output] if isinstance(output, str | Path) else output
    if not paths:
        message = "a session needs a file to go to"
        raise UsageError(message)
    if options.target.bounds and (options.tones or options.vbr is not None):
        message = "an audiobook has a constant bit rate, and nothing but a voice in it"
        raise UsageError(message, hint="Leave --tones and --vbr out, or choose --target podcast.")
    forms: dict[Path, Format] = {}
    for path in map(Path, paths):
        if path in forms:
            message = f"{path.name} is named twice"
            raise UsageError(message, hint="Give each output a name of its own.")
        form = format_of(path, options.format)
        forms[path] = with_quality(
            form, bits=options.bits, vbr=options.vbr, kbps=options.target.mp3_kbps
        )
        check_available(forms[path], sample_rate_hz)
    _check_used(options, {it.name for it in forms.values()})
    return forms


def _check_used(options: Options, names: set[str]) -> None:
    """Refuse a quality that none of the files can have: it would be asked for in vain."""
    if options.vbr is not None and "mp3" not in names:
        message = "a variable bit rate (--vbr) is for MP3, and none of the files is one"
        raise UsageError(message, hint="Leave it out, or write an .mp3.")
    if options.bits != BITS[0] and not names & {"wav", "flac"}:
        message = f"{options.bits} bits are for WAV and FLAC, and none of the files is one"
        raise UsageError(message, hint="Leave --bits out, or write a .wav or .flac.")


def keep_inputs(outputs: Iterable[Path], inputs: Iterable[str | Path | None]) -> None:
    """Refuse to write over what a session is made from, whatever may be replaced.

    Raises:
        UsageError: if one of the outputs is one of the inputs.
    """
    made_from = {Path(it).resolve() for it in inputs if it}
    for it in outputs:
        if is_there(it) and it.resolve() in made_from:
            message = f"{it} is what this session is made from"
            raise UsageError(message, hint="Give the output a name of its own.")


def beds_for(timeline: Timeline, options: Options) -> tuple[BedPlacement, ...]:
    """The beds of a session by what the listener asked for; none of them where none may be."""
    if options.target.bounds:
        return ()
    return instead(timeline.beds, options.bed) if options.bed else timeline.beds
