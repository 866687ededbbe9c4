"""Templates with marks: parsed and filled by Jinja2, in a sandbox.

This is apart from :mod:`quietude.script.templates.template` because most texts have no marks, and
Jinja2 takes as long to load as numpy.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from quietude.script.details.pronouns import FORM_NAMES, Pronoun, yours

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If,
    nodes.CondExpr, nodes.Add, nodes.Concat, nodes.And, nodes.Or, nodes.Not, nodes.Compare,
    nodes.Operand, nodes.Filter,
)  # fmt: skip
MAX_DEPTH = 40
"""The most levels that marks are nested in: Python compiles 100 of "if" and 200 of brackets."""

MAX_NODES = 1_500
"""The most parts a template has: names, choices, filters and the texts between them."""

MAX_MARKS = 400
"""The most pairs of braces in a template: they are counted before anything is parsed."""

_TOO_DEEP = f"this template is nested too deeply (over {MAX_DEPTH} levels); say it in several lines"
_FILTERS = frozenset({"capitalize", "default", "lower", "title", "trim", "upper", "yours"})


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    # Spoken text, not HTML: values hold no markup by the time they get here.
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.filters["capitalize"] = _capitalize
    environment.filters["yours"] = yours
    return environment


def _capitalize(text: str) -> str:
    """Returns a text with a capital first letter; Jinja's own filter lowers all others."""
    return text[:1].upper() + text[1:]


def check_marks(source: str, slots: Iterable[str], pronouns: Collection[str]) -> None:
    """Refuse marks that are broken, name an unknown slot, or do more than read.

    Raises:
        ValueError: saying what is wrong, for the person who wrote it.
    """
    known = set(slots)
    pending: list[nodes.Node] = [_parse(source)]
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.Getattr):
            _check_form(node, pronouns)
        else:
            _check_node(node, known)
        pending.extend(node.iter_child_nodes())


def said_parts(source: str) -> list[str]:
    """Returns every piece of text that may be spoken, for all values of the slots.

    Raises:
        ValueError: if the template is broken.
    """
    tree = _parse(source)
    parts = [data.data for data in tree.find_all(nodes.TemplateData)]
    return parts + [str(constant.value) for constant in tree.find_all(nodes.Const)]


def filled(source: str, values: Mapping[str, str]) -> str:
    """Returns the text with its slots filled.

    Raises:
        ValueError: if it cannot be filled (adding a word to a number, say).
    """
    given = dict(values) | {name: Pronoun(values[name]) for name in _pronouns(source)}
    try:
        return _compiled(source).render(given)
    except (TemplateError, TypeError, ArithmeticError) as error:
        message = f"this template cannot be filled: {error}"
        raise ValueError(message) from error


def names(source: str) -> set[str]:
    """Returns the names a template refers to."""
    return {node.name for node in _parse(source).find_all(nodes.Name)}


@lru_cache(maxsize=1024)
def _pronouns(source: str) -> frozenset[str]:
    """The names whose forms a template uses."""
    forms = _parse(source).find_all(nodes.Getattr)
    return frozenset(form.node.name for form in forms if isinstance(form.node, nodes.Name))


@lru_cache(maxsize=1024)
def _compiled(source: str) -> Template:
    return _environment().from_string(source)


@lru_cache(maxsize=256)  # each line is parsed for its check, its names and its words
def _parse(source: str) -> nodes.Template:
    if source.count("{{") + source.count("{%") > MAX_MARKS:
        message = f"this template has more than {MAX_MARKS} marks; say it in several lines"
        raise ValueError(message)
    try:
        tree = _environment().parse(source)
    except TemplateSyntaxError as error:
        message = f"this template is broken: {error.message}"
        raise ValueError(message) from error
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error
    _check_extent(tree)
    return tree


def _check_extent(tree: nodes.Template) -> None:
    """Refuse what Python could not compile, or not quickly: see ``MAX_DEPTH`` and ``MAX_NODES``."""
    count = depth = 0
    level: list[nodes.Node] = [tree]
    while level:
        count += len(level)
        if depth > MAX_DEPTH:
            raise ValueError(_TOO_DEEP)
        if count > MAX_NODES:
            message = f"this template has more than {MAX_NODES} parts; say it in several lines"
            raise ValueError(message)
        level = [child for node in level for child in node.iter_child_nodes()]
        depth += 1


def _check_form(node: nodes.Getattr, pronouns: Collection[str]) -> None:
    name = node.node.name if isinstance(node.node, nodes.Name) else ""
    if name not in pronouns:
        message = f'".{node.attr}" is the form of a slot of type pronoun, and "{name}" is none'
        raise ValueError(message)
    if node.attr not in FORM_NAMES:
        message = f'a pronoun has no form "{node.attr}"; there are {", ".join(FORM_NAMES)}'
        raise ValueError(message)


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
