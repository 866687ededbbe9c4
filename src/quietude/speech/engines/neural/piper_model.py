"""Makes a Piper model repeatable: random numbers become an input, phoneme lengths an output.

Piper's models draw normal random numbers inside the graph, from a generator that nobody can reset
between two phrases. Here each ``RandomNormalLike`` is replaced by nodes that read from one long row
of numbers, an input with every phrase. So the same text gives the same samples, in whatever order
phrases are spoken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

NOISE_INPUT = "quietude_noise"
NOISE_LENGTH = 1 << 20
"""Length of that row. A phrase of half a minute or longer needs more, and reads it again from the
beginning."""

_RANDOM = {"RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Bernoulli"}
_RANDOM |= {"Multinomial"}


def repeatable(model: bytes) -> tuple[bytes, bool]:
    """Changes a model: its random numbers become an input, its phoneme lengths an output.

    Args:
        model: An ONNX model as its file holds it.

    Returns:
        The changed model, and True if nothing random is left in it. Otherwise its noise scales
        must be 0 for the same text to give the same samples.

    Raises:
        ValueError: if it is not an ONNX model.
    """
    import onnx
    from google.protobuf.message import DecodeError

    try:
        graph = (proto := onnx.load_model_from_string(model)).graph
    except DecodeError as error:
        message = "it is not an ONNX model"
        raise ValueError(message) from error
    draws = [node for node in graph.node if _can_replace(node)]
    for number, node in enumerate(draws):
        # Each node starts at a place of its own, so that no two draw the same numbers.
        _replace(graph, node, NOISE_LENGTH * number // len(draws))
    if draws:
        graph.input.append(
            onnx.helper.make_tensor_value_info(NOISE_INPUT, onnx.TensorProto.FLOAT, [NOISE_LENGTH])
        )
    _show_timing(proto)
    return proto.SerializeToString(), not any(node.op_type in _RANDOM for node in _nodes(graph))


def _can_replace(node: Any) -> bool:
    """True for a draw of standard normal numbers in 32 bits without a seed of its own."""
    plain = {"seed": None, "mean": 0.0, "scale": 1.0, "dtype": 1}
    if node.op_type != "RandomNormalLike":
        return False
    values = {
        attribute.name: attribute.i if attribute.name == "dtype" else attribute.f
        for attribute in node.attribute
    }
    return all(plain.get(name) in {None, value} for name, value in values.items())


def _replace(graph: Any, node: Any, start: int) -> None:
    """Replaces a node that draws random numbers by nodes that read them from the input.

    For a tensor of n numbers these are ``noise[(start + 0 … n - 1) mod length]``, reshaped.
    """
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
    """Makes the length of every phoneme an output, where the model computes it."""
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
