"""Progress bars and error messages, on stderr."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from quietude._util.text import visible
from quietude.api.progress import progress_bar as rich_bar
from quietude.cli.streams import below

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quietude.errors import QuietudeError


def print_error(error: QuietudeError) -> None:
    """Print what is wrong, where, and what to do."""
    from rich.console import Console
    from rich.text import Text

    text = Text("error: ", style="bold red")
    if error.where:
        text.append(f"{visible(error.where)}: ", style="bold")
    text.append(visible(error.message))
    if error.hint:
        text.append(f"\n  {visible(error.hint)}", style="dim")
    Console(stderr=True, soft_wrap=True, highlight=False).print(text)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar and the time left for each stage of a render, if stderr is a terminal."""
    if not sys.stderr.isatty():
        yield _silent
        return
    with rich_bar(below(sys.stderr)) as bar:
        yield bar


def _silent(_stage: str, _done: int, _total: int) -> None:
    pass
