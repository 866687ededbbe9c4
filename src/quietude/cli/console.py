"""Progress bars and error messages, on stderr."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from quietude._util.text import counted, visible
from quietude.api.progress import progress_bar as rich_bar
from quietude.cli.lists.rows import wrapped
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
    # A log keeps each message on one line; a terminal gets it wrapped between words.
    Console(stderr=True, soft_wrap=not sys.stderr.isatty(), highlight=False).print(text)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar and the time left for each stage of a render, if stderr is a terminal."""
    if not sys.stderr.isatty():
        yield _silent
        return
    with rich_bar(below(sys.stderr)) as bar:
        yield bar


def telling_cost(progress: Callable[[str, int, int], None]) -> Callable[[str, int, int], None]:
    """Progress that first prints how many phrases have to be spoken, and how many are kept."""
    told = False

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal told
        if stage == "speak" and not told:
            told = True
            typer.echo(wrapped(_cost(done, total), 2), err=True)
        progress(stage, done, total)

    return tell


def _cost(kept: int, phrases: int) -> str:
    if kept == phrases:
        return f"all {phrases} phrases are kept from earlier renders: nothing is spoken anew"
    new = counted(phrases - kept, "phrase")
    return f"{new} to speak, {kept} kept from earlier renders" if kept else f"{new} to speak"


def _silent(_stage: str, _done: int, _total: int) -> None:
    pass
