"""Steps as chat assistants write them → steps of a definition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from quietude.durations import parse_span
from quietude.script.export import span_text
from quietude.script.importing.asides.blanks import Blanks
from quietude.script.importing.directions.direction import PAUSE
from quietude.script.importing.directions.reading import read_directions
from quietude.script.importing.inline import pieces
from quietude.script.pacing import GAPS
from quietude.script.schema.steps import STEP_FORMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SPEECH = ("say", "speak", "text", "line", "narration", "voice", "speech", "words", "spoken")
_SILENCE = ("pause", "silence", "wait", "rest")
_QUESTION = ("ask", "question")
_AFTER = ("pause_after", "silence_after", "wait_after", "after")
_REFLECT = ("reflect", "pause", "silence", "wait", "time", "duration", "seconds", *_AFTER)
_BREATHS = ("breathing", "breath", "breathwork")
_BREATH = {"inhale": "in", "breathe_in": "in", "exhale": "out", "breathe_out": "out",
           "rounds": "cycles", "repeat": "cycles", "times": "cycles", "count": "cycles",
           "hold_in": "hold", "hold_out": "rest"}  # fmt: skip
_BREATH_KEYS = {"in", "hold", "out", "rest", "cycles", "guide", "pattern"}
_MARKS = re.compile(r"[\[\](){}<>]|^\W*(?:pause|silence|long pause)\W", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")
_ACTED = re.compile(r"^[*_]{1,3}[^*_]{2,60}?[*_]{1,3}\s|\s[*_]{1,3}[^*_]{2,60}?[*_]{1,3}$")
"""Emphasis at an end of a line, which may be a direction: "*softly* Now rest."."""
_SILENCE_KEY = re.compile(
    r"(pause|silence|wait)(_after)?_(?:s|secs?|seconds|ms|millis\w*|milliseconds|min|mins|minutes)"
)
_MARKED = ("optional", "heart", "id", "needs")


class StepFixer:
    """Fixes the steps of one answer.

    Attributes:
        blanks: The places for personal details found in its lines.

    Args:
        note: Called with a line and what was done there.
    """

    def __init__(self, note: Callable[[int, str], None]) -> None:
        self._note = note
        self.blanks = Blanks()

    def fixed(self, step: Any, line: int) -> Iterator[Any]:
        """Yields the steps that a written step stands for; one that is not understood as it is."""
        if step is None:
            return
        if isinstance(step, bool | int | float):
            yield str(step)
        elif isinstance(step, str):
            yield from self._speech(step, line, {})
        elif isinstance(step, dict):
            yield from self._mapping(step, line)
        elif isinstance(step, list) and all(isinstance(part, str) for part in step):
            yield from self._speech(f"[{', '.join(step)}]", line, {})  # a direction in brackets
        else:
            yield step

    def _mapping(self, written: dict[str, Any], line: int) -> Iterator[Any]:
        step, marks = self._marked(written, line)
        rest = {key: value for key, value in step.items() if key not in _MARKED}
        for key in _BREATHS:
            if isinstance(rest.get(key), dict):
                rest = {"breathe": rest.pop(key), **rest}
        spoken = next((key for key in _SPEECH if isinstance(rest.get(key), str | list)), "")
        if spoken and "steps" not in rest and (times := _times(rest.get("repeat"))):
            inner = [{key: value for key, value in rest.items() if key != "repeat"}]
            yield self._other({"repeat": times, "steps": inner}, marks, line)
        elif (key := _one_of(_QUESTION, rest)) and isinstance(rest[key], str):
            yield self._question(rest, key, marks, line)
        elif (key := _one_of(_SPEECH, rest)) and isinstance(rest[key], str | list):
            yield from self._spoken(rest, key, marks, line)
        elif (key := _one_of(_SILENCE, rest)) and len(rest) <= 2:  # noqa: PLR2004
            yield {"pause": _length(rest[key]), **_kept(rest, ("weight",)), **marks}
        elif len(rest) == 1 and not set(rest) & set(STEP_FORMS):
            yield from self._sentence(written, marks, line)
        else:
            yield self._other(rest, marks, line)

    def _marked(self, step: dict[str, Any], line: int) -> tuple[dict[str, Any], dict[str, Any]]:
        """Returns a step with its keys in small letters, and its marks."""
        step = dict(_timed_key(snake(str(key)), value) for key, value in step.items())
        marks = {key: step[key] for key in _MARKED if key in step}
        if "optional" in marks:
            marks["optional"] = rank_of(marks["optional"])
            if marks["optional"] is None:
                del marks["optional"]
        kind = str(step.get("type", step.get("kind", ""))).lower()
        if kind and kind not in step:
            step = _untyped(step, kind)
            self._note(line, f'"type: {kind[:20]}" is read as {kind[:20]}')
        return step, marks

    def _sentence(self, step: dict[str, Any], marks: dict[str, Any], line: int) -> Iterator[Any]:
        """Yields "Remember: you can stop" without its quotes, where the colon made a key of it."""
        first, words = next((key, value) for key, value in step.items() if key not in _MARKED)
        if isinstance(words, str) and (" " in str(first) or " " in words):
            self._note(line, "a line with a colon is read as speech")
            yield from self._speech(f"{first}: {words}", line, marks)
        else:
            yield step

    def _other(self, rest: dict[str, Any], marks: dict[str, Any], line: int) -> Any:
        if "bell" in rest and (rest["bell"] is True or rest["bell"] in {"", None, "true"}):
            return {"bell": "bell", **marks} if marks else "bell"
        if isinstance(rest.get("breathe"), dict):
            return {"breathe": self._breath(rest["breathe"], line), **marks}
        if isinstance(rest.get("steps"), list):
            inner = [one for each in rest["steps"] for one in self.fixed(each, line)]
            return {**rest, "steps": inner, **marks}
        return {**rest, **marks}

    def _question(
        self, rest: dict[str, Any], key: str, marks: dict[str, Any], line: int
    ) -> dict[str, Any]:
        reflect = next((rest[other] for other in _REFLECT if other in rest), None)
        given = {} if reflect is None else {"reflect": _length(reflect)}
        unknown = rest.keys() - {key, *_REFLECT}
        for other in sorted(unknown):
            self._note(line, f'"{other[:30]}" is no key of a question, and left out')
        return {"ask": self._filled(_plain(rest[key]), line), **given, **marks}

    def _spoken(
        self, rest: dict[str, Any], key: str, marks: dict[str, Any], line: int
    ) -> Iterator[Any]:
        texts = rest[key] if isinstance(rest[key], list) else [rest[key]]
        marks = {**marks, **_kept(rest, ("says",))}
        for text in texts:
            yield from self._speech(str(text), line, marks)
        after = next((rest[other] for other in (*_SILENCE, *_AFTER) if other in rest), None)
        if after is not None and after not in (0, "", "0"):
            yield {"pause": _length(after), **{k: marks[k] for k in marks if k == "optional"}}
        unknown = rest.keys() - {key, "says", *_AFTER, *_SILENCE}
        for other in sorted(unknown):
            self._note(line, f'"{other[:30]}" is no key of a line, and left out')

    def _breath(self, written: dict[str, Any], line: int) -> dict[str, Any]:
        breath: dict[str, Any] = {}
        for key, value in written.items():
            known = _BREATH.get(str(key).lower(), str(key).lower())
            if known in _BREATH_KEYS:
                breath[known] = _number(value)
            else:
                self._note(line, f'"{str(key)[:30]}" is no key of a breath, and left out')
        return breath

    def _speech(self, text: str, line: int, marks: dict[str, Any]) -> Iterator[Any]:
        """Yields a line of speech, apart from the directions that stand in it."""
        written, text = " ".join(text.split()), _plain(text)
        if text == "bell":
            yield "bell"
            return
        text = self._signed(text, line)
        acted = _ACTED.search(written) and not _is_template(written)
        if not acted and (_is_template(text) or not _MARKS.search(text)):
            text = self.blanks.filled(text)
            if any(character.isalnum() for character in text):
                yield {"say": text, **marks} if marks else text
            return
        rank = {key: marks[key] for key in marks if key == "optional"}
        for piece in pieces(self._signed(written, line) if acted else text):
            if piece.kind == "speech":
                said = self.blanks.filled(piece.text.strip())
                if any(character.isalnum() for character in said):
                    yield {"say": said, **marks} if marks else said
                continue
            direction = piece.direction
            if direction and direction.kind == "pause" and direction.span:
                yield {"pause": span_text(direction.span), **rank}
            elif direction and direction.kind == "bell":
                yield {"bell": "bell", **rank} if rank else "bell"
            else:
                yield {"note": piece.text[:400]}
            self._note(line, f'"{piece.text[:40]}" is a direction, and not spoken')

    def _signed(self, text: str, line: int) -> str:
        return text if _is_template(text) else self.blanks.signed(text, line)

    def _filled(self, text: str, line: int) -> str:
        return self.blanks.filled(self._signed(text, line))


def _is_template(text: str) -> bool:
    return "{{" in text or "{%" in text


def snake(key: str) -> str:
    """Returns a key in small letters: "pauseAfter" as "pause_after"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).lower().replace(" ", "_").replace("-", "_")


