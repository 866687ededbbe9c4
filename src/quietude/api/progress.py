"""A progress bar for a render, at a terminal or in a notebook."""

from __future__ import annotations

from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STAGES = {
    "speak": "Speaking",
    "encode": "Mixing and encoding",
    "check": "Measuring the file",
    "stems": "Writing stems",
    "fetch": "Downloading",
}
"""The stages of a render, in words."""


@contextmanager
def progress_bar(file: IO[str] | None = None) -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar and the time left for each stage.

    Args:
        file: The stream to show it on; None for standard output, as a notebook needs it.

    Yields:
        A callback for the argument ``progress``.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description:<20}"),
        BarColumn(),
        TextColumn("{task.percentage:3.0f}%"),
        TimeRemainingColumn(compact=True),
        TextColumn("left"),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=Console(file=file), transient=True) as bar:

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(STAGES[stage], total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield show
