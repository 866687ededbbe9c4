"""The small template language of a definition: Jinja2, sandboxed, and cut down to what reads.

A template may name slots, choose with ``if``, and fall back with ``or`` or ``default``. Loops,
calls, attributes, arithmetic on sizes and everything else are refused when the definition is
read, so a template always ends, and its result is never longer than its text and its values.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_TEMPLATE_CHARS = 20_000

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If,
    nodes.CondExpr, nodes.Add, nodes.Concat, nodes.And, nodes.Or, nodes.Not, nodes.Compare,
    nodes.Operand, nodes.Filter,
)  # fmt: skip
_FILTERS = frozenset({"capitalize", "default", "lower", "title", "trim", "upper"})
_MARKS = ("{{", "{%", "{#")
_BRACKET = re.compile(r"[\[\]{}<>]")


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    # Spoken text, not HTML: values hold no markup by the time they get here.
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.filters["capitalize"] = _capitalize
    return environment


def _capitalize(text: str) -> str:
    """A text with its first letter raised; Jinja's own makes "Ida's house" out of "Ida's House"."""
    return text[:1].upper() + text[1:]


def check_template(source: str, slots: Iterable[str]) -> None:
    """Refuse a template that is broken, names an unknown slot, or does more than read.

    Args:
        source: The text of one step.
        slots: The names it may use.

    Raises:
        ValueError: saying what is wrong, for the person who wrote it.
    """
    if len(source) > MAX_TEMPLATE_CHARS:
        message = f"this text is longer than {MAX_TEMPLATE_CHARS} characters; split it into lines"
        raise ValueError(message)
    if not any(mark in source for mark in _MARKS):
        return
    tree = _parse(source)
    known = set(slots)
    pending: list[nodes.Node] = [tree]
    while pending:
        node = pending.pop()
        _check_node(node, known)
        pending.extend(node.iter_child_nodes())


def check_spoken(source: str) -> None:
    """Refuse brackets in what would be said: a direction is a step, and never speech.

    Args:
        source: The text of one step; it has passed :func:`check_template`.

    Raises:
        ValueError: quoting what would be spoken.
    """
    parts = [source]
    if any(mark in source for mark in _MARKS):
        tree = _parse(source)
        parts = [it.data for it in tree.find_all(nodes.TemplateData)]
        parts += [str(it.value) for it in tree.find_all(nodes.Const)]
    for part in parts:
        if match := _BRACKET.search(part):
            around = " ".join(part[match.start() : match.start() + 40].split())
            message = f'"{around}" would be spoken, brackets and all'
            raise ValueError(message)


def fill_template(source: str, values: Mapping[str, str]) -> str:
    """The text with its slots filled; ``source`` has passed :func:`check_template`.

    Raises:
        ValueError: if it cannot be filled all the same (adding a word to a number, say).
    """
    if not any(mark in source for mark in _MARKS):
        return source
    try:
        return _environment().from_string(source).render(dict(values))
    except (TemplateError, TypeError, ArithmeticError) as error:
        message = f"this template cannot be filled: {error}"
        raise ValueError(message) from error


def slots_used(source: str) -> set[str]:
    """The names a checked template refers to."""
    if not any(mark in source for mark in _MARKS):
        return set()
    return {node.name for node in _parse(source).find_all(nodes.Name)}


def _parse(source: str) -> nodes.Template:
    try:
        return _environment().parse(source)
    except TemplateSyntaxError as error:
        message = f"this template is broken: {error.message}"
        raise ValueError(message) from error
    except RecursionError as error:
        message = "this template nests too deeply"
        raise ValueError(message) from error


def _check_node(node: nodes.Node, slots: set[str]) -> None:
    if not isinstance(node, _ALLOWED):
        word = type(node).__name__.lower()
        message = f'templates here only name slots and choose with "if"; this one uses "{word}"'
        raise ValueError(message)
    if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
        message = f'there is no filter "{node.name}" here; there are {", ".join(sorted(_FILTERS))}'
        raise ValueError(message)
    if isinstance(node, nodes.Name) and (node.name not in slots or node.ctx != "load"):
        have = ", ".join(sorted(slots)) or "none are defined"
        message = f'there is no slot "{node.name}" (slots: {have})'
        raise ValueError(message)
