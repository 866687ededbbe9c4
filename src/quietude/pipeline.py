"""The path: script → plan → speech → timeline → mix → master → file."""

from __future__ import annotations

import dataclasses
import os
from contextlib import nullcontext
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
from quietude.delivery import Delivery, Output, Progress
from quietude.describe import session_receipt, session_tags
from quietude.errors import CareError, SoundError, UsageError
from quietude.plan.beds import NO_BED, instead
from quietude.plan.compose import compose
from quietude.plan.ends import for_sleep, with_ends
from quietude.plan.fit import fit
from quietude.plan.request import Request
from quietude.plot import check_plot_path, plot
from quietude.script.care.check import refuse_care_errors
from quietude.script.lexicon_files import listener_lexicon
from quietude.script.model import Script
from quietude.script.reader import read_script
from quietude.sketch import sketch_of
from quietude.sound.assets import bell, check_bed
from quietude.sound.mix import Levels, Mix
from quietude.sound.targets import Target, bed_for, check_length
from quietude.speech.cache import PhraseCache
from quietude.speech.choice import AUTO, open_voice
from quietude.speech.phonemes import ipa_notation
from quietude.speech.speak import Speaker
from quietude.speech.tone import estimate_seconds
from quietude.stemfiles import stem_paths, write_stems
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.deliver.formats import Format
    from quietude.plan.model import Plan
    from quietude.plan.timeline import BedPlacement, Timeline
    from quietude.sound.loudness import Loudness
    from quietude.sound.tones import Tones
    from quietude.speech.choice import ChosenVoice
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


