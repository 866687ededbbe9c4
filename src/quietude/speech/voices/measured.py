"""Figures of voices as they were measured, where they were, and the word for how they sound."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


MEASURED_FILE = Path(__file__).with_name("measured.json")
"""Written by ``scripts/bench_voices.py --write``."""


@dataclass(frozen=True, slots=True)
class VoiceFigures:
    """Figures of a voice as it is delivered.

    Attributes:
        distillmos: Its quality from 1 to 5, as a model estimates it that hears no reference.
        misheard: Share of the words that a small recogniser mishears, from 0 to 1.
        misheard_in_mix: The same in a finished session over rain.
    """

    distillmos: float
    misheard: float
    misheard_in_mix: float


@cache
def measured_voices() -> Mapping[str, VoiceFigures]:
    """Every voice that was measured, by its id with the engine before it."""
    rows = json.loads(MEASURED_FILE.read_text(encoding="utf-8"))
    return {voice: VoiceFigures(**row) for voice, row in rows.items()}


def written_measured(voices: Mapping[str, VoiceFigures]) -> str:
    """The file's text for some voices."""
    rows = {voice: dataclasses.asdict(row) for voice, row in voices.items()}
    return json.dumps(rows, indent=1, sort_keys=True) + "\n"
