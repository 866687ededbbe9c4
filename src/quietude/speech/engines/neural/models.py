"""The models that turn phonemes into sound, each loaded once by the worker."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from quietude.speech.engines.neural.graph import length_model, speaking_model

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

SAMPLE_RATE_HZ = 24_000
FRAMES_PER_UNIT = 600
"""Frames of sound for each unit of length a model gives a phoneme: 25 ms."""


@dataclass(frozen=True, slots=True)
class Said:
    """The sound of one sentence.

    Attributes:
        samples: float32 ``(frames,)``, at :data:`SAMPLE_RATE_HZ`.
        starts: The frame at which each phoneme begins, the silence at both ends included.
    """

    samples: NDArray[np.float32]
    starts: tuple[int, ...]


def read_model(path: Path, sha256: str) -> bytes:
    """A model as its file holds it.

    Raises:
        ValueError: if the file is not the one that is expected.
    """
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        message = f"{path.name} is not the file that was installed; install the voice again"
        raise ValueError(message)
    return data


def session_for(model: bytes) -> Any:
    """An onnxruntime session for a model, with one thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # As many processes speak as there are cores; more threads would get in their way, and sums
    # would be added up in another order.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        model, sess_options=options, providers=["CPUExecutionProvider"]
    )


class HibariModel:
    """A voice of hibari: a spectrum from the network, a wave from the package's own synthesis.

    Args:
        path: Its model.
        sha256: The hash that file must have.
    """

    def __init__(self, path: Path, sha256: str) -> None:
        model = read_model(path, sha256)
        self._lengths = session_for(length_model(model))
        self._session = session_for(speaking_model(model))

    def say(self, ids: Sequence[int], stretches: NDArray[np.float64]) -> Said:
        """The sound of a sentence.

        Args:
            ids: Its phonemes, with a 0 for the silence at both ends.
            stretches: The length of each as a multiple of its own.
        """
        from hibari import dsp

        numbers = np.asarray([ids], np.int64)
        one = np.ones(1, np.float32)
        predicted = self._lengths.run(None, {"ids": numbers, "speed": one})[0].ravel()
        units = whole_units(predicted * stretches)
        speeds = (predicted / units).astype(np.float32)
        *spectra, f0 = (
            value[0] for value in self._session.run(None, {"ids": numbers, "speed": speeds})
        )
        # The breath in the voice is noise; seeded by what is said, so that it is always the same.
        rng = np.random.default_rng(zlib.crc32(numbers.tobytes()))
        samples = np.asarray(dsp.synth(*spectra, f0, rng), np.float32)
        ends = np.cumsum(units) * FRAMES_PER_UNIT
        return Said(samples, (0, *ends[:-1].tolist()))


def whole_units(wanted: NDArray[np.float64]) -> NDArray[np.int64]:
    """Whole lengths whose sum follows that of the wanted ones, each at least one.

    The models round each length by itself. Most lengths lie close to 1 or 2, so a stretch of 1.2
    would change hardly any of them and one of 1.3 nearly half; here the rounding of each is made up
    for by the next.
    """
    units = []
    owed = 0.0
    for length in wanted.tolist():
        unit = max(1, round(length + owed))
        owed += length - unit
        units.append(unit)
    return np.asarray(units, np.int64)
