"""Opens up a model of Kokoro's family, so that each phoneme can be given its own length.

These models have one speed for a whole phrase, and compute phoneme lengths as
``clip(round(predicted / speed))``, in units of 25 ms. Two changes make lengths ours to choose: a
speed without a fixed shape, which is broadcast, and the predicted lengths as an output. Both are a
few bytes in the serialised message, so no ONNX library is needed. The encoding is that of Protocol
Buffers (protobuf.dev/programming-guides/encoding); field numbers are those of onnx.proto3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SPEED = b"speed"
_BYTES, _VARINT = 2, 0
_SIZES = {1: 8, 5: 4}  # wire types of fixed length
_MODEL_GRAPH = 7
_NODE, _INPUT, _OUTPUT = 1, 11, 12
_NODE_INPUT, _NODE_OUTPUT, _NODE_TYPE, _NODE_ATTRIBUTE = 1, 2, 4, 5
_ATTRIBUTE_GRAPH = 6
_NAME, _TYPE = 1, 2
_FLOATS = b"\x0a\x02\x08\x01"  # TypeProto { tensor_type { elem_type: FLOAT } }, of any shape

_Field = tuple[int, memoryview, memoryview]
"""Its number, its bytes with the key, and its value (empty for a number)."""


def speaking_model(model: bytes) -> bytes:
    """A model whose speed may be one for each phoneme.

    Args:
        model: A serialised ONNX model with an input ``speed``.

    Raises:
        ValueError: if it is no such model.
    """
    return _changed(model, _with_free_speed)


def length_model(model: bytes) -> bytes:
    """The part of a model that predicts the lengths of phonemes at speed 1, before rounding.

    Its one output is what the model divides by its speed, and only the nodes behind that are left.

    Args:
        model: A serialised ONNX model with an input ``speed``.

    Raises:
        ValueError: if it is no such model.
    """
    return _changed(model, _with_lengths_alone)


def _changed(model: bytes, change: Callable[[memoryview], bytes]) -> bytes:
    try:
        return b"".join(
            _field(_MODEL_GRAPH, change(value)) if number == _MODEL_GRAPH else raw
            for number, raw, value in _fields(memoryview(model))
        )
    except IndexError as error:
        message = "it is not an ONNX model"
        raise ValueError(message) from error


def _with_free_speed(graph: memoryview) -> bytes:
    free = _field(_INPUT, _field(_NAME, SPEED) + _field(_TYPE, _FLOATS))
    return b"".join(
        free if number == _INPUT and _name(value) == SPEED else raw
        for number, raw, value in _fields(graph)
    )


def _with_lengths_alone(graph: memoryview) -> bytes:
    nodes = {
        number: _node(value)
        for number, (kind, _, value) in enumerate(_fields(graph))
        if kind == _NODE
    }
    divided = [
        node.inputs[0]
        for node in nodes.values()
        if node.kind == b"Div" and SPEED in node.inputs[1:]
    ]
    if len(divided) != 1:
        message = "this model does not compute the lengths of phonemes as Kokoro's does"
        raise ValueError(message)
    needed = _nodes_behind(divided[0], nodes)
    parts = [
        raw
        for number, (kind, raw, _) in enumerate(_fields(graph))
        if kind != _OUTPUT and (kind != _NODE or number in needed)
    ]
    return b"".join([*parts, _field(_OUTPUT, _field(_NAME, divided[0]))])


def _nodes_behind(tensor: bytes, nodes: Mapping[int, _Node]) -> set[int]:
    """The nodes that a tensor is computed from; the runtime would run all the others too."""
    makers = {output: number for number, node in nodes.items() for output in node.outputs}
    needed: set[int] = set()
    wanted = [tensor]
    while wanted:
        number = makers.get(wanted.pop())
        if number is not None and number not in needed:
            needed.add(number)
            wanted += nodes[number].inputs
    return needed


@dataclass(frozen=True, slots=True)
class _Node:
    """A node: the tensors it reads, those of its inner graphs included, and those it makes."""

    inputs: tuple[bytes, ...]
    outputs: tuple[bytes, ...]
    kind: bytes


def _node(node: memoryview) -> _Node:
    found: dict[int, list[bytes]] = {_NODE_INPUT: [], _NODE_OUTPUT: [], _NODE_TYPE: []}
    inner: list[bytes] = []
    for number, _, value in _fields(node):
        if number in found:
            found[number].append(bytes(value))
        elif number == _NODE_ATTRIBUTE:
            inner += [
                name
                for part, _, graph in _fields(value)
                if part == _ATTRIBUTE_GRAPH
                for kind, _, nested in _fields(graph)
                if kind == _NODE
                for name in _node(nested).inputs
            ]
    kinds = found[_NODE_TYPE] or [b""]
    return _Node((*found[_NODE_INPUT], *inner), tuple(found[_NODE_OUTPUT]), kinds[0])


def _name(value: memoryview) -> bytes:
    return next((bytes(name) for number, _, name in _fields(value) if number == _NAME), b"")


def _fields(message: memoryview) -> Iterator[_Field]:
    at = 0
    while at < len(message):
        start = at
        key, at = _varint(message, at)
        number, wire = key >> 3, key & 7
        value = message[:0]
        if wire == _BYTES:
            size, at = _varint(message, at)
            value, at = message[at : at + size], at + size
        elif wire == _VARINT:
            _, at = _varint(message, at)
        elif wire in _SIZES:
            at += _SIZES[wire]
        else:
            message_text = "it is not an ONNX model"
            raise ValueError(message_text)
        if at > len(message):
            raise IndexError
        yield number, message[start:at], value


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:  # noqa: PLR2004  (the bit that says there is more)
            return value, at


def _field(number: int, value: bytes) -> bytes:
    return _encoded(number << 3 | _BYTES) + _encoded(len(value)) + value


def _encoded(number: int) -> bytes:
    encoded = bytearray()
    while number > 0x7F:  # noqa: PLR2004
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*encoded, number])
