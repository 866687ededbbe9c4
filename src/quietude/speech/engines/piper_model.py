"""A Piper model made repeatable: its random numbers come in from outside, its timing goes out.

Piper's models draw normal random numbers inside the graph, from a generator that nobody can set
back between two phrases. Here each ``RandomNormalLike`` is replaced by a reader of one long row of
numbers that is handed in with every phrase, so that the same text gives the same samples, however
many were spoken before it, and in whatever order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

NOISE_INPUT = "quietude_noise"
NOISE_LENGTH = 1 << 20
"""How many numbers are handed in. More are needed for a phrase of half a minute or longer, which
then reads them again from the beginning."""

_RANDOM = {"RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Bernoulli"}
_RANDOM |= {"Multinomial"}


def repeatable(model: bytes) -> tuple[bytes, bool]:
    """A model whose random numbers are an input, and whose timing is an output where it has one.

    Args:
        model: An ONNX model as its file holds it.

    Returns:
        The changed model, and whether nothing random is left in it. Where something is, its noise
        scales must be 0 for the same text to give the same samples.

    Raises:
        ValueError: if it is no ONNX model.
    """
    import onnx
    from google.protobuf.message import DecodeError

    try:
        graph = (proto := onnx.load_model_from_string(model)).graph
    except DecodeError as error:
        message = "it is no ONNX model"
        raise ValueError(message) from error
    draws = [it for it in graph.node if _can_replace(it)]
    for number, node in enumerate(draws):
        _replace(graph, node, NOISE_LENGTH * number // len(draws))
    if draws:
        graph.input.append(
            onnx.helper.make_tensor_value_info(NOISE_INPUT, onnx.TensorProto.FLOAT, [NOISE_LENGTH])
        )
    _show_timing(proto)
    return proto.SerializeToString(), not any(it.op_type in _RANDOM for it in _nodes(graph))


def _can_replace(node: Any) -> bool:
    plain = {"seed": None, "mean": 0.0, "scale": 1.0, "dtype": 1}
    if node.op_type != "RandomNormalLike":
        return False
    values = {it.name: it.i if it.name == "dtype" else it.f for it in node.attribute}
    return all(plain.get(name) in {None, value} for name, value in values.items())


def _replace(graph: Any, node: Any, start: int) -> None:
    """Put a reader of the handed-in numbers in the place of a node that draws its own."""
    from onnx import TensorProto, helper

    shape_of, output = node.input[0], node.output[0]
    at = list(graph.node).index(node)

    def name(part: str) -> str:
        return f"quietude_{part}_{start}"

    constants = {"first": start, "length": NOISE_LENGTH, "one": 1}
    for part, value in constants.items():
        graph.initializer.append(helper.make_tensor(name(part), TensorProto.INT64, [], [value]))
    readers = [
        helper.make_node("Shape", [shape_of], [name("shape")]),
        helper.make_node("ReduceProd", [name("shape")], [name("count")], keepdims=0),
        helper.make_node("Add", [name("count"), name("first")], [name("last")]),
        helper.make_node("Range", [name("first"), name("last"), name("one")], [name("all")]),
        helper.make_node("Mod", [name("all"), name("length")], [name("places")]),
        helper.make_node("Gather", [NOISE_INPUT, name("places")], [name("row")]),
        helper.make_node("Reshape", [name("row"), name("shape")], [output]),
    ]
    graph.node.remove(node)
    for offset, reader in enumerate(readers):
        graph.node.insert(at + offset, reader)


def _show_timing(proto: Any) -> None:
    """Make the length of every phoneme an output, where the model computes one."""
    from piper.patch_voice_with_alignment import add_alignment_output

    try:
        add_alignment_output(proto)
    except ValueError:
        return  # it has none, or shows it already


def _nodes(graph: Any) -> Iterator[Any]:
    """Every node, those of branches and loops too."""
    for node in graph.node:
        yield node
        for attribute in node.attribute:
            for inner in (attribute.g, *attribute.graphs):
                if inner.node:
                    yield from _nodes(inner)
