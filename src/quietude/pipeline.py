"""The path: script → plan → speech → timeline → mix → master → file."""

from __future__ import annotations

import dataclasses
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from quietude.beside import FEED_COVER, Extras, beside_paths, beside_texts, covers, finished_tags
from quietude.deliver.encoders import check_available
from quietude.deliver.formats import format_of, with_quality
from quietude.deliver.output import PendingFile
from quietude.deliver.places import Places
from quietude.deliver.receipt import receipt_json, receipt_path
from quietude.deliver.session import check_size
from quietude.deliver.verify import decoded_blocks
from quietude.delivery import Delivery, Output, Progress
from quietude.describe import session_receipt, session_tags
from quietude.errors import SoundError, UsageError
from quietude.plan.beds import NO_BED, instead
from quietude.plan.compose import compose
from quietude.plan.fit import fit
from quietude.plan.request import Request
from quietude.plot import Sketch, check_plot_path, plot
from quietude.script.care.check import refuse_care_errors
from quietude.script.lexicon_files import listener_lexicon
from quietude.script.model import Script
from quietude.script.reader import read_script
from quietude.sound.assets import bell, check_bed
from quietude.sound.master import Target
from quietude.sound.mix import Levels, Mix
from quietude.speech.cache import PhraseCache
from quietude.speech.choice import AUTO, open_voice
from quietude.speech.phonemes import ipa_notation
from quietude.speech.speak import Speaker
from quietude.speech.tone import estimate_seconds
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.deliver.formats import Format
    from quietude.plan.model import Plan
    from quietude.plan.timeline import Timeline
    from quietude.sound.loudness import Loudness
    from quietude.speech.engine import Engine
    from quietude.speech.speak import SpokenPhrases


def quiet(_stage: str, _done: int, _total: int) -> None:
    """A progress that says nothing."""


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
        write_receipt: Whether the receipt is written beside the file.
        accept_care_risks: Whether care errors are left to the one who renders.
        bits: 16 or 24, for WAV and FLAC.
        vbr: LAME's V-quality, 0 to 6, for MP3; None for a constant 128 kb/s.
        extras: Tags, and what stands beside the file: captions, transcript, chapters.
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


@dataclass(frozen=True, slots=True)
class Result:
    """A finished session.

    Attributes:
        path: The file; of several, the first.
        timeline: What happens in it when.
        loudness: What the decoded file measures.
        spoken: How many phrases had to be spoken; the others came from the cache.
        receipt: What it was rendered from, as plain data.
        others: The other files, those beside it among them; not the receipt.
    """

    path: Path
    timeline: Timeline
    loudness: Loudness
    spoken: int
    receipt: dict[str, Any]
    others: tuple[Path, ...] = ()


def render(
    script: Script | str | Path,
    output: str | Path | Sequence[str | Path],
    request: Request | None = None,
    options: Options | None = None,
    progress: Progress = quiet,
) -> Result:
    """Render one session into a file, or into several formats from one mix.

    Args:
        script: A script, the id of one in the library, or the path of a definition.
        output: The file to write, or several; they appear whole, all of them or none.
        request: For whom, how long, which voice.
        options: Engine, bed, levels, format, and what is wanted besides.
        progress: Told how far each stage is.

    Returns:
        The session as it was measured on the decoded file.

    Raises:
        QuietudeError: saying what is wrong and what to do; nothing is left behind.
    """
    script = script if isinstance(script, Script) else read_script(script)
    request, options = _with_own_lexicon(request), options or Options()
    if not options.accept_care_risks:
        refuse_care_errors(script)
    forms = _forms(output, options, request)
    path, extras = next(iter(forms)), options.extras
    if extras.plot:
        check_plot_path(extras.plot)
    beside = beside_paths(extras, path)
    receipts = [receipt_path(path)] if options.write_receipt else []
    everything = [*forms, *beside.values(), *receipts]
    voice = open_voice(request.voice, options.engine, script.language)
    with voice, Places(everything, overwrite=options.overwrite) as places:
        engine, request = voice.engine, dataclasses.replace(request, voice=voice.voice)
        art = covers(script, extras)
        plan = compose(script, request, ipa=ipa_notation(engine.identity().engine))
        check_beds(plan)
        rings = ring_frames(plan)
        phrases = _speak(plan, engine, progress)
        timeline = fit(plan, phrases.lengths, rings)
        if options.bed:
            timeline = dataclasses.replace(timeline, beds=instead(timeline.beds, options.bed))
        for it, form in forms.items():
            check_size(form, timeline.total_frames, it)
        mix = Mix(timeline, phrases.clip, options.bed or script.bed, options.levels)
        outputs = [Output(places[it], form) for it, form in forms.items()]
        tags = session_tags(script, timeline)
        tags = finished_tags(tags, extras, script, request, timeline, cover=art.inside)
        Delivery(
            mix=mix,
            timeline=timeline,
            outputs=outputs,
            target=options.target,
            tags=tags,
            progress=progress,
        ).write()
        for what, text in beside_texts(extras, tags, timeline).items():
            places[beside[what]].write_text(text)
        if extras.feed_cover:
            places[beside[FEED_COVER]].write_bytes(art.feed)
        if extras.plot:
            places[extras.plot].write_bytes(plot_of(timeline, extras.plot, outputs[0]))
        receipt = session_receipt(
            script=script,
            request=request,
            bed=options.bed or script.bed,
            levels=options.levels,
            identity=engine.identity(),
            timeline=timeline,
            outputs=outputs,
        )
        for it in receipts:
            places[it].write_text(receipt_json(receipt))
        places.commit()
    others = tuple(it for it in everything if it not in {path, *receipts})
    loudness = outputs[0].measured
    return Result(path, timeline, loudness, phrases.spoken, receipt, others)


