"""The path: script → plan → speech → timeline → mix → master → file."""

from __future__ import annotations

import dataclasses
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quietude._util.dirs import cache_dir
from quietude._util.files import FileTransaction, PendingFile, is_file
from quietude.plan.fit import fit
from quietude.script.bed import TrackBed
from quietude.session.description import session_receipt, session_tags
from quietude.session.mastering import Delivery, EncodedFile, Progress
from quietude.session.options import Output, Sound, beds_for, keep_inputs
from quietude.session.plot import check_plot_path, plot
from quietude.session.prepare import (
    bell_decay_frames,
    check_beds,
    script_for,
    session_plan,
    with_own_lexicon,
)
from quietude.session.receipt import receipt_json, receipt_path
from quietude.session.sidecars import (
    FEED_COVER,
    beside_paths,
    beside_texts,
    covers,
    cut_phrases,
    finished_tags,
)
from quietude.session.stem_files import stem_paths, write_stems
from quietude.session.waveform import sketch_of
from quietude.sound.mix import Mix
from quietude.sound.narration import phrase_power
from quietude.sound.targets import check_length
from quietude.speech.alignment import open_aligner
from quietude.speech.cache import PhraseCache
from quietude.speech.speaker import Speaker
from quietude.speech.voice_selection import open_voice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quietude.audio.loudness import Loudness
    from quietude.plan.request import Request
    from quietude.plan.timeline import Timeline
    from quietude.script.model import Script
    from quietude.speech.speaker import SpokenPhrases
    from quietude.speech.voice_selection import ChosenVoice


def quiet(_stage: str, _done: int, _total: int) -> None:
    """A progress that says nothing."""


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
    output: Output | str | Path | Sequence[str | Path],
    request: Request | None = None,
    sound: Sound | None = None,
    progress: Progress = quiet,
    *,
    voice: ChosenVoice | None = None,
    speakers: int | None = None,
) -> Result:
    """Render one session into a file, or into several formats from one mix.

    Args:
        script: A script, the id of one in the library, or the path of a definition.
        output: The file to write, or several, or an :class:`Output` with all that is to be
            written; the files appear whole, all of them or none.
        request: For whom, how long, which voice.
        sound: Bed, levels, target, tones.
        progress: Told how far each stage is.
        voice: An open voice to speak with, which stays open; None to find the one asked for.
        speakers: Engines that may speak at once; None for one a core.

    Returns:
        The session as it was measured on the decoded file.

    Raises:
        QuietudeError: saying what is wrong and what to do; nothing is left behind.
    """
    request, sound = with_own_lexicon(request), sound or Sound()
    output = output if isinstance(output, Output) else Output(output)
    script = script_for(script, request, accept_care_risks=request.accept_care_risks)
    target = sound.target
    forms = output.formats(target, request.sample_rate_hz)
    bed = sound.bed_of(script)
    check_beds(script, bed)
    path, extras = next(iter(forms)), output.extras
    if extras.plot:
        check_plot_path(extras.plot)
    beside = beside_paths(extras, path)
    receipts = _receipts(output)
    stems = stem_paths(output.stems) if output.stems else []
    everything = [*forms, *beside.values(), *stems, *receipts]
    track = sound.bed.path if isinstance(sound.bed, TrackBed) else None
    keep_inputs(everything, (script.source, track, extras.cover))
    wanted = request.voice, request.engine, script.language
    speaking = nullcontext(voice) if voice else open_voice(*wanted)
    with speaking as chosen, FileTransaction(everything, overwrite=output.overwrite) as places:
        engine, request = chosen.engine, dataclasses.replace(request, voice=chosen.voice)
        art = covers(script, extras)
        timeline, phrases = _speak(script, request, sound, output, chosen, progress, speakers)
        for it, form in forms.items():
            form.check_length(timeline.total_frames, it)
        mix = Mix(timeline, phrases.clip, bed, sound.levels, sound.tones, powers=phrases.powers)
        outputs = [EncodedFile(places[it], form) for it, form in forms.items()]
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
        words = {it: phrases.words(it) for it in cut_phrases(extras, timeline)}
        for what, text in beside_texts(extras, tags, timeline, words).items():
            places[beside[what]].write_text(text)
        if extras.feed_cover:
            places[beside[FEED_COVER]].write_bytes(art.feed)
        if extras.plot:
            sketch = sketch_of(timeline, outputs[0], mix)
            places[extras.plot].write_bytes(plot(timeline, extras.plot.suffix, sketch))
        if output.stems:
            write_stems(
                output.stems,
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
            levels=sound.levels,
            tones=sound.tones,
            target=target,
            identity=engine.identity(request.voice),
            timeline=timeline,
            outputs=outputs,
            contrast=mix.contrast(),
            narration=mix.narration,
            words=words.values(),
        )
        for it in receipts:
            places[it].write_text(receipt_json(receipt))
        places.commit()
    others = tuple(it for it in everything if it not in {path, *receipts})
    loudness = outputs[0].measured
    return Result(path, timeline, loudness, phrases.spoken, receipt, others)


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
    return PhraseCache(cache_dir() / "phrases")


def _receipts(output: Output) -> list[Path]:
    """Where the receipt goes: beside the first file, and in place of every one that is outdated."""
    found = [receipt_path(output.files[0])] if output.receipt else []
    if output.overwrite:
        found += [it for it in map(receipt_path, output.files) if is_file(it)]
    return list(dict.fromkeys(found))


def _speak(  # noqa: PLR0913, PLR0917
    script: Script,
    request: Request,
    sound: Sound,
    output: Output,
    voice: ChosenVoice,
    progress: Progress,
    speakers: int | None,
) -> tuple[Timeline, SpokenPhrases]:
    """Plan, speak and fit a session; the plan itself is needed for nothing else."""
    plan = session_plan(script, request, voice.engine.identity().engine, sound.target)
    rings = bell_decay_frames(plan, sound.target, sound.levels.bell_db)
    speaker = Speaker(
        voice.engine,
        phrase_cache(),
        plan.sample_rate_hz,
        another=voice.another,
        cores=speakers,
        aligner=open_aligner(script.language) if output.extras.captions else None,
        power=phrase_power,
    )
    spoken = speaker.speak_all(
        plan.utterances(), lambda done, total: progress("speak", done, total)
    )
    timeline = fit(plan, spoken.lengths, rings)
    timeline = dataclasses.replace(timeline, beds=beds_for(timeline, sound))
    check_length(sound.target, timeline.seconds)
    return timeline, spoken
