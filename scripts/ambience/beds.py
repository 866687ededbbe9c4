"""Specification of the beds: layers of noise, textures and events, and how each of them moves.

A layer is a row of the manifest but for its `gain_db`, which follows from `level`: its loudness in
LU against the other layers. `quietude.sound.ambience.layers` explains every key.
"""

from dataclasses import dataclass
from typing import Any

from . import noise

Layer = dict[str, Any]
Motion = dict[str, dict[str, float | str]]


@dataclass(frozen=True)
class BedSpec:
    """A bed: its layers, added, and the decibels it has to lie lower under words than others do."""

    id: str
    title: str
    about: str
    layers: tuple[Layer, ...]
    covers_db: float = 0.0


COVERS_DB = 2.5
"""Measured (bench_words_in_mix.py): with it pink noise takes no more words from a recogniser than
other beds do."""

ALIKE_DB = 1.5
"""Measured: notes of one pitch lie up to 1.5 dB above the sum of their powers for a phrase."""


def _drift(db: float, every_s: float, apart: float = 0.0, name: str = "air") -> Motion:
    return {"drift": {"name": name, "db": db, "every_s": every_s, "apart": apart}}


def _waves(lead_s: float, rise_s: float, fall_s: float, calm_db: float, lean_db: float) -> Motion:
    return {
        "waves": {
            "every_s": 9.5,
            "lead_s": lead_s,
            "rise_s": rise_s,
            "fall_s": fall_s,
            "calm_db": calm_db,
            "lean_db": lean_db,
        }
    }


def _gusts(db: float) -> Motion:
    return {"gusts": {"db": db, "late_s": 0.35}}


PULSE: Motion = {
    "pulse": {
        "every_s": 1.4,
        "rise_s": 0.14,
        "fall_s": 0.22,
        "second_s": 0.38,
        "second_db": -4.0,
        "calm_db": -12.0,
    }
}


def _noise(
    name: str, level: float, spectrum: noise.Points, *motions: Motion, apart_m: float = 0.2
) -> Layer:
    return {
        "kind": "noise",
        "name": name,
        "level": level,
        "motions": list(motions),
        "spectrum": spectrum,
        "apart_m": apart_m,
    }


def _grains(  # noqa: PLR0913
    name: str,
    level: float,
    file: str,
    *motions: Motion,
    grain_s: tuple[float, float] = (3.0, 6.0),
    fade_s: float = 0.5,
    voices: int = 1,
) -> Layer:
    return {
        "kind": "grains",
        "name": name,
        "level": level,
        "motions": list(motions),
        "file": f"beds/{file}.ogg",
        "grain_s": list(grain_s),
        "fade_s": fade_s,
        "voices": voices,
    }


def _events(  # noqa: PLR0913
    name: str,
    level: float,
    file: str,
    every_s: float,
    *,
    loose: float = 0.45,
    chance: float = 1.0,
    rests_s: float = 0.0,
    range_db: float = 6.0,
    lean_db: float = 4.0,
) -> Layer:
    return {
        "kind": "events",
        "name": name,
        "level": level,
        "motions": [],
        "file": f"beds/{file}.ogg",
        "every_s": every_s,
        "loose": loose,
        "chance": chance,
        "rests_s": rests_s,
        "range_db": range_db,
        "lean_db": lean_db,
    }


def _pad(name: str, level: float, file: str, *motions: Motion) -> Layer:
    pad = _grains(name, level, file, *motions, grain_s=(16.0, 26.0), fade_s=4.0)
    return {**pad, "alike_db": ALIKE_DB}


def _notes(name: str, level: float, file: str, every_s: float, **how: float) -> Layer:
    return {**_events(name, level, file, every_s, **how), "alike_db": ALIKE_DB}


