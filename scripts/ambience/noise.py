"""Spectra of noise, as points that a player joins: for the layers that need no recording."""

import numpy as np

from .loop import Gain, band_edges, bump, floor_cut, high_pass, low_pass, tilt

Points = list[list[float]]
LOWEST_DB = -90.0


def points(gain: Gain) -> Points:
    """Frequencies in Hz and levels in dB of a filter at sixths of an octave, 25 Hz to 22 kHz."""
    hz = band_edges()
    levels = 20.0 * np.log10(np.maximum(gain(hz), 1e-9))
    levels -= levels.max()
    return [
        [round(float(f), 1), round(float(db), 1)]
        for f, db in zip(hz, levels, strict=True)
        if db > LOWEST_DB
    ]


def coloured(slope: float, low: float, high: float, high_order: float = 2.0) -> Points:
    """Noise of `slope` dB per octave from `low` to `high` Hz."""
    return points(
        lambda f: tilt(f, slope) * high_pass(f, low) * low_pass(f, high, high_order) * floor_cut(f)
    )


def rain_air() -> Points:
    """The hush of rain: the sum of very many distant drops."""
    return points(
        lambda f: (
            tilt(f, -2.6)
            * high_pass(f, 260.0, 1.5)
            * low_pass(f, 6_400.0, 1.3)
            * bump(f, 900.0, 1.2, 2.0)
        )
    )


def water() -> Points:
    """Moving water under its bubbles."""
    return points(
        lambda f: (
            tilt(f, -3.6)
            * high_pass(f, 180.0)
            * bump(f, 600.0, 1.2, 3.0)
            * low_pass(f, 6_000.0, 1.3)
        )
    )


def room() -> Points:
    """The air of a quiet room: it falls above 300 Hz, with a body at 120 Hz."""
    return points(
        lambda f: tilt(f, -3.0) * low_pass(f, 300.0, 0.8) * bump(f, 120.0, 0.5, 3.0) * floor_cut(f)
    )
