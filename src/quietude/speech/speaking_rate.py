"""Words a minute, the same for every engine: the stretch to set so that a rate comes out.

Engines stretch speech by a factor s, and a phrase then lasts

    seconds = words · (fixed + stretched · s)

with two constants for each voice, found by speaking :data:`SENTENCES` at two factors. They are in
a table for the voices that are known, and measured once by the engine itself for any other.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from quietude._util.dirs import data_dir
from quietude._util.files import write_private
from quietude._util.strict_reading import SMALL_BYTES, number, read_json
from quietude.errors import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from quietude.audio.clip import Clip
    from quietude.speech.engines.base import Identity

SENTENCES = (
    "It could be a word, a feeling, or a wish.",
    "Then rest your eyes wherever they like to rest.",
    "A quiet garden, or anywhere you have felt at ease.",
    "Let your attention come back to this room, to the sounds that are here now.",
    "Your eyes may be open or closed.",
    "If a question ever feels like too much, you can leave it, and come back to this.",
    "It may be warmth, or a sigh, or nothing special.",
    "The place stays where it is.",
    "You might stretch a little, and find one thing you can see that you like.",
    "Before we go, let your eyes wander over this place once more.",
    "Which words would you choose to describe yourself as a child?",
    "Perhaps notice what holds you up.",
    "If not, let it pass by, and feel your feet instead.",
    "You are here, today, the grown-up who came to sit for a while.",
    "You might put that here now.",
    "And once more, if you like, with the sound.",
    "Be kind to yourself in the next hour.",
    "Perhaps feel the floor under your feet, or the seat that carries you.",
    "Thank you for asking, and for listening.",
    "A blanket, a lamp, a dog, an open door.",
)
"""Sentences spoken to measure a voice: a sample of the library whose pace is within 0.6 % of all
the library's phrases, for each of the five voices it was drawn with."""

_PROBES = (1.2, 2.0)
_SLOWEST, _FASTEST = 4.0, 0.4
_LEAST_STRETCHED_S = 0.02


@dataclass(frozen=True, slots=True)
class Pace:
    """The pace of a voice: a line from stretch to seconds a word.

    Attributes:
        fixed_s: Seconds a word that stretching does not change; slightly negative for some.
        stretched_s: Seconds a word at a stretch of one.
    """

    fixed_s: float
    stretched_s: float

    def stretch(self, wpm: float) -> float:
        """Factor to set for an articulation of ``wpm`` words a minute."""
        factor = (60.0 / wpm - self.fixed_s) / self.stretched_s
        return round(min(max(factor, _FASTEST), _SLOWEST), 4)


def measure_pace(say: Callable[[str, float], Clip]) -> Pace:
    """Finds the pace of a voice: a line through its seconds a word at two stretches.

    Args:
        say: Speaks a text at a stretch.

    Raises:
        SpeechError: as ``say``.
    """
    from quietude.speech.processing import trimmed_seconds  # with numpy, for whoever measures

    words = sum(len(text.split()) for text in SENTENCES)
    low, high = (
        sum(trimmed_seconds(say(text, probe)) for text in SENTENCES) / words for probe in _PROBES
    )
    # A voice that hardly obeys must not be asked for absurd stretches.
    stretched = max((high - low) / (_PROBES[1] - _PROBES[0]), _LEAST_STRETCHED_S)
    return Pace(low - stretched * _PROBES[0], stretched)


def recall_pace(identity: Identity, voice: str) -> Pace | None:
    """The pace that was measured on this machine for a voice of this very engine, or None."""
    try:
        kept = read_json(_path(identity, voice), SMALL_BYTES)
        pace = Pace(number(kept["fixed_s"], least=-math.inf), number(kept["stretched_s"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    whole = math.isfinite(pace.fixed_s) and math.isfinite(pace.stretched_s)
    return pace if whole and pace.stretched_s > 0 else None


def remember_pace(identity: Identity, voice: str, pace: Pace) -> None:
    """Keeps a pace; where it cannot be kept, it is measured again next time."""
    path = _path(identity, voice)
    with contextlib.suppress(DeliveryError):
        write_private(path, json.dumps(asdict(pace)))


def _path(identity: Identity, voice: str) -> Path:
    about = json.dumps([asdict(identity), voice, SENTENCES], sort_keys=True)
    return data_dir() / "paces" / f"{hashlib.sha256(about.encode()).hexdigest()}.json"
