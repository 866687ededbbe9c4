"""What a manifest itself brings that may be hard on a listener: its own words, and its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.script.care.check import check_care, unaccepted
from quietude.script.care.order import findings_in_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.model import Script
    from quietude.script.yaml_source import DataPath
    from quietude.series.forms import ShowForm
    from quietude.series.problems import Problems
    from quietude.series.sources import Session


_OF_THE_FIRST_SECTION = "T19"
"""How long arriving takes: words put before a session become its first section by themselves."""


def warn_of_parts(problems: Problems, at: DataPath, alone: Script, whole: Script) -> None:
    """Warn of what the words of a manifest bring into a session that is kind without them.

    What a definition says by itself is told by `quietude check`; errors refuse the manifest.

    Args:
        problems: Where it is told.
        at: Where those words stand.
        alone: The session without what comes before and after it.
        whole: The session with it.
    """
    known = {(it.rule, it.message) for it in unaccepted(check_care(alone))}
    for it in unaccepted(check_care(whole)):
        new = (it.rule, it.message) not in known and it.rule != _OF_THE_FIRST_SECTION
        if new and it.severity == "warn":
            problems.warn(at, f"{it.rule}: {it.message}", f"Instead: {it.instead}.")


def warn_of_order(problems: Problems, show: ShowForm | None, sessions: Sequence[Session]) -> None:
    """Warn where sessions that are heard one after the other ask too much too soon."""
    if show is None or (show.type != "serial" and show.medium != "course"):
        return
    by_id = {it.id: it for it in sessions}
    for it in findings_in_order([(it, it.script) for it in sessions]):
        hint = "Put a light session between, or something steady before."
        problems.warn(by_id[it.entry].at, f"{it.rule}: {it.entry}: {it.message}", hint)
