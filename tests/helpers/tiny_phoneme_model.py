"""A model of Kokoro's shape in a few hundred bytes: it hums for as long as its phonemes last."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from quietude.speech.engines.neural.voice_engine import front_end_present

if TYPE_CHECKING:
    from pathlib import Path

needs_front_end = pytest.mark.skipif(
    not front_end_present(), reason="hibari-tts is not installed: pip install hibari-tts"
)

_FLOAT, _INT64 = 1, 7


def _number(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])


def _field(number: int, value: bytes | int) -> bytes:
    if isinstance(value, int):
        return _number(number << 3) + _number(value)
    return _number(number << 3 | 2) + _number(len(value)) + value


def _node(kind: str, inputs: str, output: str, **attributes: int) -> bytes:
    parts = [_field(1, name.encode()) for name in inputs.split()]
    parts += [_field(2, output.encode()), _field(4, kind.encode())]
    for name, value in attributes.items():
        parts.append(_field(5, _field(1, name.encode()) + _field(3, value) + _field(20, 2)))
    return _field(1, b"".join(parts))


def _constant(name: str, value: float | list[int]) -> bytes:
    if isinstance(value, list):
        data = _field(1, len(value)) + _field(2, _INT64)
        raw = np.asarray(value, np.int64).tobytes()
    else:
        data, raw = _field(2, _FLOAT), np.float32(value).tobytes()
    return _field(5, data + _field(8, name.encode()) + _field(9, raw))


def _value(field: int, name: str, kind: int, *shape: int | str) -> bytes:
    sizes = b"".join(
        _field(1, _field(1, size) if isinstance(size, int) else _field(2, size.encode()))
        for size in shape
    )
    tensor = _field(1, kind) + _field(2, sizes)
    return _field(field, _field(1, name.encode()) + _field(2, _field(1, tensor)))


def tiny_model() -> bytes:
    """A serialised model: every phoneme wants 2.4 units of 600 samples, divided by the speed."""
    graph = b"".join((
        _node("Cast", "tokens", "ids", to=_FLOAT),
        _node("Mul", "ids nothing", "zeros"),
        _node("Add", "zeros wanted", "predicted"),
        _node("Div", "predicted speed", "divided"),
        _node("Round", "divided", "rounded"),
        _node("Clip", "rounded one", "units"),
        _node("ReduceSum", "units", "total", keepdims=0),
        _node("Mul", "total unit", "samples"),
        _node("Range", "nothing samples one", "time"),
        _node("Mul", "time turn", "phase"),
        _node("Sin", "phase", "wave"),
        _node("ReduceMean", "style", "colour", keepdims=0),
        _node("Mul", "wave loud", "hum"),
        _node("Add", "hum colour", "audio"),
        _field(2, b"tiny"),
        *(
            _constant(name, value)
            for name, value in {
                "nothing": 0.0, "wanted": 2.4, "one": 1.0, "unit": 600.0, "turn": 0.05, "loud": 0.3,
            }.items()
        ),
        _value(11, "tokens", _INT64, 1, "n"),
        _value(11, "style", _FLOAT, 1, 256),
        _value(11, "speed", _FLOAT, 1),
        _value(12, "audio", _FLOAT, "frames"),
    ))  # fmt: skip
    opset = _field(8, _field(1, b"") + _field(2, 15))
    return _field(1, 8) + _field(7, graph) + opset


def write_kokoro(folder: Path, *names: str) -> Path:
    """Writes the tiny model with some voices, as Kokoro's files look; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kokoro.onnx").write_bytes(tiny_model())
    for name in names or ("af_heart",):
        (folder / f"{name}.bin").write_bytes(np.zeros((510, 1, 256), np.float32).tobytes())
    return folder


def install_tiny_kokoro(folder: Path, *names: str) -> Path:
    """Installs the tiny model for this user; returns its folder."""
    from quietude.speech.install.neural import install_kokoro_from

    return install_kokoro_from(write_kokoro(folder, *names), lambda _text: None)


def manifest_of(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "kokoro.json").read_text("utf-8"))
    return found


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
