"""Everything that can be refused is refused here, before anything long is done."""

from __future__ import annotations

import dataclasses
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quietude._util.files import FileTransaction, is_file, is_there
from quietude.errors import UsageError
from quietude.script.bed import TrackBed
from quietude.script.details.slots import is_personal
from quietude.session.artefacts.receipt_file import ReceiptFile
from quietude.session.cover_art import NO_COVER, CoverArt
from quietude.session.output import Output
from quietude.session.own_voice.session_takes import takes_of, voice_facts
from quietude.session.planning import (
    for_target,
    script_for,
    voiced_plan,
    with_own_lexicon,
)
from quietude.session.receipt import receipt_path
from quietude.session.sound import Sound
from quietude.session.tags import tag_texts
from quietude.sound.assets import check_beds
from quietude.sound.cues import bell_decay_frames
from quietude.speech.unreadable import refuse_unreadable
from quietude.speech.voice_selection import open_voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quietude.deliver.formats.base import Format
    from quietude.deliver.tags import Tags
    from quietude.plan.model import Plan
    from quietude.plan.request import Request
    from quietude.script.bed import Bed, BellSound
    from quietude.script.model import Script
    from quietude.session.artefacts.base import Artefact
    from quietude.speech.takes.folder import Takes
    from quietude.speech.voice_selection import ChosenVoice


@dataclass(frozen=True, slots=True)
class PreparedSession:
    """A session that can be made, with everything decided that does not depend on its sound.

    Attributes:
        script: The script, with the ending that was asked for.
        request: The length and personal details asked for; the voice by its id within the engine.
        sound: Bed, levels, target and tones.
        bed: The bed it begins with.
        voice: The voice, open.
        takes: Recorded phrases, heard instead of it; None for the voice alone.
        plan: Everything that is said and done, in order.
        bell_decay_frames: The time its end waits for each bell.
        formats: The format of each audio file.
        files: The pending file of every path.
        artefacts: Everything that is written beside the audio files.
        cover: Its picture.
        texts: Tags without chapters and lyrics, which need a timeline.
        lyrics: True if the narration goes into the tags.
        unreadable_slots: The slots whose value gave way, since the voice cannot read its letters.
    """

    script: Script
    request: Request
    sound: Sound
    bed: Bed
    voice: ChosenVoice
    takes: Takes | None
    plan: Plan
    bell_decay_frames: dict[BellSound, int]
    formats: dict[Path, Format]
    files: FileTransaction
    artefacts: tuple[Artefact, ...]
    cover: CoverArt
    texts: Tags
    lyrics: bool
    unreadable_slots: tuple[str, ...]

    @property
    def needs_words(self) -> bool:
        """True if an artefact needs the times of words within phrases."""
        return any(artefact.needs_words for artefact in self.artefacts)

    @property
    def artefact_paths(self) -> tuple[Path, ...]:
        """The files beside the audio files, without the receipt."""
        output = next(iter(self.formats))
        return tuple(
            path
            for artefact in self.artefacts
            if not isinstance(artefact, ReceiptFile)
            for path in artefact.paths(output)
        )


@contextmanager
def prepare(
    script: Script | str | Path,
    output: Output | str | Path | Sequence[str | Path],
    request: Request | None,
    sound: Sound | None,
    voice: ChosenVoice | None,
) -> Iterator[PreparedSession]:
    """Check all that is asked for and open the voice and the files; they close with the context.

    Args:
        script: A script, the id of one in the library, or the path of a definition.
        output: The files to write.
        request: The length, personal details and voice asked for.
        sound: Bed, levels, target, tones.
        voice: An open voice, which stays open; None to find the one asked for.

    Raises:
        QuietudeError: saying what is wrong and what to do; nothing is left behind.
    """
    request, sound = with_own_lexicon(request), sound or Sound()
    request = for_target(request, sound.target)
    output = output if isinstance(output, Output) else Output(output)
    script = script_for(script, request, accept_care_risks=request.accept_care_risks)
    formats = output.formats(sound.target, request.sample_rate_hz)
    bed = sound.bed_of(script)
    artefacts = (*output.artefacts, *_receipt(output))
    beside = [path for artefact in artefacts for path in artefact.paths(output.files[0])]
    paths = [*formats, *beside]
    track = bed.path if isinstance(bed, TrackBed) else None
    _keep_inputs(paths, (script.source, track, output.cover))
    texts = tag_texts(script, output.tags, output.region)
    beds = script.beds(bed)
    check_beds(beds, script.source)
    cover = CoverArt.of(script, output.tags, output.cover)
    takes = takes_of(request)
    opening = (
        nullcontext(voice) if voice else open_voice(request.voice, request.engine, script.language)
    )
    with opening as chosen, FileTransaction(paths, overwrite=output.overwrite) as files:
        voiced = voiced_plan(script, request, chosen, sound.target)
        personal = is_personal(script, voiced.request.slot_values)
        speakers = voice_facts(takes, voiced.plan)
        refuse_unreadable(voiced.plan, chosen.engine, chosen.voice, script.source)
        if takes:
            takes.refuse_missing(voiced.plan.utterances(), script.source)
        art = b"" if output.cover == NO_COVER else cover.inside()
        yield PreparedSession(
            script=script,
            request=voiced.request,
            sound=sound,
            bed=bed,
            voice=chosen,
            takes=takes,
            plan=voiced.plan,
            bell_decay_frames=bell_decay_frames(voiced.plan, sound.target, sound.levels.bell_db),
            formats=formats,
            files=files,
            artefacts=artefacts,
            cover=cover,
            texts=dataclasses.replace(texts, cover=art, **speakers),
            lyrics=output.tag_personal or not personal,
            unreadable_slots=voiced.unreadable_slots,
        )


def _receipt(output: Output) -> list[ReceiptFile]:
    """The receipt beside the first file, and in place of every one that is outdated."""
    places = [receipt_path(output.files[0])] if output.receipt else []
    if output.overwrite:
        places += [place for place in map(receipt_path, output.files) if is_file(place)]
    return [ReceiptFile(tuple(dict.fromkeys(places)))] if places else []


def _keep_inputs(paths: Iterable[Path], inputs: Iterable[str | Path | None]) -> None:
    """Refuse to write over what a session is made from, even where files may be replaced.

    Raises:
        UsageError: if one of the paths is one of the inputs.
    """
    made_from = {Path(source).resolve() for source in inputs if source}
    for path in paths:
        if is_there(path) and path.resolve() in made_from:
            message = f"{path} is what this session is made from"
            raise UsageError(message, hint="Give the output a name of its own.")
