"""The text of a help page: usage, what the command does, its arguments, its panels, examples."""

from __future__ import annotations

import re
import shutil
from enum import Enum
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import typer

from quietude.cli.help.panels import ORDER, OTHER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NARROWEST, _WIDEST = 40, 100
_NAMES = 26
"""Columns for the names in a list; a longer one has its description on the next line."""

_HEADING = re.compile(r"^(Usage:|[A-Z].*:$)", re.MULTILINE)
_TYPERS = {
    "install_completion": "Install completion for this shell.",
    "show_completion": "Print the completion of this shell, to put it in place by hand.",
    "help": "Show this page.",
}
"""Options that Typer adds, by name, with descriptions of ours."""


def help_page(command: Any, context: Any, width: int | None = None) -> str:
    """Returns the help of a command or group.

    Args:
        command: The Click command.
        context: Its Click context.
        width: Columns to wrap at; None for those of the terminal, 80 where there is none.
    """
    columns = width or shutil.get_terminal_size((80, 24)).columns
    width = max(_NARROWEST, min(columns, _WIDEST))
    shown = [one for one in command.get_params(context) if not getattr(one, "hidden", False)]
    arguments = [one for one in shown if one.param_type_name == "argument"]
    options = [one for one in shown if one.param_type_name == "option"]
    lines = [*_usage(command, context, width), ""]
    for paragraph in (command.help or "").split("\n\n"):
        lines += [*wrap(" ".join(paragraph.split()), width), ""]
    described = [(_argument_name(one), _described(one)) for one in arguments]
    lines += _panel("Arguments", described, width) if described else []
    commands = _panels(_commands(command, context))
    names = max((len(name) for _, rows in commands for name, _ in rows), default=0)
    for title, rows in commands:
        lines += _panel(title, rows, width, names)
    for title, rows in _panels((one.rich_help_panel, _row(one)) for one in options):
        lines += _panel(title, rows, width)
    lines += _examples(command.epilog or "", width)
    return "\n".join(lines).rstrip() + "\n"


def highlighted(page: str) -> str:
    """Returns a page with its headings in bold, for a terminal."""
    return _HEADING.sub(lambda heading: typer.style(heading[0], bold=True), page)


def usage_words(command: Any, context: Any) -> list[str]:
    """Returns the words after the name of a command in its usage."""
    parameters = command.get_params(context)
    words = [_argument_name(one) for one in parameters if one.param_type_name == "argument"]
    words += ["COMMAND"] if getattr(command, "commands", None) else []
    return [*words, "[OPTIONS]"]


def _usage(command: Any, context: Any, width: int) -> list[str]:
    text = " ".join([context.command_path, *usage_words(command, context)])
    first, *rest = wrap(text, width - 7)
    return [f"Usage: {first}", *(f"       {line}" for line in rest)]


def _argument_name(argument: Any) -> str:
    name = str(argument.metavar or argument.name.upper())
    if name.startswith("["):
        return name
    name += "..." if argument.nargs != 1 else ""
    return name if argument.required else f"[{name}]"


def _commands(command: Any, context: Any) -> Iterator[tuple[str | None, tuple[str, str]]]:
    """Yields the commands of a group, each with its panel."""
    for name, inner in getattr(command, "commands", {}).items():
        if not inner.hidden:
            text = " ".join((inner.help or "").split("\n\n")[0].split())
            yield inner.rich_help_panel or ("Commands" if context.parent else None), (name, text)


def _panels(
    rows: Iterable[tuple[str | None, tuple[str, str]]],
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Returns rows by panel, the panels in the order of a page."""
    panels: dict[str, list[tuple[str, str]]] = {}
    for panel, row in rows:
        panels.setdefault(panel or OTHER, []).append(row)
    rank = {title: place for place, title in enumerate(ORDER)}
    return sorted(panels.items(), key=lambda panel: rank.get(panel[0], 0))


def _row(option: Any) -> tuple[str, str]:
    short = [name for name in option.opts if not name.startswith("--")]
    long = [name for name in option.opts if name.startswith("--")]
    names = ", ".join([*short, *long, *option.secondary_opts])
    return (names if option.is_flag else f"{names} {_metavar(option)}"), _described(option)


def _metavar(option: Any) -> str:
    if option.metavar:
        return str(option.metavar)
    default = option.default
    if isinstance(default, Enum):
        return "|".join(str(choice.value) for choice in type(default))
    return str(option.name).upper()


def _described(parameter: Any) -> str:
    """Returns the description of an option or argument, with its default if it shows one."""
    text = " ".join((_TYPERS.get(parameter.name) or parameter.help or "").split())
    default = parameter.default
    if isinstance(parameter.show_default, str):
        shown = parameter.show_default
    elif not parameter.show_default or default in (None, False, "", ()) or callable(default):
        shown = ""
    else:
        shown = str(default.value if isinstance(default, Enum) else default)
    return f"{text} (default: {shown})" if shown else text


def _panel(title: str, rows: list[tuple[str, str]], width: int, names: int = 0) -> list[str]:
    names = names or min(max(len(name) for name, _ in rows), _NAMES)
    lines = [f"{title}:"]
    for name, text in rows:
        words = wrap(text, width - names - 4) or [""]
        if len(name) > names:
            lines.append(f"  {name}")
        else:
            lines.append(f"  {name:<{names}}  {words.pop(0)}".rstrip())
        lines += [f"  {'':<{names}}  {line}" for line in words]
    return [*lines, ""]


def _examples(epilog: str, width: int) -> list[str]:
    """Returns the examples of a command, a line each: a command is not wrapped, to be copied.

    Where there is no room for what stands behind it, that gets a line of its own.
    """
    lines = []
    for example in epilog.strip().splitlines():
        line = f"  {example.strip()}"
        if len(line) > width and "  " in line.strip():
            command, _, words = line.strip().partition("  ")
            lines += [f"  {command}", f"    {words.strip()}"]
        else:
            lines.append(line)
    return ["Examples:", *lines] if lines else []
