"""Specification of the bells and cues: seeds and levels."""

from collections.abc import Callable
from dataclasses import dataclass

from . import bells
from .loop import Array, Rng


@dataclass(frozen=True)
class SoundSpec:
    """A bell or a cue, played once."""

    id: str
    title: str
    about: str
    file: str
    build: Callable[[Rng], Array]  # -> (n, channels)
    seed: int
    lufs: float = -20.0  # largest momentary loudness
    t60: float = 0.0  # of the lowest mode, seconds
    quality: float = 0.5


BELLS: tuple[SoundSpec, ...] = (
    SoundSpec(
        "bell",
        "Bell",
        "A warm small singing bowl on F sharp 4; the default bell.",
        "bells/bell.ogg",
        bells.bell,
        901,
        t60=bells.BELL.t60,
    ),
    SoundSpec(
        "bowl",
        "Bowl",
        "A large singing bowl on D 3, deep, with a slow beat.",
        "bells/bowl.ogg",
        bells.bowl,
        902,
        t60=bells.BOWL.t60,
    ),
    SoundSpec(
        "chime",
        "Chime",
        "Two small cymbals on D 6, touched softly.",
        "bells/chime.ogg",
        bells.chime,
        903,
        t60=bells.CHIME.t60,
    ),
    SoundSpec(
        "gong",
        "Gong",
        "A gong on A 2, touched with felt: it comes slowly and stays long.",
        "bells/gong.ogg",
        bells.gong,
        904,
        t60=bells.GONG.t60,
    ),
    SoundSpec(
        "wood",
        "Wood",
        "A soft block of wood, which does not ring.",
        "bells/wood.ogg",
        bells.wood,
        905,
        t60=0.55,
    ),
)

CUES: tuple[SoundSpec, ...] = (
    SoundSpec(
        "tap",
        "Tap",
        "A felt-soft mono tap; the player places it left or right.",
        "cues/tap.flac",
        bells.tap,
        951,
        lufs=-31.0,
    ),
)
