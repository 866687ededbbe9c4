"""Specification of the recordings that beds are played from, with seeds and qualities.

A texture is played in long grains from random places; clips are single sounds, placed anew in every
session. Neither is a loop.
"""

from collections.abc import Callable
from dataclasses import dataclass

from . import birds, clock, drone, fire, night, piano, rain, thunder, water, wind
from .loop import HOP, RATE, Array, Rng


@dataclass(frozen=True)
class TextureSpec:
    """A recording of one kind of sound, without a beginning or an end."""

    file: str  # inside audio_assets/
    build: Callable[[int, Rng], Array]  # (frames, generator) -> (n, 2)
    seconds: float
    seed: int
    quality: float = 0.6  # libvorbis quality 0-1

    @property
    def frames(self) -> int:
        """Its length, whole hops of the circular filters."""
        return round(self.seconds * RATE / HOP) * HOP


@dataclass(frozen=True)
class ClipsSpec:
    """Single sounds, one after the other in one file."""

    file: str
    build: Callable[[Rng], list[Array]]  # -> (n, 2) each
    seed: int
    quality: float = 0.5
    rate: int = RATE  # of the file: what has no highs needs no more


TEXTURES = (
    TextureSpec("beds/rain-drops.ogg", rain.drops, 30.0, 102, 0.35),
    TextureSpec("beds/leaves.ogg", rain.leaves, 30.0, 132, 0.35),
    TextureSpec("beds/foam.ogg", water.foam, 14.0, 141, 0.35),
    TextureSpec("beds/bubbles.ogg", water.bubbles, 40.0, 152, 0.5),
    TextureSpec("beds/crackles.ogg", fire.crackles, 40.0, 172, 0.4),
    TextureSpec("beds/chorus.ogg", night.chorus, 20.0, 181),
    TextureSpec("beds/wind-note.ogg", wind.note, 40.0, 162, 0.4),
    TextureSpec("beds/drone-low.ogg", drone.low, 44.0, 191, 0.4),
    TextureSpec("beds/drone-high.ogg", drone.high, 44.0, 192, 0.4),
    TextureSpec("beds/bowls-sung.ogg", drone.sung, 44.0, 202, 0.4),
    TextureSpec("beds/bowls-deep.ogg", drone.deep_sung, 44.0, 203, 0.4),
)
CLIPS = (
    ClipsSpec("beds/crickets.ogg", night.bouts, 182, 0.4),
    ClipsSpec("beds/bowls-struck.ogg", drone.strokes, 201, 0.4),
    ClipsSpec("beds/birds.ogg", birds.phrases, 211),
    ClipsSpec("beds/thunder.ogg", thunder.rolls, 221, 0.5, rate=8_000),
    ClipsSpec("beds/piano.ogg", piano.chords, 231, 0.4),
    ClipsSpec("beds/clock.ogg", clock.ticks, 241),
)
