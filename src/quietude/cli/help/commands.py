"""Typer's commands with help pages of ours: a page is laid out in :mod:`quietude.cli.help.page`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from quietude.cli.help.page import help_page, highlighted, usage_words

if TYPE_CHECKING:
    from collections.abc import Callable


class HelpfulCommand(TyperCommand):
    """A command with a help page of ours."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        formatter.write(highlighted(help_page(self, ctx)))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Returns the words after the command in the usage that an error begins with."""
        return usage_words(self, ctx)


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
        return super().parse_args(ctx, args)


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
