"""The models that turn phonemes into sound, each loaded once by the worker."""

from __future__ import annotations

import hashlib
import zlib
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from quietude.plan.model import OWN_TUNE, Tune
from quietude.speech.engines.neural.graph import length_model, speaking_model

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

SAMPLE_RATE_HZ = 24_000
FRAMES_PER_UNIT = 600
"""Frames of sound for each unit of length a model gives a phoneme: 25 ms."""


_STYLE = 256
_VOICED_HZ = 40.0


@dataclass(frozen=True, slots=True)
class Said:
    """The sound of one sentence.

    Attributes:
        samples: float32 ``(frames,)``, at :data:`SAMPLE_RATE_HZ`.
        starts: The frame at which each phoneme begins, the silence at both ends included.
    """

    samples: NDArray[np.float32]
    starts: tuple[int, ...]


def read_checked(path: Path, sha256: str) -> bytes:
    """A file of a voice, as it was when it was installed.

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


class PhonemeModel(ABC):
    """A model that says phonemes, whose lengths we choose.

    Args:
        model: The model as its file holds it.
        ids_name: The name of its input for phonemes.
    """

    def __init__(self, model: bytes, ids_name: str) -> None:
        self._ids_name = ids_name
        self._lengths = session_for(length_model(model))
        self._session = session_for(speaking_model(model))

    def say(self, ids: Sequence[int], stretches: NDArray[np.float64], tune: Tune) -> Said:
        """The sound of a sentence.

        Args:
            ids: Its phonemes, with a 0 for the silence at both ends.
            stretches: The length of each as a multiple of its own.
            tune: Pitch and range.
        """
        inputs = self.inputs(ids)
        inputs[self._ids_name] = np.asarray([ids], np.int64)
        one = np.ones(1, np.float32)
        predicted = self._lengths.run(None, {**inputs, "speed": one})[0].ravel()
        units = whole_units(predicted * stretches)
        speeds = (predicted / units).astype(np.float32)
        samples = self.sound(self._session.run(None, {**inputs, "speed": speeds}), ids, tune)
        ends = np.cumsum(units) * FRAMES_PER_UNIT
        return Said(samples, (0, *ends[:-1].tolist()))

    @abstractmethod
    def inputs(self, ids: Sequence[int]) -> dict[str, Any]:
        """The inputs besides phonemes and speed."""

    @abstractmethod
    def sound(self, outputs: list[Any], ids: Sequence[int], tune: Tune) -> NDArray[np.float32]:
        """The wave from the outputs of the model, float32 ``(frames,)``."""


class HibariModel(PhonemeModel):
    """A voice of hibari: a spectrum from the network, a wave from the package's own synthesis.

    Args:
        path: Its model.
        sha256: The hash that file must have.
    """

    def __init__(self, path: Path, sha256: str) -> None:
        super().__init__(read_checked(path, sha256), "ids")

    def inputs(self, ids: Sequence[int]) -> dict[str, Any]:  # noqa: ARG002
        """None besides."""
        return {}

    def sound(self, outputs: list[Any], ids: Sequence[int], tune: Tune) -> NDArray[np.float32]:
        """Harmonics at the pitch of each frame, and the noise of the breath."""
        from hibari import dsp

        *spectra, f0 = (value[0] for value in outputs)
        # Seeded by what is said, so that it is always the same.
        rng = np.random.default_rng(zlib.crc32(np.asarray(ids, np.int64).tobytes()))
        return np.asarray(dsp.synth(*spectra, tuned(f0, tune), rng), np.float32)


class KokoroModel(PhonemeModel):
    """A voice of Kokoro: one model, and for each voice a style for every length of a sentence.

    Args:
        path: The model.
        sha256: The hash that file must have.
        style: The voice's file.
        style_sha256: The hash that file must have.
    """

    def __init__(self, path: Path, sha256: str, style: Path, style_sha256: str) -> None:
        super().__init__(read_checked(path, sha256), "tokens")
        values = np.frombuffer(read_checked(style, style_sha256), np.float32)
        self._styles = values.reshape(-1, 1, _STYLE)

    def inputs(self, ids: Sequence[int]) -> dict[str, Any]:
        """The style for a sentence of so many phonemes, without the silence at its ends."""
        row = min(len(ids) - 2, len(self._styles)) - 1
        return {"style": self._styles[row]}

    def sound(self, outputs: list[Any], ids: Sequence[int], tune: Tune) -> NDArray[np.float32]:  # noqa: ARG002
        """The model's own wave."""
        return np.asarray(outputs[0], np.float32).ravel()


def tuned(f0: NDArray[np.float32], tune: Tune) -> NDArray[np.float32]:
    """A pitch curve moved and flattened around its own middle, in octaves.

    Args:
        f0: Fundamental frequency of each frame in Hz, shape ``(frames,)``; below
            :data:`_VOICED_HZ` there is no voice.
        tune: Pitch and range.
    """
    voiced = f0 > _VOICED_HZ
    if not voiced.any() or tune == OWN_TUNE:
        return f0
    octaves = np.log2(f0[voiced].astype(np.float64))
    middle = np.median(octaves)
    moved = middle + (octaves - middle) * tune.range_factor + tune.pitch_semitones / 12.0
    changed = f0.copy()
    changed[voiced] = np.maximum(2.0**moved, _VOICED_HZ + 1.0)
    return changed


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
