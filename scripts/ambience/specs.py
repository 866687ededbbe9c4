"""Specification of the shipped sounds: beds with layers, bells and cues, seeds and levels."""

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass

from . import bells, drone, fire, night, noise, rain, water, wind
from .loop import Array, Rng


@dataclass(frozen=True)
class LayerSpec:
    """One seamless loop of a bed."""

    file: str  # inside audio_assets/
    build: Callable[[int, Rng], Array]  # (frames, generator) -> (n,) or (n, 2)
    hops: int  # length, 46.4 ms each; co-prime with the other layers of the bed
    seed: int
    level: float  # LU against the other layers of the bed
    quality: float = 0.0  # libvorbis quality 0-1
    spread: bool = False  # the player reads the right channel half a loop later


@dataclass(frozen=True)
class BedSpec:
    """A bed: layers that loop independently and are added."""

    id: str
    title: str
    about: str
    layers: tuple[LayerSpec, ...]

    def __post_init__(self) -> None:
        """Layers must not realign before the product of their lengths."""
        for one, other in itertools.combinations(self.layers, 2):
            if math.gcd(one.hops, other.hops) != 1:
                message = f"{one.file} and {other.file}: lengths are not co-prime"
                raise ValueError(message)


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


BEDS: tuple[BedSpec, ...] = (
    BedSpec(
        "brown",
        "Brown noise",
        "Deep, soft noise with a steady centre, wide above it, slowly breathing.",
        (
            LayerSpec("beds/brown-wide.ogg", noise.brown_wide, 1536, 111, 0.0, spread=True),
            LayerSpec("beds/brown-deep.ogg", noise.brown_deep, 1001, 112, -5.0),
        ),
    ),
    BedSpec(
        "pink",
        "Pink noise",
        "Even, soft noise, warm in the middle and wide at the sides, slowly breathing.",
        (
            LayerSpec("beds/pink-wide.ogg", noise.pink_wide, 1536, 121, 0.0, spread=True),
            LayerSpec("beds/pink-deep.ogg", noise.pink_deep, 1001, 122, -7.0),
        ),
    ),
    BedSpec(
        "rain",
        "Rain",
        "Steady soft rain, warm, distance below it, near drops to both sides.",
        (
            LayerSpec("beds/rain-wash.ogg", rain.wash, 1536, 101, 0.0, spread=True),
            LayerSpec("beds/rain-drops.ogg", rain.drops, 1183, 102, -8.0),
        ),
    ),
    BedSpec(
        "rain-leaves",
        "Rain on leaves",
        "Rain in a quiet wood: patter on near leaves, a stirring canopy, slow round drips.",
        (
            LayerSpec("beds/leaves-canopy.ogg", rain.leaves_canopy, 1458, 131, 0.0, spread=True),
            LayerSpec("beds/leaves-patter.ogg", rain.leaves_patter, 1183, 132, -4.0),
        ),
    ),
    BedSpec(
        "ocean",
        "Ocean",
        "Slow waves on a wide beach, foam running out, the sea low behind them.",
        (
            LayerSpec("beds/ocean-waves.ogg", water.ocean_waves, 2197, 141, 0.0),
            LayerSpec("beds/ocean-deep.ogg", water.ocean_deep, 1029, 142, -6.0, spread=True),
        ),
    ),
    BedSpec(
        "stream",
        "Stream",
        "A small brook over stones: gurgling close by, soft moving water around it.",
        (
            LayerSpec("beds/stream-flow.ogg", water.stream_flow, 1331, 151, 0.0, spread=True),
            LayerSpec("beds/stream-bubbles.ogg", water.stream_bubbles, 1225, 152, -4.5),
        ),
    ),
    BedSpec(
        "wind",
        "Wind",
        "Wind in slow gusts, trees answering on both sides, a faint hollow note.",
        (
            LayerSpec("beds/wind-body.ogg", wind.body, 1536, 161, 0.0),
            LayerSpec("beds/wind-trees.ogg", wind.trees, 1225, 162, -3.0),
        ),
    ),
    BedSpec(
        "fire",
        "Fire",
        "A wood fire: low lapping flames, a breath of hiss, soft crackles in bursts.",
        (
            LayerSpec("beds/fire-flames.ogg", fire.flames, 1715, 171, 0.0, spread=True),
            LayerSpec("beds/fire-crackles.ogg", fire.crackles, 2673, 172, -12.0),
        ),
    ),
    BedSpec(
        "night",
        "Night",
        "A mild night: still air, a far chorus, a few crickets that call and rest.",
        (
            LayerSpec("beds/night-air.ogg", night.air, 1125, 181, 0.0, spread=True),
            LayerSpec("beds/night-crickets.ogg", night.crickets, 2401, 182, -3.0),
        ),
    ),
    BedSpec(
        "drone",
        "Warm drone",
        "A warm chord on D that never settles: low ground, upper notes coming forward in turn.",
        (
            LayerSpec("beds/drone-low.ogg", drone.low, 1280, 191, 0.0, quality=0.1),
            LayerSpec("beds/drone-high.ogg", drone.high, 1029, 192, -3.0),
        ),
    ),
    BedSpec(
        "bowls",
        "Singing bowls",
        "Bowls in D, touched softly every few seconds over bowls that are rubbed and sing.",
        (
            LayerSpec("beds/bowls-struck.ogg", drone.struck, 2401, 201, 0.0),
            LayerSpec("beds/bowls-sung.ogg", drone.sung, 1125, 202, 1.0),
        ),
    ),
)

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
