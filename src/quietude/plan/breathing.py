"""Guided breathing and tapping: stretches of fixed length with words and cues in their places."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from quietude.plan.model import Block, BlockSpeech, Cue, Utterance
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from quietude.script.model import Breathe, Tap

BREATH_WORDS = ("Breathing in.", "Holding gently.", "Breathing out.", "Resting.")
"""The names of the phases, said in the first breath of a script in English."""

COUNT_WORDS = ("In.", "Hold.", "Out.", "Rest.")
"""The first word of each phase in a counted breath, in place of "one"."""

NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
BEAT_S = 1.0

COUNT_WPM = 160
"""The slowest rate of a count: at 115 words a minute flite's "seven" lasts 1.2 s, at this rate
0.9 s, and a word has to end before the next one."""


def breathing_block(
    step: Breathe, utterance: Callable[[str, int], Utterance], rate_hz: int
) -> Block:
    """The block of a breathe step: a swell for every breath, and the words of its guide.

    A phase boundary is rounded from the start of the block, so that errors do not add up.
    """
    phases_s = (step.in_s, step.hold_s, step.out_s, step.rest_s)
    cues: list[tuple[int, Cue]] = []
    words: list[BlockSpeech] = []
    for cycle in range(step.cycles):
        edges = [seconds_to_frames(cycle * step.cycle_s, rate_hz)]
        elapsed_s = cycle * step.cycle_s
        for phase_s in phases_s:
            elapsed_s += phase_s
            edges.append(seconds_to_frames(elapsed_s, rate_hz))
        rise, hold, fall, rest = (end - start for start, end in pairwise(edges))
        cues.append((edges[0], Cue("swell", phases_frames=(rise, hold, fall, rest))))
        if cycle == 0 and step.guide == "voice":
            words = [
                BlockSpeech(start, end - start, utterance(word, step.line))
                for (start, end), word in zip(pairwise(edges), BREATH_WORDS, strict=True)
                if end > start
            ]
        elif step.guide == "count":
            words += _counted(edges, step, utterance, rate_hz)
    total = seconds_to_frames(step.cycles * step.cycle_s, rate_hz)
    return Block("breathe", total, tuple(words), tuple(cues))


def _counted(
    edges: list[int], step: Breathe, utterance: Callable[[str, int], Utterance], rate_hz: int
) -> list[BlockSpeech]:
    """A word for every whole second of each phase, up to ten; a shorter phase has none."""
    beat = seconds_to_frames(BEAT_S, rate_hz)
    found: list[BlockSpeech] = []
    for (start, end), first in zip(pairwise(edges), COUNT_WORDS, strict=True):
        names = (first, *(f"{number.capitalize()}." for number in NUMBERS))
        # A frame of slack: edges are rounded each by itself.
        beats = min((end - start + 1) // beat, len(names))
        for count in range(beats):
            at = start + count * beat
            room = (end if count == beats - 1 else at + beat) - at
            said = utterance(names[count], step.line)
            said = replace(said, rate_wpm=max(said.rate_wpm, COUNT_WPM))
            found.append(BlockSpeech(at, room, said))
    return found


def tapping_block(step: Tap, rate_hz: int) -> Block:
    """The block of a tap step: taps that alternate, left first, with a rest between the sets."""
    beat_s = 60.0 / step.per_minute
    cues: list[tuple[int, Cue]] = []
    for number in range(step.sets):
        start_s = number * (step.taps * beat_s + step.rest_s)
        for tap in range(step.taps):
            cue = Cue("tap-right" if tap % 2 else "tap-left", asset="tap")
            cues.append((seconds_to_frames(start_s + tap * beat_s, rate_hz), cue))
    length_s = step.sets * step.taps * beat_s + (step.sets - 1) * step.rest_s
    return Block("tap", seconds_to_frames(length_s, rate_hz), (), tuple(cues))
