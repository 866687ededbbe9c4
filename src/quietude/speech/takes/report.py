"""Report on the takes of a script: what is there, what is missing, and what to record again."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from quietude.errors import SoundError
from quietude.speech.takes.line_id import line_id

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from quietude.plan.model import Utterance
    from quietude.speech.takes.cleaning import TakeQuality
    from quietude.speech.takes.folder import Takes

LEAST_DISTANCE_DB = 30.0
"""The least the room lies below the voice: with less, a pause is heard to breathe."""

MOST_APART_DB = 9.0
"""The most a take may lie from the others. The voice gain brings it nearer; its room comes too."""

_MOST_PLACES = 5

FASTEST_WORDS_S, SLOWEST_WORDS_S = 0.14, 1.1
"""Seconds a word takes when a phrase is read whole, calmly: outside of it words are missing, or
something else was recorded. Four phrases in five of calm readers lie between 0.27 and 0.62 s."""


@dataclass(frozen=True, slots=True)
class TakeReport:
    """A take as it was found.

    Attributes:
        utterance: The phrase.
        path: Its recording; None if there is none.
        quality: Its measured quality; None if it cannot be read.
        problems: Its faults, in words; empty if it has none.
    """

    utterance: Utterance
    path: Path | None
    quality: TakeQuality | None
    problems: tuple[str, ...]


def take_reports(takes: Takes, utterances: Iterable[Utterance]) -> list[TakeReport]:
    """A report on every phrase, in order; the same words are one phrase.

    Args:
        takes: The takes.
        utterances: The phrases of the script.
    """
    found: list[tuple[Utterance, Path | None, TakeQuality | None, str]] = []
    phrases = {line_id(utterance.text): utterance for utterance in reversed(list(utterances))}
    for utterance in reversed(phrases.values()):
        take = takes.of(utterance)
        if take is None:
            found.append((utterance, None, None, "not recorded"))
            continue
        try:
            quality = take.heard()[1]
        except SoundError as error:
            found.append((utterance, take.path, None, error.message))
        else:
            found.append((utterance, take.path, quality, ""))
    levels = [quality.speech_db for *_, quality, _ in found if quality]
    usual_db = median(levels) if levels else 0.0
    return [
        TakeReport(
            utterance,
            path,
            quality,
            (problem,) if problem else tuple(problems_of(utterance, quality, usual_db)),
        )
        for utterance, path, quality, problem in found
    ]


def summary_of(reports: Iterable[TakeReport]) -> str:
    """The rooms and levels of all takes in a sentence; "" without any.

    Args:
        reports: From :func:`take_reports`.
    """
    found = [report.quality for report in reports if report.quality]
    if not found:
        return ""
    usual_db = median(quality.speech_db for quality in found)
    rooms = [quality.distance_db for quality in found if quality.distance_db is not None]
    levels = [quality.speech_db - usual_db for quality in found]
    apart = f"evels {min(levels):+.0f} to {max(levels):+.0f} dB from the usual one."
    unknown = len(found) - len(rooms)
    summary = (
        f"Rooms lie {min(rooms):.0f} to {max(rooms):.0f} dB below the voice, l{apart}"
        if rooms
        else f"L{apart}"
    )
    if unknown:
        summary += (
            f" The room is not known in {unknown} of {len(found)} takes, "
            "which have no quiet before and after the words."
        )
    return summary


def problems_of(
    utterance: Utterance, quality: TakeQuality | None, usual_db: float
) -> Iterable[str]:
    """Faults of a take, in words.

    Args:
        utterance: The phrase.
        quality: Its measured quality; None if it could not be read.
        usual_db: The level of the other takes.
    """
    if quality is None:
        return
    if quality.clipped:
        yield f"too loud for the recorder in {quality.clipped} places: record it again, softer"
    if quality.distance_db is not None and quality.distance_db < LEAST_DISTANCE_DB:
        yield (
            f"the room lies only {quality.distance_db:.0f} dB below the voice: "
            "go nearer to the microphone, or find a quieter room"
        )
    if abs(quality.speech_db - usual_db) > MOST_APART_DB:
        side = "louder" if quality.speech_db > usual_db else "softer"
        yield f"{abs(quality.speech_db - usual_db):.0f} dB {side} than the other takes"
    if quality.clicks_s:
        places = ", ".join(f"{click_s:.1f}" for click_s in quality.clicks_s[:_MOST_PLACES])
        yield f"a click, of lips or of a key, at {places} s: listen to it"
    words = max(1, len(utterance.text.split()))
    if not FASTEST_WORDS_S <= quality.seconds / words <= SLOWEST_WORDS_S:
        yield f"{quality.seconds:.1f} s for {words} words: listen if it is this line, and whole"
