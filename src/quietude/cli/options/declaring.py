"""Declarations of options in a line or two, and groups of options that several commands take."""

from __future__ import annotations

import inspect
from dataclasses import MISSING, fields, is_dataclass
from typing import TYPE_CHECKING, Any, get_type_hints

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def option(panel: str, text: str, *names: str, **settings: Any) -> Any:
    """Returns the declaration of an option, for ``Annotated``.

    Args:
        panel: The panel of the help page it stands in, one of :mod:`quietude.cli.help.panels`.
        text: Its line of help.
        names: Its names, like ``--set``; by default that of its parameter.
        settings: More of what ``typer.Option`` takes.
    """
    return typer.Option(*names, help=text, rich_help_panel=panel, **settings)


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """Returns a command that takes the fields of its dataclasses as options, one by one.

    Typer reads a signature, so a group of options that two commands share would stand in both. As
    a dataclass they are declared once: a command names it as a parameter, and is handed one.
    """
    signature = inspect.signature(command, eval_str=True)
    groups = {
        name: list(_options(parameter.annotation))
        for name, parameter in signature.parameters.items()
        if is_dataclass(parameter.annotation)
    }

    def run(**values: Any) -> None:
        for name, options in groups.items():
            given = {one.name: values.pop(one.name) for one in options}
            values[name] = signature.parameters[name].annotation(**given)
        command(**values)

    parameters = [
        one.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in signature.parameters.items()
        for one in groups.get(name, [parameter])
    ]
    run.__name__, run.__doc__, run.__module__ = command.__name__, command.__doc__, __name__
    # Typer asks for both: the order and defaults of one, and the types of the other.
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    return run


def _options(group: Any) -> Iterator[inspect.Parameter]:
    """Yields the fields of a dataclass as parameters."""
    types = get_type_hints(group, include_extras=True)
    for field in fields(group):
        default = inspect.Parameter.empty if field.default is MISSING else field.default
        yield inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=default,
            annotation=types[field.name],
        )
