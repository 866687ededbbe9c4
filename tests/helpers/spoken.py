"""A session spoken by the stand-in voice, for tests of what is mixed with it."""

from __future__ import annotations

import dataclasses
from functools import cache

from quietude.audio.clip import Clip
from quietude.plan.model import Utterance
from quietude.plan.request import Request
from quietude.plan.timeline import Timeline
from quietude.script.parse import parse_script
from quietude.session.planning import outline
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.tone import ToneEngine
from quietude.speech.processing import process

RATE_HZ = 44_100


@cache
def clip_of(utterance: Utterance) -> Clip:
    return process(ToneEngine().speak(Phrase(utterance.text, "tone", 115)), RATE_HZ)


STAND_IN = """\
id: stand-in
title: A Stand-In
intensity: light
sections:
  - title: Arriving
    role: arrive
    steps:
      - bell
      - Welcome, and take a seat. You can stop at any time.
      - pause: 4-5s
      - Let your feet find the floor, and your hands a place to rest.
      - pause: 9-12s
  - title: Resting
    role: practice
    steps:
      - tap: {sets: 1, taps: 8}
      - Now rest your hands again.
      - breathe: {in: 4, out: 5, cycles: 1, guide: tone}
      - pause: 3s
      - What do you notice now? It may be small.
      - pause: 10-14s
  - title: Coming back
    role: return
    steps:
      - Look around the room. Thank you for your time.
"""
"""Phrases near and far from each other, with a bell, taps and a breath: all that a mix has."""


@cache
def session(seconds: float = 84.0) -> Timeline:
    timeline = outline(parse_script(STAND_IN), Request(duration_s=seconds))
    return dataclasses.replace(
        timeline,
        placements=tuple(
            dataclasses.replace(placement, length_frames=clip_of(placement.utterance).frames)
            for placement in timeline.placements
        ),
    )
