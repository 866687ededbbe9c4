"""Offsets of the levels: of bed, bells and voice, and how much room a bed takes."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from quietude.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Presence:
    """The room that a bed takes.

    Attributes:
        pause_lu: Loudness below the voice in pauses.
        softer_lu: Attenuation under speech beyond what words need.
    """

    pause_lu: float
    softer_lu: float = 0.0


PRESENCES: Mapping[str, Presence] = MappingProxyType(
    {"soft": Presence(15.0, 3.0), "present": Presence(12.0), "immersive": Presence(9.0)}
)
"""The levels of the bed by name: for those who want words, words and a place, or a place."""

USUAL_PRESENCE = "present"


@dataclass(frozen=True, slots=True)
class LevelOffsets:
    """The offsets of the levels, in dB relative to ours.

    The voice has its level in any case, so a louder voice means a softer rest.

    Attributes:
        bed_db: The bed, throughout.
        bell_db: The bells.
        voice_db: The voice.
        presence: The room the bed takes, by its name in :data:`PRESENCES`.
    """

    bed_db: float = 0.0
    bell_db: float = 0.0
    voice_db: float = 0.0
    presence: str = USUAL_PRESENCE

    def __post_init__(self) -> None:
        if self.presence not in PRESENCES:
            message = f'there is no bed level "{self.presence[:40]}"'
            raise UsageError(message, hint=f"Choose {', '.join(PRESENCES)}, or a number of dB.")


def bed_level(written: str) -> tuple[float, str]:
    """Returns what a listener writes for the level of the bed: decibels, or a name.

    Returns:
        The level in dB relative to ours, and the name of the room it takes.

    Raises:
        UsageError: if it is neither.
    """
    if written in PRESENCES:
        return 0.0, written
    try:
        return float(written), USUAL_PRESENCE
    except ValueError:
        message = f'"{written[:40]}" is not a bed level'
        hint = f"Choose {', '.join(PRESENCES)}, or a number of dB such as -3."
        raise UsageError(message, hint=hint) from None
