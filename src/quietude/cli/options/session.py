"""The options that shape a session: ``plan`` takes every one that ``render`` takes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from quietude.cli.help import completion, panels
from quietude.cli.imported import LineBreaks, Lines, Strict, read_any, with_declared_length
from quietude.cli.making import saved_options
from quietude.cli.options.common import (
    BedName,
    Duration,
    LexiconFile,
    Preset,
    Profile,
    Rate,
    Seed,
    SlotFiles,
    Slots,
    Voice,
)
from quietude.cli.options.declaring import option
from quietude.cli.options.values import bell_of, checked_level, length_of
from quietude.cli.personal import personal_details

if TYPE_CHECKING:
    from quietude.plan.request import Ending, Request
    from quietude.script.importing.importer import Imported
    from quietude.script.model import Script
    from quietude.session.sound import Sound


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOptions:
    """Length, details, voice and sound of a session, and the reading of its script.

    A field is an option of the commands that take them; see :func:`.declaring.spread`.
    """

    duration: Duration = None
    slots: Slots = None
    slot_files: SlotFiles = None
    preset: Preset = ""
    like: Annotated[
        str,
        option(
            panels.RUN,
            "Take voice, bed and levels of an earlier session: its file, or last.",
            metavar="FILE",
            callback=saved_options.use_earlier,
            is_eager=True,
        ),
    ] = ""
    profile: Profile = None
    ask: Annotated[
        bool,
        option(panels.PERSON, "Ask for the personal details not given.", "--ask"),
    ] = False
    voice: Voice = "auto"
    engine: Annotated[
        str,
        option(panels.VOICE, "Use only this speech engine.", metavar="NAME"),
    ] = "auto"
    rate: Rate = None
    sample_rate: Annotated[
        int | None,
        option(
            panels.SOUND,
            "Frames a second: 44100 or 48000, for a place that asks for it.",
            "--sample-rate",
            metavar="HZ",
            show_default="44100, or what the target asks for",
        ),
    ] = None
    pitch: Annotated[
        float,
        option(
            panels.VOICE, "Raise or lower the voice, where its engine can.", metavar="SEMITONES"
        ),
    ] = 0.0
    melody: Annotated[
        float,
        option(
            panels.VOICE,
            "Width of its melody; 0.8 is flatter, 1 its own.",
            "--range",
            metavar="FACTOR",
        ),
    ] = 1.0
    pacing: Annotated[
        str | None,
        option(panels.LENGTH, "gentle, standard or spacious.", metavar="WORD"),
    ] = None
    seed: Seed = None
    stretch: Annotated[
        float | None,
        option(
            panels.LENGTH,
            "How many times as long as written a silence may become; 4 for plain scripts.",
            metavar="FACTOR",
            show_default="the script's own",
        ),
    ] = None
    keep_pauses: Annotated[
        bool,
        option(panels.LENGTH, "Keep every silence as long as it is written.", "--keep-pauses"),
    ] = False
    nearest: Annotated[
        bool,
        option(
            panels.LENGTH,
            "Take the nearest length there can be where the one asked for cannot.",
            "--nearest",
        ),
    ] = False
    takes: Annotated[
        Path | None,
        option(
            panels.VOICE,
            "A folder of your own recordings, one a line; heard instead of the voice "
            "(see: quietude takes sheet).",
            "--takes",
        ),
    ] = None
    only_takes: Annotated[
        bool,
        option(panels.VOICE, "Refuse a session with a line that nobody recorded.", "--only-takes"),
    ] = False
    ending: Annotated[
        str,
        option(
            panels.LENGTH,
            "return, or sleep: nothing wakes the listener, and the bed fades slowly.",
            metavar="WORD",
        ),
    ] = "return"
    lexicon: LexiconFile = None
    bed: BedName = None
    tones: Annotated[
        str | None,
        option(
            panels.SOUND,
            "Binaural or isochronic tones under the bed, like binaural:6. Some people like "
            "them; no effect is claimed. Binaural ones need stereo headphones.",
            metavar="KIND",
        ),
    ] = None
    bed_level: Annotated[
        str,
        option(
            panels.SOUND,
            "The room the bed takes: soft, present or immersive; or dB louder or softer.",
            metavar="LEVEL",
        ),
    ] = "present"
    bell: Annotated[
        str | None,
        option(
            panels.SOUND,
            "A bell in place of the script's: bell, bowl, chime, gong, wood, or a sound file.",
            metavar="BELL",
        ),
    ] = None
    bell_level: Annotated[
        float,
        option(panels.SOUND, "Raise or lower the bells.", metavar="DB"),
    ] = 0.0
    voice_level: Annotated[
        float,
        option(panels.SOUND, "Raise or lower the voice.", metavar="DB"),
    ] = 0.0
    target: Annotated[
        str,
        option(
            panels.SOUND,
            "The use of the file: podcast, spotify, insight-timer, audiobook or quiet.",
            metavar="NAME",
            autocompletion=completion.targets,
        ),
    ] = "podcast"
    lines: Lines = LineBreaks.guess
    strict: Strict = False

    def script(self, definition: str) -> tuple[Script, Imported | None]:
        """Returns the script that is named, and how it was read if it is no definition.

        Raises:
            ScriptError: if it cannot be read.
        """
        return read_any(definition, self.lines, strict=self.strict)

    def request(self, script: Script, imported: Imported | None) -> Request:
        """Returns the request for a session of a script.

        Raises:
            QuietudeError: if one of the options cannot be read.
        """
        from quietude.plan.model import Tune
        from quietude.plan.request import Request
        from quietude.script.lexicon_files import listener_lexicon
        from quietude.units import SAMPLE_RATE_HZ

        details = personal_details(
            script, self.slots or [], self.profile, ask=self.ask, files=self.slot_files or []
        )
        request = Request(
            duration_s=length_of(self.duration),
            slot_values=details,
            voice=self.voice,
            engine=self.engine,
            rate_wpm=self.rate,
            tune=Tune(self.pitch, self.melody),
            pacing=self.pacing,
            seed=self.seed,
            stretch=self.stretch,
            keep_pauses=self.keep_pauses,
            nearest=self.nearest,
            takes=self.takes,
            only_takes=self.only_takes,
            ending=cast("Ending", self.ending),  # Request refuses any other text
            lexicon=listener_lexicon(self.lexicon),
            sample_rate_hz=self.sample_rate or SAMPLE_RATE_HZ,
            bell=bell_of(self.bell),
        )
        return with_declared_length(request, script, imported)

    def sound(self) -> Sound:
        """Returns the sound of the session.

        Raises:
            QuietudeError: if an option cannot be read, or names what is not there.
        """
        from quietude.session.sound import Sound
        from quietude.sound.assets import find_bed
        from quietude.sound.levels import LevelOffsets, bed_level
        from quietude.sound.targets import target_named
        from quietude.sound.tones import parse_tones

        bed_db, presence = bed_level(self.bed_level)
        return Sound(
            bed=find_bed(self.bed, Path()) if self.bed else None,
            levels=LevelOffsets(
                checked_level(bed_db, "--bed-level"),
                checked_level(self.bell_level, "--bell-level"),
                checked_level(self.voice_level, "--voice-level"),
                presence,
            ),
            target=target_named(self.target),
            tones=parse_tones(self.tones) if self.tones else None,
        )
