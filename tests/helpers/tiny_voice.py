"""A Piper voice of a few kilobytes: it hums, obeys length_scale, and draws random numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from quietude.speech.engines.neural.piper import piper_present

if TYPE_CHECKING:
    from pathlib import Path

RATE_HZ, HOP = 22_050, 256

needs_piper = pytest.mark.skipif(
    not piper_present(), reason="Piper is not installed: pip install 'quietude[natural]'"
)


def tiny_model(*, other_noise: bool = False) -> bytes:
    """An ONNX graph with the inputs, outputs and random nodes of Piper's own models.

    Args:
        other_noise: True to draw also in a way that cannot become an input.
    """
    from onnx import TensorProto, helper

    numbers = {
        "frames_per_id": 2.6, "hop": float(HOP), "a_third": 0.3, "a_bit": 0.02, "turn": 0.02,
        "zero": 0.0, "one": 1.0, "low": 0.03, "per_id": 0.0002,
    }  # fmt: skip
    constants = [
        helper.make_tensor(name, TensorProto.FLOAT, [], [value]) for name, value in numbers.items()
    ]
    for name, place in (("noise_at", 0), ("length_at", 1), ("width_at", 2)):
        constants.append(helper.make_tensor(name, TensorProto.INT64, [], [place]))
    constants.append(helper.make_tensor("as_audio", TensorProto.INT64, [3], [1, 1, -1]))
    node = helper.make_node
    nodes = [
        node("Gather", ["scales", "noise_at"], ["noise_scale"]),
        node("Gather", ["scales", "length_at"], ["length_scale"]),
        node("Gather", ["scales", "width_at"], ["width_scale"]),
        # The length of every phoneme: the same for all, and a little chance.
        node("Cast", ["input"], ["ids"], to=TensorProto.FLOAT),
        node("RandomNormalLike", ["ids"], ["chance"]),
        node("Mul", ["chance", "width_scale"], ["scaled_chance"]),
        node("Mul", ["scaled_chance", "a_third"], ["wobble"]),
        node("Add", ["wobble", "frames_per_id"], ["unhurried"]),
        node("Mul", ["unhurried", "length_scale"], ["wanted"]),
        node("Max", ["wanted", "one"], ["width"]),
        node("Ceil", ["width"], ["w_ceil"]),
        node("ReduceSum", ["w_ceil"], ["frames"], keepdims=0),
        node("Mul", ["frames", "hop"], ["samples"]),
        # A hum whose pitch depends on what is said.
        node("ReduceMean", ["ids"], ["mean_id"], keepdims=0),
        node("Mul", ["mean_id", "per_id"], ["higher"]),
        node("Add", ["higher", "low"], ["pitch"]),
        node("Range", ["zero", "samples", "one"], ["time"]),
        node("Mul", ["time", "pitch"], ["phase"]),
        node("Sin", ["phase"], ["wave"]),
        node("Mul", ["wave", "a_third"], ["hum"]),
        node("RandomNormalLike", ["hum"], ["hiss"]),
        node("Mul", ["hiss", "noise_scale"], ["scaled_hiss"]),
        node("Mul", ["scaled_hiss", "a_bit"], ["breath"]),
        node("Add", ["hum", "breath"], ["sound"]),
    ]
    if other_noise:
        nodes.append(node("RandomUniformLike", ["hum"], ["rustle"]))
        nodes.append(node("Mul", ["rustle", "noise_scale"], ["scaled_rustle"]))
        nodes.append(node("Add", ["sound", "scaled_rustle"], ["all_sound"]))
    nodes.append(node("Reshape", ["all_sound" if other_noise else "sound", "as_audio"], ["output"]))
    graph = helper.make_graph(
        nodes,
        "tiny",
        [
            helper.make_tensor_value_info("input", TensorProto.INT64, [1, "phonemes"]),
            helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
            helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
        ],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, "time"])],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    return bytes(model.SerializeToString())


def tiny_config(**changes: Any) -> str:
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

    config = {
        "audio": {"sample_rate": RATE_HZ, "quality": "medium"},
        "espeak": {"voice": "en-us"},
        "language": {"code": "en_US"},
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "num_symbols": 256,
        "num_speakers": 1,
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
        **changes,
    }
    return json.dumps(config)


def write_voice(folder: Path, name: str = "en_US-tiny-medium", **changes: Any) -> Path:
    """Writes a voice as two files; returns the model's path."""
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / f"{name}.onnx"
    model.write_bytes(tiny_model(other_noise=bool(changes.pop("other_noise", False))))
    (folder / f"{name}.onnx.json").write_text(tiny_config(**changes))
    return model


def install_tiny(folder: Path, name: str = "en_US-tiny-medium", **changes: Any) -> Path:
    """Installs the tiny voice for this user; returns its folder."""
    from quietude.speech.install.piper import install_file

    return install_file(write_voice(folder, name, **changes), lambda _text: None)
