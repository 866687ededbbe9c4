"""Typer's commands with help pages of ours: a page is laid out in :mod:`quietude.cli.help.page`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from quietude.cli.help.page import help_page, highlighted, usage_words
from quietude.cli.help.usage_errors import told_as_ours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class HelpfulCommand(TyperCommand):
    """A command with a help page of ours."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        formatter.write(highlighted(help_page(self, ctx)))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Returns the words after the command in the usage that an error begins with."""
        return usage_words(self, ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments."""
        _cast_quickly(self.get_params(ctx))
        with told_as_ours(ctx):
            return super().parse_args(ctx, args)


class HelpfulGroup(TyperGroup):
    """A group of commands with a help page of ours; it is printed if no command is given."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        formatter.write(highlighted(help_page(self, ctx)))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Returns the words after the group in the usage that an error begins with."""
        return usage_words(self, ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Print the page if there are no arguments; else read them."""
        if not args and self.no_args_is_help and not ctx.resilient_parsing:
            typer.echo(ctx.get_help())
            raise typer.Exit
        _cast_quickly(self.get_params(ctx))
        with told_as_ours(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Returns the command that is named, and the rest of the arguments."""
        with told_as_ours(ctx):
            return super().resolve_command(ctx, args)


def _cast_quickly(parameters: Iterable[Any]) -> None:
    """Leave values alone that have the type of their parameter already: texts, and none given.

    Typer makes a validator of pydantic for every parameter first, and loading pydantic takes as
    long as all the rest of a list. Any other value is read by that validator.
    """
    for parameter in parameters:
        if hasattr(parameter, "get_runtime_param"):  # Typer 0.29 has it; earlier ones need nothing
            quick = _QuickCast(parameter.type_descriptor.annotation, parameter.get_runtime_param)
            parameter.get_runtime_param = lambda quick=quick: quick


class _QuickCast:
    """Reads the values of one parameter, in place of Typer's own reader."""

    def __init__(self, wanted: Any, reader: Callable[[], Any]) -> None:
        """Take what reads it.

        Args:
            wanted: The type of its values.
            reader: Makes Typer's own reader.
        """
        self._wanted = wanted
        self._reader = reader

    def coerce(self, value: Any, *, param: Any, ctx: Any) -> Any:
        several = param.multiple or param.nargs == -1
        if value is None:
            return () if several else None
        if self._wanted is str and isinstance(value, str):
            return value
        if self._wanted == list[str] and several and not isinstance(value, str):
            return list(value)
        return self._reader().coerce(value, param=param, ctx=ctx)


class CommandApp(typer.Typer):
    """A Typer program, or a group of its commands, in which every page of help is ours."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"cls": HelpfulGroup, "rich_markup_mode": None, **settings})

    def command(self, name: str | None = None, **settings: Any) -> Callable[..., Any]:
        """Returns a decorator that adds a command; see ``typer.Typer.command``."""
        return super().command(name, **{"cls": HelpfulCommand, **settings})


class ListingGroup(HelpfulGroup):
    """A group that lists by itself: ``beds``, and ``beds rain``, mean ``beds list rain``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command "list" before words that name no command."""
        first = args[0] if args else ""
        asks_help = any(word in ctx.help_option_names for word in args)
        if first not in self.commands and not (asks_help or ctx.resilient_parsing):
            args = ["list", *args]
        return super().parse_args(ctx, args)


class LateCommands(Mapping[str, Any]):
    """Commands by name, each made when somebody first asks for it.

    To make a command, Typer reads the types of all its options: ``quietude beds`` would read some
    two hundred that it does not use, and import every module of the command line.
    """

    def __init__(self, modules: Mapping[str, str]) -> None:
        """Take the modules.

        Args:
            modules: The module of each command; its function ``register`` adds it to a program.
        """
        self._modules = modules
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        module = self._modules[name]
        if name not in self._made:
            program = CommandApp()
            import_module(module).register(program)
            self._made |= typer.main.get_group(program).commands
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._modules

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)