def _timed_key(key: str, value: Any) -> tuple[str, Any]:
    """Returns "pause_ms: 5000" and its like as "pause: 5"."""
    match = _SILENCE_KEY.fullmatch(key)
    if not match or not isinstance(value, int | float):
        return key, value
    scale = 0.001 if key.endswith("ms") or "milli" in key else 60.0 if "min" in key else 1.0
    return match[1] + (match[2] or ""), value * scale


def _times(value: Any) -> int:
    """Returns the number of "repeat: 3 times"; 0 where it names none that can be."""
    match = re.fullmatch(r"\s*(\d{1,2})\s*(?:x|times)?\s*", str(value).lower())
    return int(match[1]) if match and 1 <= int(match[1]) <= 20 else 0  # noqa: PLR2004


def _plain(text: str) -> str:
    """Returns words without emphasis and line breaks."""
    return _EMPHASIS.sub(r"\2", " ".join(text.split()))


def _untyped(step: dict[str, Any], kind: str) -> dict[str, Any]:
    """Returns "type: pause, duration: 5s" as "pause: 5s"."""
    rest = {key: value for key, value in step.items() if key not in {"type", "kind"}}
    if kind in {"pause", "silence", "wait"}:
        for key in ("duration", "length", "seconds", "time", "value"):
            if key in rest:
                return {"pause": rest[key]}
    for key in ("text", "content", "words", "line", "value", "question"):
        if key in rest and (kind in _SPEECH or kind in _QUESTION or kind == "echo"):
            others = {other: rest[other] for other in rest if other != key}
            return {kind: rest[key], **others}
    if kind == "bell":
        return {"bell": True}
    return {kind: rest} if kind in STEP_FORMS and rest else step


