"""A session before anything is spoken: its script, its plan, and its timeline as estimated."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude._util.writing_systems import longest_words
from quietude.care.check import refuse_care_errors
from quietude.care.rules import shipped_rules
from quietude.errors import CareError
from quietude.plan import stretch
from quietude.plan.compose import compose
from quietude.plan.endings import for_listing, with_ends
from quietude.plan.estimate import (
    estimated_lengths,
    haste_for,
    reaches,
    with_short_silences,
)
from quietude.plan.fit import fit
from quietude.plan.request import Request
from quietude.script.asleep import for_sleep
from quietude.script.lexicon_files import listener_lexicon
from quietude.script.model import Script
from quietude.script.reader import read_script
from quietude.script.speaking_time import CALM_RATE_WPM, USUAL
from quietude.sound.assets import check_beds
from quietude.sound.cues import bell_decay_frames
from quietude.sound.targets import TARGETS, ListingTarget
from quietude.speech.engines.registry import engine_row
from quietude.speech.normalising.spoken_form import SpokenForm
from quietude.speech.unreadable import readable_values, reader, unreadable_lines
from quietude.speech.voice_selection import open_voice, speaking_row

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.errors import SpeechError
    from quietude.plan.model import Plan
    from quietude.plan.timeline import Timeline
    from quietude.sound.targets import Target
    from quietude.speech.voice_selection import ChosenVoice


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
    asleep = for_sleep(script) if request.ending == "sleep" else None
    if not accept_care_risks:
        _refuse_care_errors(script, asleep)
    return asleep or script


def _refuse_care_errors(script: Script, asleep: Script | None) -> None:
    """Refuse what may be hard on the listener, as it is written and as it is to fall asleep by."""
    refuse_care_errors(script)
    if asleep is None:
        return
    hint = "This session has to lead back: leave out --ending sleep."
    if script.intensity == "high":
        message = "a session this deep does not end in sleep"
        raise CareError(message, path=script.source, hint=hint)
    try:
        refuse_care_errors(asleep)
    except CareError as error:
        raise CareError(error.message, path=error.path, line=error.line, hint=hint) from error


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
    row = engine_row(engine) if engine else None
    calm_wpm = row.calm_rate(request.voice) if row else CALM_RATE_WPM
    if isinstance(target, ListingTarget):
        script = for_listing(script, closing_bell=request.ending != "sleep")
    timing = row.timing if row else USUAL
    form = SpokenForm(script.language, row.ipa_notation() if row else None)

    def composed(rate_wpm: int | None, factor: float | None = None) -> Plan:
        asked = dataclasses.replace(request, rate_wpm=rate_wpm, stretch=factor or request.stretch)
        cap_s = _silence_cap_s(script)
        plan = compose(script, asked, spoken_form=form, silence_cap_s=cap_s, timing=timing)
        return with_ends(plan, sleep=request.ending == "sleep", room_tone=target.voice_only)

    plan = composed(request.rate_wpm or calm_wpm)
    for factor in _factors(script, request):
        if reaches(plan):
            break
        plan = composed(request.rate_wpm or calm_wpm, factor)
    if request.duration_s is None or not plan.is_elastic:
        return plan
    decays = bell_decay_frames(plan, target)
    haste = haste_for(plan, timing, decays) if request.rate_wpm is None else 1.0
    plan = composed(round(calm_wpm * haste)) if haste > 1 else plan
    return with_short_silences(plan, timing, decays)


def _factors(script: Script, request: Request) -> tuple[float, ...]:
    """The factors by which silences may grow: of an exercise asked for at more than its lengths.

    Whoever wrote a definition without lengths said how long its silences may be.
    """
    asked = request.duration_s or 0.0
    told = request.stretch or script.stretch or request.keep_pauses
    longer = script.lengths_min and asked > script.lengths_min[-1] * 60
    return stretch.GROWTH if longer and not told else ()


@dataclass(frozen=True, slots=True)
class VoicedPlan:
    """The plan of a session for a voice that is there.

    Attributes:
        request: The request, with the voice by its id within the engine and its rate.
        plan: Everything that is said and done, in order.
        unreadable_slots: The slots whose value gave way, since the voice cannot read its letters.
    """

    request: Request
    plan: Plan
    unreadable_slots: tuple[str, ...]


def voiced_plan(
    script: Script, request: Request, chosen: ChosenVoice, target: Target
) -> VoicedPlan:
    """The plan of a session as it is rendered with a voice.

    Args:
        script: A script from :func:`script_for`.
        request: The length, personal details and voice asked for.
        chosen: The voice, open.
        target: The target of the file.

    Raises:
        QuietudeError: if there can be no such plan.
    """
    chosen.check_tune(request.tune)
    request = dataclasses.replace(request, voice=chosen.voice)
    request, unread = readable_values(script, request, reader(chosen.engine, chosen.voice))
    plan = session_plan(script, request, chosen.engine.identity().engine, target)
    rate_wpm = next(plan.utterances()).rate_wpm
    request = dataclasses.replace(request, rate_wpm=rate_wpm)
    return VoicedPlan(request, plan, unread)


def outline(script: Script | str | Path, request: Request | None = None) -> Timeline:
    """The timeline of a session without speaking: phrases have their estimated lengths.

    They are estimated for the rate of the voice that would speak here.

    Raises:
        QuietudeError: as :func:`quietude.session.render.render`, where it is the script or
            the request that is wrong.
    """
    request = with_own_lexicon(request)
    script = script_for(script, request, accept_care_risks=True)
    row = speaking_row(request.voice, request.engine, script.language)
    plan = session_plan(script, request, row.name if row else None, TARGETS["podcast"])
    check_beds(script.beds(script.bed), script.source)
    lengths = estimated_lengths(plan, row.timing if row else USUAL)
    return fit(plan, lengths, bell_decay_frames(plan), nearest=request.nearest)


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
