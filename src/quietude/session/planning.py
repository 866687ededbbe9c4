"""A session before anything is spoken: its script, its plan, and its timeline as estimated."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from quietude.care.check import refuse_care_errors
from quietude.care.rules import shipped_rules
from quietude.errors import CareError, SoundError
from quietude.plan.compose import compose
from quietude.plan.endings import TAIL_S, for_listing, for_sleep, with_ends
from quietude.plan.estimate import estimated_lengths
from quietude.plan.fit import fit
from quietude.plan.request import Request
from quietude.script.lexicon_files import listener_lexicon
from quietude.script.model import BedChange, Script
from quietude.script.reader import read_script
from quietude.sound.assets import bell, check_bed
from quietude.sound.cues import BELL_UNDER_VOICE_LU
from quietude.sound.targets import TARGETS, AcxTarget, ListingTarget
from quietude.speech.engines.registry import engine_row
from quietude.speech.normalising.spoken_form import SpokenForm
from quietude.speech.script_coverage import longest_words
from quietude.speech.unreadable import readable_values, reader, unreadable_lines
from quietude.speech.voice_selection import calm_rate_of, open_voice
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.errors import SpeechError
    from quietude.plan.model import Plan
    from quietude.plan.timeline import Timeline
    from quietude.script.bed import Bed
    from quietude.sound.targets import Target


def with_own_lexicon(request: Request | None) -> Request:
    """A request with the listener's own pronunciations, if it brings no others."""
    request = request or Request()
    if request.lexicon is not None:
        return request
    return dataclasses.replace(request, lexicon=listener_lexicon())


def script_for(script: Script | str | Path, request: Request, *, accept_care_risks: bool) -> Script:
    """The script of a session, with the ending that was asked for.

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
        raise CareError(error.message, path=error.path, line=error.line, hint=hint) from error
    return asleep


def for_target(request: Request, target: Target) -> Request:
    """A request with the sample rate that a target asks for, if it asks for one."""
    if target.sample_rate_hz is None:
        return request
    return dataclasses.replace(request, sample_rate_hz=target.sample_rate_hz)


def session_plan(script: Script, request: Request, engine: str | None, target: Target) -> Plan:
    """The plan of a session as it is rendered.

    Args:
        script: A script from :func:`script_for`.
        request: The length, personal details and voice asked for.
        engine: The name of the engine that speaks; None where it is not known.
        target: The target of the file.

    Raises:
        QuietudeError: if there can be no such plan.
    """
    request = for_target(request, target)
    if isinstance(target, ListingTarget):
        script = for_listing(script, closing_bell=request.ending != "sleep")
    ipa = engine_row(engine).ipa_notation() if engine else None
    if request.rate_wpm is None and engine:
        request = dataclasses.replace(request, rate_wpm=engine_row(engine).calm_wpm)
    form = SpokenForm(script.language, ipa)
    plan = compose(script, request, spoken_form=form, silence_cap_s=_silence_cap_s(script))
    return with_ends(plan, sleep=request.ending == "sleep", room_tone=target.voice_only)


def outline(script: Script | str | Path, request: Request | None = None) -> Timeline:
    """The timeline of a session without speaking: phrases have their estimated lengths.

    They are estimated for the rate of the voice that would speak here.

    Raises:
        QuietudeError: as :func:`quietude.session.render.render`, where it is the script or
            the request that is wrong.
    """
    request = with_own_lexicon(request)
    script = script_for(script, request, accept_care_risks=True)
    if request.rate_wpm is None:
        rate_wpm = calm_rate_of(request.voice, request.engine, script.language)
        request = dataclasses.replace(request, rate_wpm=rate_wpm)
    form = SpokenForm(script.language)
    plan = compose(script, request, spoken_form=form, silence_cap_s=_silence_cap_s(script))
    plan = with_ends(plan, sleep=request.ending == "sleep")
    check_beds(script, script.bed)
    return fit(plan, estimated_lengths(plan), bell_decay_frames(plan))


def unreadable_here(script: Script, request: Request | None = None) -> list[SpeechError]:
    """One error for each line that the voice of this machine cannot read.

    No engine is opened for a script in Latin letters.

    Args:
        script: A checked script.
        request: The voice and the personal details; None for those by default.

    Raises:
        QuietudeError: if the script cannot be planned, or there is no such voice.
    """
    request = with_own_lexicon(request)
    script = script_for(script, request, accept_care_risks=True)
    plan = session_plan(script, request, None, TARGETS["podcast"])
    if not any(longest_words(utterance.said) for utterance in plan.utterances()):
        return []
    with open_voice(request.voice, request.engine, script.language) as chosen:
        request, _ = readable_values(script, request, reader(chosen.engine, chosen.voice))
        name = chosen.engine.identity().engine
        plan = session_plan(script, request, name, TARGETS["podcast"])
        errors = unreadable_lines(plan, chosen.engine, chosen.voice)
        for error in errors:
            error.message += f" ({chosen.full_id})"
        return errors


def _silence_cap_s(script: Script) -> float:
    """The longest silence the care rules allow a session of this intensity, in seconds."""
    return shipped_rules().thresholds.silence_s.of(script.intensity)


def check_beds(script: Script, first: Bed) -> None:
    """Refuse an unknown bed before anything long is done.

    Args:
        script: The script, which names the beds it changes to.
        first: The bed the session begins with: the script's own, or the listener's.

    Raises:
        SoundError: with the line that asks for it, where it is the script that does.
    """
    named = [(step.bed, step.line) for step in script.steps() if isinstance(step, BedChange)]
    named.insert(0, (first, script.bed_line if first == script.bed else 0))
    for bed, line in named:
        try:
            check_bed(bed, line)
        except SoundError as error:
            if line:
                error.path = script.source
            raise


def bell_decay_frames(
    plan: Plan, target: Target | None = None, bell_level_db: float = 0.0
) -> dict[str, int]:
    """The time that the end of a session waits for each bell of a plan, in frames.

    A bell rings out to its last frame. In an audiobook, whose end is room tone and no longer than
    5 s, it rings until it is lost in that, and the usual room tone follows.

    Args:
        plan: The plan, which names the bells.
        target: The target of the session, if that is known.
        bell_level_db: Level of the bells, relative to ours.

    Raises:
        SoundError: if it names an unknown bell.
    """
    rate_hz, bells = plan.sample_rate_hz, {name: bell(name) for name in sorted(plan.bells())}
    if not isinstance(target, AcxTarget):
        return {name: asset.frames_at(rate_hz) for name, asset in bells.items()}
    loudest_db = target.loudness_lufs + target.voice_leeway_lu - BELL_UNDER_VOICE_LU + bell_level_db
    drop_db = loudest_db - target.floor_db
    room_tone = seconds_to_frames(TAIL_S[1], rate_hz)
    return {name: asset.frames_above(drop_db, rate_hz) + room_tone for name, asset in bells.items()}