def _length(value: Any) -> Any:
    """Returns a length in the form of a definition; what is not understood as it is."""
    if isinstance(value, dict):
        value = value.get("duration", value.get("seconds", value))
    if not isinstance(value, str) or value in GAPS:
        return value
    text = value.strip().lower().lstrip("~≈").removeprefix("about ").strip()
    try:
        parse_span(text)
    except ValueError:
        if text.replace(".", "", 1).isdigit():
            return float(text)
        found = read_directions(f"pause {text}")
        span = found[0].span if found else None
        told = any(map(str.isdigit, text)) or span != PAUSE  # "soon" tells no length
        return span_text(span) if span and told else value
    return text


def _number(value: Any) -> Any:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(?:s|sec|seconds?)?", str(value).strip())
    if not match:
        return value
    number = float(match[1])
    return int(number) if number.is_integer() else number


def rank_of(value: Any) -> int | None:
    """Returns the rank of "optional: true" and its like; None for none."""
    if value is True or str(value).lower() in {"yes", "true", "optional"}:
        return 5
    if isinstance(value, str) and value.isdigit():
        value = int(value)
    return min(max(value, 1), 9) if isinstance(value, int) and value else None


def _one_of(keys: tuple[str, ...], step: dict[str, Any]) -> str:
    return next((key for key in keys if key in step), "")


def _kept(step: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: step[key] for key in keys if key in step}
