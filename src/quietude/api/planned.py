"""A planned session for people: as text, as a table of Rich, and as HTML in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from quietude.durations import clock_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude.plan.timeline import Timeline
    from quietude.session.forecast import Forecast

_MOST_ROWS = 400


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session as it will be made.

    Attributes:
        forecast: The forecast it shows.
    """

    forecast: Forecast

    @property
    def timeline(self) -> Timeline:
        """Everything at its frame."""
        return self.forecast.timeline

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.timeline.seconds

    @property
    def chapters(self) -> list[tuple[str, float]]:
        """Its chapters: the title of each, and the second it begins at."""
        rate_hz = self.timeline.sample_rate_hz
        return [(one.title, one.start_frame / rate_hz) for one in self.timeline.chapters]

    @property
    def left_out(self) -> list[str]:
        """The words of the lines that do not fit into its length."""
        return [one.text for one in self.timeline.left_out]

    def rows(self) -> Iterator[tuple[float, float, str]]:
        """Yields what is said: the second it begins at, its length, and the words."""
        rate_hz = self.timeline.sample_rate_hz
        for one in self.timeline.placements:
            yield one.start_frame / rate_hz, one.length_frames / rate_hz, one.utterance.text

    def __str__(self) -> str:
        lines = [self._head()]
        lines += [f"{clock_text(start):>6}  {text}" for start, _, text in self.rows()]
        return "\n".join(lines)

    def __rich__(self) -> Any:
        """Returns the session as a table of Rich."""
        from rich.table import Table

        table = Table(title=self._head(), title_justify="left")
        table.add_column("at", justify="right")
        table.add_column("s", justify="right")
        table.add_column("words")
        for start, length, text in self.rows():
            table.add_row(clock_text(start), f"{length:.1f}", text)
        return table

    def _repr_html_(self) -> str:
        rows = [
            f"<tr><td>{clock_text(start)}</td><td>{length:.1f} s</td>"
            f"<td style='text-align:left'>{escape(text)}</td></tr>"
            for start, length, text in list(self.rows())[:_MOST_ROWS]
        ]
        return f"<p><b>{escape(self._head())}</b></p><table>{''.join(rows)}</table>"

    def _head(self) -> str:
        voice = self.forecast.voice or "no voice"
        known = "" if not self.forecast.estimated else ", lengths estimated"
        return f"{self.timeline.title}: {clock_text(self.seconds)}, {voice}{known}"
