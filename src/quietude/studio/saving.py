"""Saving a session as a file: a job, with the time that is left."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from quietude.deliver.formats.registry import format_of
from quietude.errors import QuietudeError, UsageError
from quietude.session.output import Output
from quietude.session.render import render
from quietude.studio.catalogue import length_words
from quietude.studio.listening import PageChoices
from quietude.studio.words import text
from quietude.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Callable

    from quietude.script.model import Script
    from quietude.session.progress import Stage
    from quietude.studio.folder import StudioFolder
    from quietude.studio.jobs import Report, StudioJob

FORMATS = ("mp3", "m4a", "wav", "flac")
_SHARES: dict[Stage, tuple[float, float]] = {
    "speak": (0.0, 0.6),
    "encode": (0.6, 0.3),
    "check": (0.9, 0.1),
}
"""The share of a render before each stage, and that of the stage."""

_SOON_S = 1.5


def formats_here() -> list[str]:
    """The formats that can be written on this machine."""
    found = []
    for name in FORMATS:
        try:
            format_of(Path(f"x.{name}")).check(SAMPLE_RATE_HZ)
        except QuietudeError:
            continue
        found.append(name)
    return found


class Saver:
    """Renders sessions into the folder of the studio.

    Args:
        folder: The folder.
        script_of: Finds the script that was chosen.
        takes_of: Finds the folder of the takes that it is to be heard with.
    """

    def __init__(
        self,
        folder: StudioFolder,
        script_of: Callable[[PageChoices], Script],
        takes_of: Callable[[PageChoices], Path | None],
    ) -> None:
        self._folder = folder
        self._script_of = script_of
        self._takes_of = takes_of

    def __call__(self, job: StudioJob, report: Report) -> None:
        """Does one job.

        Raises:
            QuietudeError: if the session cannot be made.
        """
        chosen, form = PageChoices.of(job.chosen), str(job.chosen.get("format"))
        if form not in FORMATS:
            message = f'"{form[:20]}" is not a format of the studio'
            raise UsageError(message)
        script = self._script_of(chosen)
        length = f" ({length_words(round(chosen.duration_s))})" if chosen.duration_s else ""
        # A job that was begun before its process was killed keeps its name; nothing is there yet.
        path = self._folder.free_path(f"{script.title}{length}", f".{form}")
        began = time.monotonic()
        stage_began: dict[Stage, float] = {}

        def progress(stage: Stage, done: int, total: int) -> None:
            before, part = _SHARES.get(stage, (0.95, 0.05))
            now = time.monotonic()
            stage_began.setdefault(stage, now)
            share = before + part * (done / max(total, 1))
            elapsed = now - began
            left = elapsed * (1 - share) / share if share > 0 and elapsed > _SOON_S else None
            report(min(share, 0.999), left, text(f"stage.{stage}"))

        report(0.0, None, text("stage.prepare"))
        session = render(
            script,
            Output(path, receipt=False),
            chosen.request(self._takes_of(chosen)),
            chosen.sound(),
            progress,
        )
        job.path = session.path.name