def render(  # noqa: PLR0913  (the last is for those who render many)
    script: Script | str | Path,
    output: str | Path | Sequence[str | Path],
    request: Request | None = None,
    options: Options | None = None,
    progress: Progress = quiet,
    *,
    voice: ChosenVoice | None = None,
) -> Result:
    """Render one session into a file, or into several formats from one mix.

    Args:
        script: A script, the id of one in the library, or the path of a definition.
        output: The file to write, or several; they appear whole, all of them or none.
        request: For whom, how long, which voice.
        options: Engine, bed, levels, format, and what is wanted besides.
        progress: Told how far each stage is.
        voice: An open voice to speak with, which stays open; None to find the one asked for.

    Returns:
        The session as it was measured on the decoded file.

    Raises:
        QuietudeError: saying what is wrong and what to do; nothing is left behind.
    """
    request, options = _with_own_lexicon(request), options or Options()
    script = script_for(script, request, accept_care_risks=options.accept_care_risks)
    forms = _forms(output, options, request)
    target = options.target
    bed = bed_for(target, script.bed, options.bed)
    path, extras = next(iter(forms)), options.extras
    if extras.plot:
        check_plot_path(extras.plot)
    beside = beside_paths(extras, path)
    receipts = [receipt_path(path)] if options.write_receipt else []
    stems = stem_paths(options.stems) if options.stems else []
    everything = [*forms, *beside.values(), *stems, *receipts]
    wanted = request.voice, options.engine, script.language
    speaking = nullcontext(voice) if voice else open_voice(*wanted)
    with speaking as chosen, Places(everything, overwrite=options.overwrite) as places:
        engine, request = chosen.engine, dataclasses.replace(request, voice=chosen.voice)
        art = covers(script, extras)
        plan = session_plan(script, request, engine.identity().engine, target)
        check_beds(plan)
        rings = ring_frames(plan)
        phrases = _speak(plan, chosen, options.speakers, progress)
        timeline = fit(plan, phrases.lengths, rings)
        timeline = dataclasses.replace(timeline, beds=_beds(timeline, target, options))
        check_length(target, timeline.seconds)
        for it, form in forms.items():
            check_size(form, timeline.total_frames, it)
        mix = Mix(timeline, phrases.clip, bed, options.levels, options.tones)
        outputs = [Output(places[it], form) for it, form in forms.items()]
        tags = session_tags(script, timeline)
        tags = finished_tags(tags, extras, script, request, timeline, cover=art.inside)
        Delivery(
            mix=mix,
            timeline=timeline,
            outputs=outputs,
            target=target,
            tags=tags,
            progress=progress,
        ).write()
        words = lambda it: phrases.words(it).starts  # noqa: E731  (too short for a name of its own)
        for what, text in beside_texts(extras, tags, timeline, words).items():
            places[beside[what]].write_text(text)
        if extras.feed_cover:
            places[beside[FEED_COVER]].write_bytes(art.feed)
        if extras.plot:
            sketch = sketch_of(timeline, outputs[0], mix)
            places[extras.plot].write_bytes(plot(timeline, extras.plot.suffix, sketch))
        if options.stems:
            write_stems(
                options.stems,
                places,
                mix=mix,
                timeline=timeline,
                output=outputs[0],
                progress=progress,
            )
        receipt = session_receipt(
            script=script,
            request=request,
            bed=bed,
            levels=options.levels,
            tones=options.tones,
            target=target,
            identity=engine.identity(request.voice),
            timeline=timeline,
            outputs=outputs,
            clearance=mix.clearance(),
            narration=mix.narration,
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
    request = _with_own_lexicon(request)
    plan = compose(script_for(script, request, accept_care_risks=True), request)
    plan = with_ends(plan, sleep=request.ending == "sleep")
    rate_hz = plan.sample_rate_hz
    lengths = {
        it: seconds_to_frames(estimate_seconds(it.text, it.rate_wpm), rate_hz)
        for it in plan.utterances()
    }
    check_beds(plan)
    return fit(plan, lengths, ring_frames(plan))


def session_plan(script: Script, request: Request, engine: str, target: Target) -> Plan:
    """The plan of a session as it is rendered.

    Args:
        script: What :func:`script_for` answers.
        request: For whom, how long, which voice.
        engine: The name of the engine that speaks.
        target: What the file is for.

    Raises:
        QuietudeError: if there can be no such plan.
    """
    plan = compose(script, request, ipa=ipa_notation(engine))
    return with_ends(plan, sleep=request.ending == "sleep", room_tone=bool(target.bounds))


def script_for(script: Script | str | Path, request: Request, *, accept_care_risks: bool) -> Script:
    """The script of a session, with the ending that was asked for; refused if that may hurt.

    Raises:
        ScriptError: if it cannot be read.
        CareError: if it may be hard on the listener, and that was not accepted.
    """
    script = script if isinstance(script, Script) else read_script(script)
    if not accept_care_risks:
        refuse_care_errors(script)
    if request.ending != "sleep":
        return script
    asleep = for_sleep(script)
    if accept_care_risks:
        return asleep
    hint = "This session has to lead back: leave --ending sleep out."
    if script.intensity == "high":
        message = "a session this deep does not end in sleep"
        raise CareError(message, path=script.source, hint=hint)
    try:
        refuse_care_errors(asleep)
    except CareError as error:
        error.hint = hint
        raise
    return asleep


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


def phrase_cache() -> PhraseCache:
    """The cache of this user: ``QUIETUDE_CACHE_DIR``, or the place the system has for caches."""
    named = os.environ.get("QUIETUDE_CACHE_DIR")
    folder = Path(named) if named else platformdirs.user_cache_path("quietude", appauthor=False)
    return PhraseCache(folder / "phrases")


def _beds(timeline: Timeline, target: Target, options: Options) -> tuple[BedPlacement, ...]:
    """The beds of a session by what the listener asked for; none of them where none may be."""
    if target.bounds:
        return ()
    return instead(timeline.beds, options.bed) if options.bed else timeline.beds


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
        check_available(forms[path], request.sample_rate_hz)
    return forms


def _speak(
    plan: Plan, voice: ChosenVoice, speakers: int | None, progress: Progress
) -> SpokenPhrases:
    speaker = Speaker(
        voice.engine, phrase_cache(), plan.sample_rate_hz, another=voice.another, cores=speakers
    )
    return speaker.speak_all(plan.utterances(), lambda done, total: progress("speak", done, total))
