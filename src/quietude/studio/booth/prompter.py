"""The prompter: the lines of a script to read, each with its takes and what is wrong with them."""

from __future__ import annotations

import threading
from statistics import median
from typing import TYPE_CHECKING, Any

from quietude.errors import SoundError, UsageError
from quietude.plan.model import Utterance
from quietude.plan.request import Request
from quietude.session.own_voice.reading_sheet import sheet_lines
from quietude.speech.takes.line_id import line_id
from quietude.speech.takes.report import problems_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.script.model import Script
    from quietude.session.own_voice.reading_sheet import SheetLine
    from quietude.speech.takes.cleaning import TakeQuality
    from quietude.speech.takes.folder import Take
    from quietude.studio.booth.kept_takes import KeptTakes

_MOST_KNOWN = 5000


class Prompter:
    """Lines to read, and the takes that were made of them.

    Args:
        kept: The takes.
    """

    def __init__(self, kept: KeptTakes) -> None:
        self._kept = kept
        self._known: dict[tuple[str, int, int], TakeQuality | str] = {}
        self._lock = threading.Lock()

    def lines(
        self, script: Script, source: str, details: Mapping[str, str]
    ) -> list[dict[str, Any]]:
        """Everything to read, in order: each phrase once, with the silence after it and its takes.

        Args:
            script: The script.
            source: Its name in the studio.
            details: The personal details; those that the script does not ask for are left out.
        """
        shown: list[dict[str, Any]] = []
        usual_db = self._usual_db(script, source, details)
        for row in _rows(script, details):
            if row.number:
                title = script.sections[row.section].title
                shown.append({
                    "id": line_id(row.text),
                    "number": row.number,
                    "section": title,
                    "text": row.text,
                    "personal": row.is_personal,
                    "silence_s": 0.0,
                    "takes": self._takes(source, row.text, usual_db),
                })  # fmt: skip
            elif shown:
                shown[-1]["silence_s"] = round(row.silence_s, 1)
        return shown

    def line(self, script: Script, details: Mapping[str, str], line: str) -> SheetLine:
        """A line by its id.

        Raises:
            UsageError: if the script has none of that id.
        """
        for row in _rows(script, details):
            if row.number and line_id(row.text) == line:
                return row
        message = "this line is not in the script any more"
        raise UsageError(message, hint="Load the page again.")

    def takes_of(
        self, script: Script, source: str, details: Mapping[str, str], line: str
    ) -> list[dict[str, Any]]:
        """The takes of one line, the one that is heard last."""
        words = self.line(script, details, line).text
        return self._takes(source, words, self._usual_db(script, source, details))

    def recorded(self, script: Script, source: str) -> tuple[int, int]:
        """The number of lines that are recorded, and of all."""
        rows = [row for row in _rows(script, {}) if row.number]
        return sum(bool(self._kept.of(source, line_id(row.text))) for row in rows), len(rows)

    def _usual_db(self, script: Script, source: str, details: Mapping[str, str]) -> float | None:
        """The level of the takes that are heard, in dBFS; None without any."""
        heard = [self._kept.of(source, line_id(row.text))[-1:] for row in _rows(script, details)]
        found = [self._quality(take) for takes in heard for take in takes]
        levels = [one.speech_db for one in found if not isinstance(one, str)]
        return median(levels) if levels else None

    def _takes(self, source: str, words: str, usual_db: float | None) -> list[dict[str, Any]]:
        shown: list[dict[str, Any]] = []
        for take in self._kept.of(source, line_id(words)):
            quality = self._quality(take)
            if isinstance(quality, str):
                shown.append({"take": take.number, "seconds": 0.0, "problems": [quality]})
                continue
            usual = quality.speech_db if usual_db is None else usual_db
            problems = list(problems_of(Utterance(words, "", 115, 0, 0), quality, usual))
            shown.append({
                "take": take.number,
                "seconds": round(quality.seconds, 1),
                "problems": problems,
            })  # fmt: skip
        return shown

    def _quality(self, take: Take) -> TakeQuality | str:
        """The quality of a take, measured once for each file; the reason if it cannot be read."""
        stat = take.path.stat()
        key = (str(take.path), stat.st_mtime_ns, stat.st_size)
        with self._lock:
            known = self._known.get(key)
        if known is None:
            try:
                known = take.heard()[1]
            except SoundError as error:
                known = error.message
            with self._lock:
                if len(self._known) > _MOST_KNOWN:
                    self._known.clear()
                self._known[key] = known
        return known


def _rows(script: Script, details: Mapping[str, str]) -> list[SheetLine]:
    asked = {name: value for name, value in details.items() if name in script.slots}
    return sheet_lines(script, Request(slot_values=asked))
