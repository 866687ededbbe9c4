"""Probable phones at each moment of a sound: what two voices that say the same have in common.

Cepstra of a woman and a man who say the same are further apart than those of one person who says
two things. So a small network (scripts/make_phone_model.py) that heard many synthetic voices in
many rooms gives, for every 10 ms, a probability for each English phone. Sounds are compared by
these.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from quietude.speech.takes.cutting.bands import BANDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.speech.takes.cutting.bands import Bands
    from quietude.speech.takes.cutting.reference import VoicedLine

Phones = NDArray[np.float32]
"""Probabilities of phones, float32 ``(frames, phones)``; a row adds up to 1."""

OFFSETS = (-8, -6, -4, -2, 0, 2, 4, 6, 8)
"""The frames around each that the network sees."""
_FLOOR, _LEAST_SPREAD = 1e-4, 0.3
_UNSURE = 0.02
"""The share of each row that is spread evenly: a network is never as sure as it says."""
_BLOCK = 4096


def network_inputs(bands: Bands, spoken: Any) -> NDArray[np.float32]:
    """Levels in bands, without microphone and distance, ``(frames, BANDS)``.

    Args:
        bands: Power in bands.
        spoken: A mask or index of the frames in which somebody speaks.
    """
    bands = bands[:, :BANDS]
    levels = np.log(bands + bands[spoken].mean(axis=0) * _FLOOR)
    spread = np.maximum(levels[spoken].std(axis=0), _LEAST_SPREAD)
    return np.asarray((levels - levels[spoken].mean(axis=0)) / spread, dtype=np.float32)


def stacked(levels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each frame with those around it, ``(frames, BANDS × 9)``."""
    widest = max(OFFSETS)
    padded = np.pad(levels, ((widest, widest), (0, 0)), mode="edge")
    return np.hstack([padded[widest + by : widest + by + len(levels)] for by in OFFSETS])


def phones_of(bands: Bands, spoken: Any) -> Phones:
    """Probabilities of phones for each frame.

    Args:
        bands: Power in bands.
        spoken: A mask or index of the frames in which somebody speaks.
    """
    if not len(bands):
        return np.zeros((0, _layers()[-1][1].size), dtype=np.float32)
    levels = network_inputs(bands, spoken)
    widest = max(OFFSETS)
    padded = np.pad(levels, ((widest, widest), (0, 0)), mode="edge")
    found = []
    for start in range(0, len(levels), _BLOCK):
        part = padded[start : start + _BLOCK + 2 * widest]
        count = len(part) - 2 * widest
        found.append(
            _network(np.hstack([part[widest + by : widest + by + count] for by in OFFSETS]))
        )
    return np.concatenate(found)


def line_phones(lines: Sequence[VoicedLine]) -> list[Phones]:
    """Probabilities of phones for lines that one voice said, pauses left out.

    Args:
        lines: The lines.
    """
    levels = network_inputs(
        np.concatenate([line.bands for line in lines]),
        np.concatenate([line.kept for line in lines]),
    )
    starts = np.cumsum([len(line.bands) for line in lines])[:-1]
    return [
        _network(stacked(part))[line.kept]
        for line, part in zip(lines, np.split(levels, starts), strict=True)
    ]


def _network(values: NDArray[np.float32]) -> Phones:
    layers = _layers()
    for number, (weights, bias) in enumerate(layers, start=1):
        values = values @ weights + bias
        if number < len(layers):
            values = np.maximum(values, 0.0)
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    even = 1.0 / raised.shape[1]
    likely = raised / raised.sum(axis=1, keepdims=True)
    return np.asarray((1.0 - _UNSURE) * likely + _UNSURE * even, dtype=np.float32)


@cache
def _layers() -> list[tuple[Any, Any]]:
    with (files(__package__) / "phones.npz").open("rb") as file, np.load(file) as stored:
        return [
            (stored[f"w{layer}"].astype(np.float32), stored[f"b{layer}"].astype(np.float32))
            for layer in range(3)
        ]