BEDS: tuple[BedSpec, ...] = (
    BedSpec(
        "brown",
        "Brown noise",
        "Deep, soft noise with a steady centre, wide above it, slowly breathing.",
        (
            _noise("wide", 0.0, noise.coloured(-6.02, 25.0, 6_000.0, 1.5), _drift(0.5, 14.0, 0.3)),
            _noise("deep", -5.0, noise.coloured(-6.02, 25.0, 320.0, 1.5), _drift(0.9, 19.0)),
        ),
    ),
    BedSpec(
        "pink",
        "Pink noise",
        "Even, soft noise, warm in the middle and wide at the sides, slowly breathing.",
        (
            _noise("wide", 0.0, noise.coloured(-3.01, 25.0, 7_000.0, 1.5), _drift(0.4, 14.0, 0.3)),
            _noise("deep", -7.0, noise.coloured(-3.6, 25.0, 700.0, 1.5), _drift(0.8, 19.0)),
        ),
        COVERS_DB,
    ),
    BedSpec(
        "rain",
        "Rain",
        "Steady soft rain, warm, distance below it, near drops to both sides.",
        (
            _noise("air", 0.0, noise.rain_air(), _drift(1.2, 11.0, 0.3)),
            _noise("far", -7.0, noise.coloured(-4.0, 70.0, 500.0), _drift(1.8, 17.0, 0.2)),
            _grains("drops", -2.0, "rain-drops", _drift(1.2, 9.0, 0.3)),
        ),
    ),
    BedSpec(
        "rain-leaves",
        "Rain on leaves",
        "Rain in a quiet wood: patter on near leaves, a stirring canopy, slow round drips.",
        (
            _noise("air", -6.0, noise.coloured(-3.4, 180.0, 5_500.0, 1.5), _drift(1.8, 13.0, 0.3)),
            _grains("leaves", 0.0, "leaves", _drift(1.5, 8.0, 0.3)),
        ),
    ),
    BedSpec(
        "ocean",
        "Ocean",
        "Slow waves on a wide beach, foam running out, the sea low behind them.",
        (
            _noise("sea", -6.0, noise.coloured(-4.5, 50.0, 500.0, 1.5), _drift(1.8, 16.0, 0.1)),
            _noise(
                "roar", -1.0, noise.coloured(-4.0, 60.0, 330.0, 1.2), _waves(0.9, 1.9, 2.4, -10, 1)
            ),
            _noise(
                "body", 0.0, noise.coloured(-3.0, 260.0, 1_300.0, 1.3), _waves(0, 1.5, 2.0, -11, 2)
            ),
            _noise(
                "spray",
                -2.0,
                noise.coloured(-3.0, 1_100.0, 6_500.0, 1.3),
                _waves(-0.9, 1.1, 2.8, -14, 3),
            ),
            _grains("foam", -9.0, "foam", _waves(-1.8, 0.8, 2.6, -24, 3)),
        ),
    ),
    BedSpec(
        "stream",
        "Stream",
        "A small brook over stones: gurgling close by, soft moving water around it.",
        (
            _noise("flow", -3.0, noise.water(), _drift(0.8, 10.0), _drift(0.9, 0.25, 0.6, "fast")),
            _grains("bubbles", 0.0, "bubbles", _drift(1.2, 6.0, 0.4), voices=2),
        ),
    ),
    BedSpec(
        "wind",
        "Wind",
        "Wind in slow gusts, trees answering on both sides, a faint hollow note.",
        (
            _noise("low", 0.0, noise.coloured(-4.2, 60.0, 260.0, 1.2), _gusts(11)),
            _noise("body", -1.0, noise.coloured(-3.6, 200.0, 900.0, 1.5), _gusts(15)),
            _noise(
                "leaves",
                -4.0,
                noise.coloured(-3.0, 900.0, 5_000.0, 1.3),
                _gusts(20),
                _drift(1.6, 0.3, 0.7, "rustle"),
            ),
            _grains("note", -8.0, "wind-note", _gusts(18), grain_s=(7.0, 13.0), fade_s=3.0),
        ),
    ),
    BedSpec(
        "fire",
        "Fire",
        "A wood fire: low lapping flames, a breath of hiss, soft crackles in bursts.",
        (
            _noise(
                "flames",
                0.0,
                noise.coloured(-3.6, 85.0, 420.0, 1.5),
                _drift(2.0, 7.0, 0.2),
                _drift(2.6, 0.22, 0.5, "lapping"),
            ),
            _noise(
                "hiss",
                -3.0,
                noise.coloured(-4.0, 320.0, 4_500.0, 1.5),
                _drift(2.0, 9.0, 0.3, "hiss"),
                _drift(1.6, 0.4, 0.5, "flicker"),
            ),
            _grains("crackles", -9.0, "crackles", _drift(2.0, 12.0, 0.2, "bursts")),
        ),
    ),
    BedSpec(
        "night",
        "Night",
        "A mild night: still air, a far chorus, a few crickets that call and rest.",
        (
            _noise("hush", 0.0, noise.coloured(-3.6, 110.0, 900.0), _drift(1.0, 15.0, 0.2)),
            _noise(
                "grass",
                -7.0,
                noise.coloured(-2.5, 700.0, 3_400.0, 1.5),
                _drift(2.4, 8.0, 0.4, "breeze"),
            ),
            _grains("chorus", -9.0, "chorus", _drift(1.5, 20.0, 0.3, "far")),
            _events("crickets", -3.0, "crickets", 2.1, rests_s=40.0, range_db=8.0),
        ),
    ),
    BedSpec(
        "drone",
        "Warm drone",
        "A warm chord on D that never settles: low ground, upper notes coming forward in turn.",
        (
            _pad("low", 0.0, "drone-low", _drift(1.2, 13.0, 0.2, "ground")),
            _pad("high", -3.0, "drone-high", _drift(2.5, 11.0, 0.2, "upper")),
        ),
    ),
    BedSpec(
        "bowls",
        "Singing bowls",
        "Bowls in D, touched softly every few seconds over bowls that are rubbed and sing.",
        (
            _notes("struck", 0.0, "bowls-struck", 6.3, loose=0.3, range_db=4.0, lean_db=2.0),
            _pad("sung", 1.0, "bowls-sung", _drift(1.5, 15.0, 0.2)),
        ),
    ),
    BedSpec(
        "forest",
        "Forest brook",
        "A brook some steps away under trees, and now and then a bird far off.",
        (
            _noise("flow", -2.0, noise.water(), _drift(0.8, 10.0), _drift(0.8, 0.3, 0.6, "fast")),
            _grains("bubbles", -1.0, "bubbles", _drift(1.2, 7.0, 0.4)),
            _noise(
                "trees",
                -7.0,
                noise.coloured(-2.6, 500.0, 4_500.0, 1.3),
                _drift(3.0, 9.0, 0.3, "breeze"),
            ),
            _events("birds", -9.0, "birds", 3.4, chance=0.8, rests_s=25.0, range_db=9.0),
        ),
    ),
    BedSpec(
        "thunder",
        "Rain and far thunder",
        "Rain on a roof of leaves, and thunder that rolls a long way off and never cracks.",
        (
            _noise("air", 0.0, noise.rain_air(), _drift(1.5, 11.0, 0.3)),
            _noise("far", -6.0, noise.coloured(-4.0, 70.0, 500.0), _drift(1.8, 17.0, 0.2)),
            _grains("drops", -4.0, "rain-drops", _drift(1.5, 9.0, 0.3)),
            _events("thunder", -4.0, "thunder", 32.0, chance=0.85, range_db=7.0, lean_db=3.0),
        ),
    ),
    BedSpec(
        "bowl-drone",
        "Bowl drone",
        "Large and small bowls that are rubbed and sing, deep and without a stroke.",
        (
            _pad("deep", 0.0, "bowls-deep", _drift(1.8, 17.0, 0.2, "deep")),
            _pad("sung", -3.0, "bowls-sung", _drift(2.2, 13.0, 0.3, "sung")),
            _noise("air", -20.0, noise.coloured(-4.0, 400.0, 2_600.0, 1.5), _drift(2.0, 9.0, 0.3)),
        ),
    ),
    BedSpec(
        "piano",
        "Piano chords",
        "Soft chords on a felted piano, far apart and in no order, over a warm ground.",
        (
            _notes("chords", 0.0, "piano", 6.0, loose=0.25, range_db=3.0, lean_db=1.0),
            _pad("ground", -4.0, "drone-low", _drift(1.2, 13.0, 0.2, "ground")),
        ),
    ),
    BedSpec(
        "pulse",
        "Warm pulse",
        "A warm tone that swells in a slow double beat, 43 a minute, slower than a heart at rest.",
        (
            _pad("beat", 0.0, "drone-low", PULSE),
            _pad("ground", -9.0, "drone-high", _drift(1.2, 13.0, 0.2, "ground")),
            _noise("air", -12.0, noise.coloured(-5.0, 60.0, 700.0, 1.5), _drift(1.0, 12.0, 0.3)),
        ),
    ),
    BedSpec(
        "clock",
        "Room with a clock",
        "The air of a quiet room, and a clock that ticks a room away.",
        (
            _noise("room", 0.0, noise.room(), _drift(0.8, 16.0, 0.2)),
            _noise("air", -6.0, noise.coloured(-3.6, 200.0, 2_500.0, 1.3), _drift(1.0, 13.0, 0.3)),
            _events("clock", -9.0, "clock", 1.0, loose=0.0, range_db=1.0, lean_db=0.0),
        ),
    ),
)
