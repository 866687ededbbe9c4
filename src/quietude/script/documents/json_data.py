"""JSON as apps and transcribers export it: steps, phrases with their times, or a text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from quietude._util.strict_reading import ReadingError, parse_json
from quietude.script.documents.base import DocumentFormat, SourceText, UnreadableError
from quietude.script.documents.encoding import decode
from quietude.script.documents.subtitles import Subtitle, phrases, without_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORDS = (
    "text",
    "content",
    "words",
    "line",
    "caption",
    "transcript",
    "script",
    "narration",
    "body",
)
_STARTS = ("start", "start_time", "startTime", "start_s", "at", "time", "timestamp", "offset")
_ENDS = ("end", "end_time", "endTime", "end_s")
_LISTS = ("segments", "cues", "captions", "subtitles", "lines", "transcript", "items", "steps")
_FEWEST_WORDS = 12
_DEEPEST = 3


class Json(DocumentFormat):
    """Data with the lines of a script in it."""

    name = "a JSON file"
    suffixes: ClassVar[tuple[str, ...]] = (".json",)

    def read(self, data: bytes) -> SourceText:
        text, encoding = decode(data)
        notes = (f"the letters are read as {encoding}",) if encoding else ()
        try:
            found = parse_json(text)
        except ReadingError as error:
            message = "this is not valid JSON"
            hint = "Export it again, or save its text."
            raise UnreadableError(message, hint, error.line) from error
        title = next((str(found[key]) for key in ("title", "name") if found.get(key)), "") if (
            isinstance(found, dict)
        ) else ""  # fmt: skip
        if timed := _timed(found):
            cues = without_names(list(_cues(timed, text)))
            said = list(phrases(cues))
            written = "\n".join(f"[{start_s:.3f}] {words}" for _, start_s, words in said)
            return SourceText(
                f"{written}\n", tuple(number for number, *_ in said), title=title[:200],
                notes=notes, notation="timed",
            )  # fmt: skip
        if script := _text(found):
            line = _line_of(script, text, 0)[0]
            numbers = (line,) * (script.count("\n") + 1)
            return SourceText(script, numbers, title=title[:200], notes=notes)
        if not _has_lines(found):
            message = "there are no lines to speak in this JSON"
            hint = 'It is read like {"title": "…", "steps": [{"text": "Sit down.", "pause": 10}]}.'
            raise UnreadableError(message, hint)
        return SourceText(text, notes=notes, notation="definition")


def _timed(found: Any) -> list[dict[str, Any]]:
    """Returns the phrases of a transcript, each with its words and the time it begins at."""
    lists = [found] if isinstance(found, list) else []
    if isinstance(found, dict):
        lists = [found[key] for key in _LISTS if isinstance(found.get(key), list)]
    for items in lists:
        if items and all(
            isinstance(item, dict) and _first(item, _WORDS) is not None
            and _seconds(_first(item, _STARTS)) is not None
            for item in items
        ):  # fmt: skip
            return items
    return []


def _cues(items: Sequence[dict[str, Any]], source: str) -> Iterator[Subtitle]:
    at = 0
    for item in items:
        words = str(_first(item, _WORDS))
        line, at = _line_of(words, source, at)
        start_s = _seconds(_first(item, _STARTS)) or 0.0
        end_s = _seconds(_first(item, _ENDS))
        yield Subtitle(line, start_s, start_s if end_s is None else end_s, [words.strip()])


def _text(found: Any) -> str:
    """Returns the text of a script that is one string of the data, or ""."""
    if not isinstance(found, dict) or any(isinstance(found.get(key), list) for key in _LISTS):
        return ""
    texts = [found[key] for key in _WORDS if isinstance(found.get(key), str)]
    longest = max(texts, key=len, default="")
    return longest if len(longest.split()) >= _FEWEST_WORDS or "\n" in longest else ""


def _has_lines(found: Any, depth: int = 0) -> bool:
    """Returns True for a list of lines or of steps, not too deep in the data."""
    if depth > _DEEPEST:
        return False
    if isinstance(found, list):
        return any(
            isinstance(item, str)
            or (isinstance(item, dict) and (_is_step(item) or _has_lines(item, depth + 1)))
            for item in found
        )
    return isinstance(found, dict) and any(
        _has_lines(value, depth + 1) for value in found.values() if isinstance(value, list | dict)
    )


def _is_step(item: dict[str, Any]) -> bool:
    return any(isinstance(item.get(key), str) for key in (*_WORDS, "say", "ask"))


def _first(item: dict[str, Any], keys: Sequence[str]) -> Any:
    return next((item[key] for key in keys if isinstance(item.get(key), str | int | float)), None)


def _seconds(value: Any) -> float | None:
    """Returns a time in seconds or as "1:30"; None for anything else."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if 0 <= value <= 36_000 else None  # noqa: PLR2004
    if not isinstance(value, str):
        return None
    parts = value.replace(",", ".").split(":")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return None
    return sum(number * 60.0**power for power, number in enumerate(reversed(numbers)))


def _line_of(words: str, source: str, at: int) -> tuple[int, int]:
    """Returns the line at which a string stands in the data from a place on, and that place."""
    found = source.find(json.dumps(words, ensure_ascii=False), at)
    if found < 0:
        found = source.find(json.dumps(words), at)
    return (1, at) if found < 0 else (source.count("\n", 0, found) + 1, found)
