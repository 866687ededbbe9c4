"""A session spoken by the stand-in voice, for tests of what is mixed with it."""

from __future__ import annotations

import dataclasses
from functools import cache

from quietude.audio.clip import Clip
from quietude.plan.model import Utterance
from quietude.plan.request import Request
from quietude.plan.timeline import Timeline
from quietude.session.planning import outline
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.tone import ToneEngine
from quietude.speech.processing import process

RATE_HZ = 44_100


@cache
def clip_of(utterance: Utterance) -> Clip:
    return process(ToneEngine().speak(Phrase(utterance.text, "tone", 115)), RATE_HZ)


@cache
def session(title: str = "butterfly-hug", seconds: float = 200.0) -> Timeline:
    timeline = outline(title, Request(duration_s=seconds))
    return dataclasses.replace(
        timeline,
        placements=tuple(
            dataclasses.replace(placement, length_frames=clip_of(placement.utterance).frames)
            for placement in timeline.placements
        ),
    )
