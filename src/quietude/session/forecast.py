"""A session as it will be rendered, before anything is spoken.

Phrases that were spoken before have the length they have in the cache; the others are estimated.
With all of them in the cache a forecast is the session to the frame.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.errors import EngineError
from quietude.plan.estimate import estimated_lengths
from quietude.plan.fit import fit
from quietude.session.own_voice.session_takes import takes_of
from quietude.session.planning import (
    for_target,
    script_for,
    session_plan,
    voiced_plan,
    with_own_lexicon,
)
from quietude.session.sound import Sound
from quietude.sound.assets import check_beds
from quietude.sound.cues import bell_decay_frames
from quietude.speech.cache import user_cache
from quietude.speech.engines.registry import engine_row
from quietude.speech.speaker import Speaker
from quietude.speech.unreadable import unreadable_lines
from quietude.speech.voice_selection import open_voice

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.errors import SpeechError
    from quietude.plan.model import Plan, Utterance
    from quietude.plan.request import Request
    from quietude.plan.timeline import Timeline
    from quietude.script.model import Script
    from quietude.speech.takes.folder import Takes
    from quietude.speech.voice_selection import ChosenVoice


@dataclass(frozen=True, slots=True)
class Forecast:
    """A session before it is rendered.

    Attributes:
        timeline: Everything at its frame.
        request: The request, with the rate of the voice.
        voice: The id of the voice that will speak; "" if there is none here.
        estimated: The number of phrases whose length is estimated.
        unreadable: One error for each line that the voice cannot read.
        unreadable_slots: The slots whose value gave way, since the voice cannot read its letters.
    """

    timeline: Timeline
    request: Request
    voice: str
    estimated: int
    unreadable: tuple[SpeechError, ...]
    unreadable_slots: tuple[str, ...]


def forecast(
    script: Script | str | Path, request: Request | None = None, sound: Sound | None = None
) -> Forecast:
    """The session that :func:`quietude.session.render.render` will make of the same.

    Args:
        script: A script, the id of one in the library, or the path of a definition.
        request: The length, personal details and voice asked for.
        sound: Bed, levels, target, tones.

    Raises:
        QuietudeError: as :func:`quietude.session.render.render`; care errors are no reason.
    """
    sound = sound or Sound()
    request = for_target(with_own_lexicon(request), sound.target)
    script = script_for(script, request, accept_care_risks=True)
    check_beds(script.beds(sound.bed_of(script)), script.source)
    try:
        chosen = open_voice(request.voice, request.engine, script.language)
    except EngineError:
        if request.voice != "auto" or request.engine != "auto":
            raise
        plan = session_plan(script, request, None, sound.target)
        lengths = estimated_lengths(plan)
        return Forecast(_timeline(plan, lengths, request, sound), request, "", len(lengths), (), ())
    with chosen:
        voiced = voiced_plan(script, request, chosen, sound.target)
        lengths, estimated = _lengths(voiced.plan, chosen, takes_of(request))
        return Forecast(
            timeline=_timeline(voiced.plan, lengths, voiced.request, sound),
            request=voiced.request,
            voice=chosen.full_id,
            estimated=estimated,
            unreadable=tuple(unreadable_lines(voiced.plan, chosen.engine, chosen.voice)),
            unreadable_slots=voiced.unreadable_slots,
        )


def _lengths(
    plan: Plan, chosen: ChosenVoice, takes: Takes | None
) -> tuple[dict[Utterance, int], int]:
    """The length of every utterance, and the number of those that are estimated."""
    speaker = Speaker(chosen.engine, user_cache(), plan.sample_rate_hz, takes=takes)
    cached = speaker.cached(plan.utterances())
    row = engine_row(chosen.engine.identity().engine)
    estimated = estimated_lengths(plan, row.timing)
    return {**estimated, **cached}, len(estimated.keys() - cached.keys())


def _timeline(
    plan: Plan, lengths: dict[Utterance, int], request: Request, sound: Sound
) -> Timeline:
    bells = bell_decay_frames(plan, sound.target, sound.levels.bell_db)
    timeline = fit(plan, lengths, bells, nearest=request.nearest)
    return dataclasses.replace(timeline, beds=sound.beds(timeline.beds))
