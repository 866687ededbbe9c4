"""The path: script → plan → speech → timeline → mix → master → file."""

from __future__ import annotations

import dataclasses
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import platformdirs

from quietude.deliver.formats import format_of
from quietude.deliver.output import PendingFile
from quietude.deliver.receipt import receipt_json, receipt_path
from quietude.deliver.session import check_size
from quietude.delivery import Delivery, Progress
from quietude.describe import session_receipt, session_tags
from quietude.plan.compose import compose
from quietude.plan.fit import fit
from quietude.plan.request import Request
from quietude.script.model import Script
from quietude.script.reader import read_script
from quietude.sound.assets import bell
from quietude.sound.master import Target
from quietude.sound.mix import Levels, Mix
from quietude.speech.cache import PhraseCache
from quietude.speech.choice import AUTO, open_voice
from quietude.speech.speak import Speaker
from quietude.speech.tone import estimate_seconds
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
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
    """

    engine: str = AUTO
    bed: str | None = None
    levels: Levels = field(default_factory=Levels)
    target: Target = field(default_factory=Target)
    format: str | None = None
    overwrite: bool = False
    write_receipt: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """A finished session.

    Attributes:
        path: The file.
        timeline: What happens in it when.
        loudness: What the decoded file measures.
        spoken: How many phrases had to be spoken; the others came from the cache.
        receipt: What it was rendered from, as plain data.
    """

    path: Path
    timeline: Timeline
    loudness: Loudness
    spoken: int
    receipt: dict[str, Any]


def render(
    script: Script | str | Path,
    output: str | Path,
    request: Request | None = None,
    options: Options | None = None,
    progress: Progress = quiet,
) -> Result:
    """Render one session into a file.

    Args:
        script: A script, the id of one in the library, or the path of a definition.
        output: The file to write; it appears whole or not at all.
        request: For whom, how long, which voice.
        options: Engine, bed, levels, format.
        progress: Told how far each stage is.

    Returns:
        The session as it was measured on the decoded file.

    Raises:
        QuietudeError: saying what is wrong and what to do; nothing is left behind.
    """
    script = script if isinstance(script, Script) else read_script(script)
    request, options, path = request or Request(), options or Options(), Path(output)
    form = format_of(path, options.format)
    voice = open_voice(request.voice, options.engine, script.language)
    with voice, _places(path, options) as places:
        engine, request = voice.engine, dataclasses.replace(request, voice=voice.voice)
        plan = compose(script, request)
        rings = ring_frames(plan)
        phrases = _speak(plan, engine, progress)
        timeline = fit(plan, phrases.lengths, rings)
        check_size(form, timeline.total_frames, path)
        mix = Mix(timeline, phrases.clip, options.bed or script.bed, options.levels)
        tags = session_tags(script, timeline)
        delivery = Delivery(
            mix=mix,
            timeline=timeline,
            form=form,
            target=options.target,
            tags=tags,
            progress=progress,
        )
        loudness = delivery.write(places.audio)
        receipt = session_receipt(
            script=script,
            request=request,
            bed=options.bed or script.bed,
            levels=options.levels,
            identity=engine.identity(),
            timeline=timeline,
            loudness=loudness,
            reduction_db=delivery.reduction_db,
            audio=places.audio,
        )
        places.commit(receipt)
    return Result(path, timeline, loudness, phrases.spoken, receipt)


def outline(script: Script | str | Path, request: Request | None = None) -> Timeline:
    """The timeline of a session without speaking: phrases have their estimated lengths.

    Raises:
        QuietudeError: as :func:`render`, where it is the script or the request that is wrong.
    """
    script = script if isinstance(script, Script) else read_script(script)
    plan = compose(script, request or Request())
    rate_hz = plan.sample_rate_hz
    lengths = {
        it: seconds_to_frames(estimate_seconds(it.text, it.rate_wpm), rate_hz)
        for it in plan.utterances()
    }
    return fit(plan, lengths, ring_frames(plan))


def phrase_cache() -> PhraseCache:
    """The cache of this user: ``QUIETUDE_CACHE_DIR``, or the place the system has for caches."""
    named = os.environ.get("QUIETUDE_CACHE_DIR")
    folder = Path(named) if named else platformdirs.user_cache_path("quietude", appauthor=False)
    return PhraseCache(folder / "phrases")


def ring_frames(plan: Plan) -> dict[str, int]:
    """How long each bell of a plan rings, in frames.

    Raises:
        SoundError: if it names a bell there is not.
    """
    return {it: bell(it).frames_at(plan.sample_rate_hz) for it in sorted(plan.bells())}


class _Places:
    """The files of one session: the sound and, beside it, the receipt."""

    def __init__(self, audio: PendingFile, receipt: PendingFile | None) -> None:
        self.audio = audio
        self.receipt = receipt

    def commit(self, receipt: dict[str, Any]) -> None:
        if self.receipt:
            self.receipt.write_text(receipt_json(receipt))
        self.audio.commit()
        if self.receipt:
            self.receipt.commit()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_what: object) -> None:
        if self.receipt:
            self.receipt.discard()
        self.audio.discard()


def _places(path: Path, options: Options) -> _Places:
    audio = PendingFile(path, overwrite=options.overwrite)
    try:
        beside = receipt_path(path) if options.write_receipt else None
        receipt = PendingFile(beside, overwrite=options.overwrite) if beside else None
    except BaseException:
        audio.discard()
        raise
    return _Places(audio, receipt)


def _speak(plan: Plan, engine: Engine, progress: Progress) -> SpokenPhrases:
    speaker = Speaker(engine, phrase_cache(), plan.sample_rate_hz)
    return speaker.speak_all(plan.utterances(), lambda done, total: progress("speak", done, total))
