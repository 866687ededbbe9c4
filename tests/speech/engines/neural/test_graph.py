"""Models opened up: lengths as an output, a speed for each phoneme."""

from __future__ import annotations

import numpy as np
import pytest

from quietude.speech.engines.neural.graph import length_model, speaking_model
from tiny_phoneme_model import needs_front_end, tiny_model

INPUTS = {
    "tokens": np.array([[0, 60, 61, 62, 0]], np.int64),
    "style": np.zeros((1, 256), np.float32),
}


def run(model: bytes, speeds: list[float]) -> list[np.ndarray]:
    from quietude.speech.engines.neural.models import session_for

    speed = np.array(speeds, np.float32)
    found: list[np.ndarray] = session_for(model).run(None, {**INPUTS, "speed": speed})
    return found


@needs_front_end
def test_the_lengths_are_those_before_rounding() -> None:
    (lengths,) = run(length_model(tiny_model()), [1.0])
    assert lengths.ravel() == pytest.approx([2.4] * 5)


@needs_front_end
def test_nodes_that_lengths_do_not_need_are_left_out() -> None:
    assert b"ReduceMean" in tiny_model()
    assert b"ReduceMean" not in length_model(tiny_model())
    assert b"Cast" in length_model(tiny_model())


@needs_front_end
def test_each_phoneme_has_a_speed_of_its_own() -> None:
    (sound,) = run(speaking_model(tiny_model()), [1.0, 0.5, 0.5, 2.4, 1.0])
    assert len(sound) == 600 * (2 + 5 + 5 + 1 + 2)


@pytest.mark.parametrize("data", [b"no model at all", b"", b"\x3a\x10abc"])
def test_a_model_of_another_kind_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"not an ONNX model|lengths of phonemes"):
        length_model(data or b"\x3a\x00")
