"""Settings of a listener by their row: exercises, language, length, voice, end and key.

Complaints name the line and the column, never the value: it is personal.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude._util.languages import primary_language
from quietude.durations import clock_text, parse_duration
from quietude.errors import QuietudeError, SeriesError
from quietude.series.manifest.dates import parse_date
from quietude.series.manifest.episodes.lengths import KnownLengths
from quietude.speech.voice_selection import split_voice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from quietude.series.manifest.listeners.table import Listener
    from quietude.series.manifest.model import EpisodeSpec


@dataclass(frozen=True, slots=True)
class ListenerRow:
    """The sessions of one listener, their end and their key.

    Attributes:
        episodes: Their sessions.
        until: Their last moment, or None for no end.
        key: A text that their address comes from besides their id; another one is a new address.
    """

    episodes: tuple[EpisodeSpec, ...]
    until: datetime | None
    key: str


class ListenerSettings:
    """Reads the columns of settings, and applies them to the sessions of everybody.

    Args:
        path: The table, for complaints.
        columns: The column of each setting.
        specs: The sessions of everybody.
    """

    def __init__(
        self, path: Path, columns: Mapping[str, str], specs: Sequence[EpisodeSpec]
    ) -> None:
        self._path, self.columns, self._specs = path, columns, specs
        self._lengths = KnownLengths()
        self.wrong: list[SeriesError] = []

    def of(self, listener: Listener) -> ListenerRow:
        """The settings in the row of a listener; complaints about it are added to ``wrong``."""
        given = {
            name: listener.values[column]
            for name, column in self.columns.items()
            if listener.values.get(column)
        }
        specs = self._chosen(listener, given)
        if "voice" in given:
            specs = [self._voiced(listener, spec, given["voice"]) for spec in specs]
        if "duration" in given:
            specs = [self._timed(listener, spec, given["duration"]) for spec in specs]
        until = None
        if "until" in given:
            try:
                until = parse_date(given["until"])
            except ValueError:
                self._complain(listener, "until", "Write it like 2027-03-31.")
        return ListenerRow(tuple(specs), until, given.get("key", ""))

    def _chosen(self, listener: Listener, given: Mapping[str, str]) -> list[EpisodeSpec]:
        specs = list(self._specs)
        if "episodes" in given:
            wanted = given["episodes"].replace(",", " ").replace(";", " ").split()
            known = {spec.id for spec in specs}
            if not wanted or not set(wanted) <= known:
                hint = f"Name some of: {', '.join(sorted(known)[:20])}."
                self._complain(listener, "episodes", hint)
            specs = [spec for spec in specs if spec.id in wanted]
        if "language" in given:
            language = primary_language(given["language"])
            specs = [spec for spec in specs if primary_language(spec.language) == language]
            if not specs:
                self._complain(listener, "language", "No episode is in this language.")
        return specs

    def _voiced(self, listener: Listener, spec: EpisodeSpec, voice: str) -> EpisodeSpec:
        if spec.recording:
            return spec
        try:
            split_voice(voice, spec.request.engine)
            request = dataclasses.replace(spec.request, voice=voice)
        except QuietudeError as error:
            self._complain(listener, "voice", error.hint or "See quietude voices list.")
            return spec
        return dataclasses.replace(spec, request=request)

    def _timed(self, listener: Listener, spec: EpisodeSpec, length: str) -> EpisodeSpec:
        if spec.recording:
            return spec
        try:
            seconds = parse_duration(length) + spec.extra_s
            request = dataclasses.replace(spec.request, duration_s=seconds)
        except (ValueError, QuietudeError):
            self._complain(listener, "duration", "Write it like 10m or 7:30.")
            return spec
        bounds = self._lengths.bounds(spec.script, request)
        if bounds.verdict(seconds) == "impossible":
            low = clock_text(max(1.0, bounds.shortest_s - spec.extra_s))
            hint = f"{spec.id} lasts from about {low}."
            if bounds.longest_s < 86_400:  # noqa: PLR2004  (a day: no end to speak of)
                high = clock_text(max(1.0, bounds.longest_s - spec.extra_s))
                hint = f"{spec.id} lasts from about {low} to {high}."
            self._complain(listener, "duration", hint)
        return dataclasses.replace(spec, request=request)

    def _complain(self, listener: Listener, setting: str, hint: str) -> None:
        column = self.columns[setting]
        message = f'"{column}" cannot be used as {setting} for this listener'
        self.wrong.append(SeriesError(message, path=self._path, line=listener.line, hint=hint))