def outline(script: Script | str | Path, request: Request | None = None) -> Timeline:
    """The timeline of a session without speaking: phrases have their estimated lengths.

    Raises:
        QuietudeError: as :func:`render`, where it is the script or the request that is wrong.
    """
    script = script if isinstance(script, Script) else read_script(script)
    plan = compose(script, _with_own_lexicon(request))
    rate_hz = plan.sample_rate_hz
    lengths = {
        it: seconds_to_frames(estimate_seconds(it.text, it.rate_wpm), rate_hz)
        for it in plan.utterances()
    }
    check_beds(plan)
    return fit(plan, lengths, ring_frames(plan))


def _with_own_lexicon(request: Request | None) -> Request:
    request = request or Request()
    if request.lexicon is not None:
        return request
    return dataclasses.replace(request, lexicon=listener_lexicon())


def write_plot(timeline: Timeline, path: Path, *, overwrite: bool = False) -> None:
    """Write the picture of a planned session.

    Raises:
        QuietudeError: if it is no kind of picture, or cannot be written.
    """
    check_plot_path(path)
    with PendingFile(path, overwrite=overwrite) as pending:
        pending.write_bytes(plot(timeline, path.suffix))
        pending.commit()


def plot_of(timeline: Timeline, path: Path, output: Output) -> bytes:
    """The picture of a session whose file has been written, as it decodes."""
    rate_hz = output.form.rate_hz(timeline.sample_rate_hz)
    frames = output.form.frames(timeline.total_frames, timeline.sample_rate_hz)
    blocks = decoded_blocks(output.pending.temporary, output.form, frames)
    sound = Sketch(blocks, frames, rate_hz)
    return plot(timeline, path.suffix, sound)


def phrase_cache() -> PhraseCache:
    """The cache of this user: ``QUIETUDE_CACHE_DIR``, or the place the system has for caches."""
    named = os.environ.get("QUIETUDE_CACHE_DIR")
    folder = Path(named) if named else platformdirs.user_cache_path("quietude", appauthor=False)
    return PhraseCache(folder / "phrases")


def check_beds(plan: Plan) -> None:
    """Refuse a change to a bed there is not.

    Raises:
        SoundError: with the line that asks for it.
    """
    for bed, line in plan.beds():
        if line and bed != NO_BED:
            try:
                check_bed(bed, line)
            except SoundError as error:
                error.path = plan.source
                raise


def ring_frames(plan: Plan) -> dict[str, int]:
    """How long each bell of a plan rings, in frames.

    Raises:
        SoundError: if it names a bell there is not.
    """
    return {it: bell(it).frames_at(plan.sample_rate_hz) for it in sorted(plan.bells())}


def _forms(
    output: str | Path | Sequence[str | Path], options: Options, request: Request
) -> dict[Path, Format]:
    """The format of every output; what cannot be written is refused before anything is done."""
    paths = [output] if isinstance(output, str | Path) else output
    if not paths:
        message = "a session needs a file to go to"
        raise UsageError(message)
    forms: dict[Path, Format] = {}
    for path in map(Path, paths):
        if path in forms:
            message = f"{path.name} is named twice"
            raise UsageError(message, hint="Give each output a name of its own.")
        form = format_of(path, options.format)
        forms[path] = with_quality(form, bits=options.bits, vbr=options.vbr)
        check_available(forms[path], request.sample_rate_hz)
    return forms


def _speak(plan: Plan, engine: Engine, progress: Progress) -> SpokenPhrases:
    speaker = Speaker(engine, phrase_cache(), plan.sample_rate_hz)
    return speaker.speak_all(plan.utterances(), lambda done, total: progress("speak", done, total))
