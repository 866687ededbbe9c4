"""A session before anything is spoken: its script, its plan, and its timeline as estimated."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from quietude.errors import CareError, SoundError
from quietude.plan.beds import NO_BED
from quietude.plan.compose import compose
from quietude.plan.ends import for_sleep, with_ends
from quietude.plan.fit import fit
from quietude.plan.request import Request
from quietude.script.care.check import refuse_care_errors
from quietude.script.lexicon_files import listener_lexicon
from quietude.script.model import Script
from quietude.script.reader import read_script
from quietude.sound.assets import bell, check_bed
from quietude.speech.phonemes import ipa_notation
from quietude.speech.tone import estimate_seconds
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.plan.model import Plan
    from quietude.plan.timeline import Timeline
    from quietude.sound.targets import Target


def with_own_lexicon(request: Request | None) -> Request:
    """A request with the listener's own pronunciations, if it brings no others."""
    request = request or Request()
    if request.lexicon is not None:
        return request
    return dataclasses.replace(request, lexicon=listener_lexicon())


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


def outline(script: Script | str | Path, request: Request | None = None) -> Timeline:
    """The timeline of a session without speaking: phrases have their estimated lengths.

    Raises:
        QuietudeError: as :func:`quietude.pipeline.render`, where it is the script or the request
            that is wrong.
    """
    request = with_own_lexicon(request)
    plan = compose(script_for(script, request, accept_care_risks=True), request)
    plan = with_ends(plan, sleep=request.ending == "sleep")
    rate_hz = plan.sample_rate_hz
    lengths = {
        it: seconds_to_frames(estimate_seconds(it.text, it.rate_wpm), rate_hz)
        for it in plan.utterances()
    }
    check_beds(plan)
    return fit(plan, lengths, ring_frames(plan))


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
