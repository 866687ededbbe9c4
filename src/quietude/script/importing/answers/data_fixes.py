"""The data of an answer → data a definition can have; what cannot be fixed stays to be refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from quietude.script.importing.answers.step_fixes import StepFixer, rank_of, snake
from quietude.script.importing.blocks.headings import length_of
from quietude.script.importing.language import code_of_name
from quietude.script.importing.words.roles import role_of
from quietude.script.model import Intensity, Role
from quietude.script.pacing import PROFILES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DataPath = tuple[Any, ...]

HEAD_KEYS = {"id", "title", "intensity", "about", "content_note", "language", "pacing", "stretch",
         "slots", "bed", "lexicon", "accept", "for_when", "lengths", "sections"}  # fmt: skip
_RENAMED = {"name": "title", "description": "about", "summary": "about", "notes": "content_note",
            "disclaimer": "content_note", "details": "slots", "variables": "slots",
            "chapters": "sections", "parts": "sections", "lang": "language"}  # fmt: skip
_LENGTHS = {"duration", "length", "duration_minutes", "minutes", "total_duration", "duration_s",
            "duration_seconds", "duration_sec", "length_seconds", "total_seconds"}  # fmt: skip
_MOST_MINUTES = 90
_LISTS = ("segments", "items", "timeline", "phases", "blocks", "lines", "script", "content", "cues",
          "scenes", "tracks")  # fmt: skip
"""Other names for a list of steps, or of sections."""
_SECTION = {"title", "role", "optional", "steps"}
_SECTION_RENAMED = {"name": "title", "heading": "title", "section": "title", "chapter": "title",
                    "lines": "steps", "content": "steps", "script": "steps", "items": "steps",
                    "type": "role"}  # fmt: skip
_INTENSITIES = {"low": "light", "gentle": "light", "mild": "light", "moderate": "medium",
                "deep": "high", "strong": "high"}  # fmt: skip
_SLOT = re.compile(r"\{[{%][^{}]*?\b([a-z][a-z0-9_]{0,39})\b")
_TEMPLATE_WORDS = {"if", "else", "elif", "endif", "or", "and", "not", "default", "yours", "is"}


class DataFixer:
    """Fixes the data of one answer.

    Attributes:
        data: The definition.
        lines: The line of each part of it.
        notes: Remarks on the changes, each with its line.
        declared_s: The length it says it has, in seconds, or None.

    Args:
        written: The data as it was written.
        line_of: Returns the line of the value at a path of it.
        name: The id and title of a definition that has none.
    """

    def __init__(self, written: Any, line_of: Callable[[DataPath], int], name: str) -> None:
        self.data: dict[str, Any] = {}
        self.lines: dict[DataPath, int] = {(): 1}
        self.notes: list[tuple[int, str]] = []
        self.declared_s: float | None = None
        self._line_of = line_of
        self._name = name
        self._steps = StepFixer(self._note)
        self._fix(written)

    def _note(self, line: int, text: str) -> None:
        self.notes.append((line, text))

    def _fix(self, written: Any) -> None:
        base: DataPath = ()
        while isinstance(written, dict) and len(written) == 1:  # under one key: "meditation:"
            (key,) = written
            if key in {"sections", "steps"} or not isinstance(written[key], dict):
                break
            base, written = (*base, key), written[key]
        if isinstance(written, list):
            written = {"sections": written} if _are_sections(written) else {"steps": written}
        if not isinstance(written, dict):
            self.data = {"sections": written}
            return
        for key, value in written.items():
            self._head(str(key), value, (*base, key))
        flat = next((key for key in written if snake(str(key)) in {"steps", *_LISTS}), None)
        if "sections" not in self.data and flat is not None:
            section = {"title": str(self.data.get("title", "Session")), "steps": written[flat]}
            self.data["sections"] = list(self._sections([section], (*base, flat)))
        self._complete()

    def _head(self, key: str, value: Any, path: DataPath) -> None:
        line = self._line_of(path)
        known = snake(key)
        known = _RENAMED.get(known, known)
        if known in _LENGTHS:
            self.declared_s = _declared(known, value) or self.declared_s
            return
        if known in _LISTS and isinstance(value, list):
            known = "sections" if _are_sections(value) else "steps"
        if known == "steps":
            return
        if known not in HEAD_KEYS:
            self._note(line, f'"{key[:40]}" is no key of a definition, and left out')
            return
        if value is None or known in self.data:
            return
        self.lines[known,] = line
        if known == "sections":
            items = value if isinstance(value, list) else _as_sections(value)
            self.data[known] = list(self._sections(items, path))
        else:
            self.data[known] = self._value(known, value, line)

    def _value(self, key: str, value: Any, line: int) -> Any:
        match key:
            case "id":
                return str(value)
            case "intensity":
                folded = str(value).lower()
                fixed = _INTENSITIES.get(folded, folded)
                fixed = fixed if fixed in get_args(Intensity) else "light"
                if fixed != value:
                    self._note(line, f'the intensity "{value}" is read as {fixed}')
                return fixed
            case "language":
                return code_of_name(str(value)) or "en"
            case "pacing":
                return value if value in PROFILES else "standard"
            case "lengths" | "for_when":
                return value if isinstance(value, list) else [value]
            case "slots":
                return self._slots(value, line)
            case "title" | "about" | "content_note":
                return " ".join(str(value).split())
            case _:
                return value

    def _slots(self, value: Any, line: int) -> Any:
        if isinstance(value, list):  # a list of names, or of mappings with a name
            named = [item if isinstance(item, dict) else {"name": str(item)} for item in value]
            value = {str(item.get("name", "")): item for item in named}
        if not isinstance(value, dict):
            return value
        slots: dict[str, Any] = {}
        for name, slot in value.items():
            if slot == "shared":
                slots[name] = slot
                continue
            given = slot if isinstance(slot, dict) else {"ask": slot}
            ask = given.get("ask") or given.get("question") or given.get("prompt")
            rest = {key: given[key] for key in ("type", "choices", "max_chars") if key in given}
            default = given.get("default")
            slots[name] = {
                "ask": str(ask or f"{name.replace('_', ' ').capitalize()}?"),
                "default": "" if default is None else str(default),
                **rest,
            }
        if slots != value:
            self._note(line, "the personal details are put in the form of slots")
        return slots

    def _sections(self, items: Any, path: DataPath) -> Iterator[Any]:
        for number, item in enumerate(items if isinstance(items, list) else [items]):
            here = (*path, number) if path[-1:] != ("steps",) else path
            line = self._line_of(here)
            self.lines["sections", number] = line
            if not isinstance(item, dict):
                yield item
                continue
            section = {_SECTION_RENAMED.get(str(key), str(key)): item[key] for key in item}
            for key in section.keys() - _SECTION:
                self._note(line, f'"{key[:40]}" is no key of a section, and left out')
            title = " ".join(str(section.get("title") or f"Part {number + 1}").split())
            role = str(section.get("role", "")).lower()
            fixed: dict[str, Any] = {
                "title": title,
                "role": role if role in get_args(Role) else role_of(f"{title} {role}"),
            }
            if rank := rank_of(section.get("optional")):
                fixed["optional"] = rank
            steps = section.get("steps")
            written = steps if isinstance(steps, list) else [steps]
            key = next((key for key in item if _SECTION_RENAMED.get(str(key), key) == "steps"), "")
            base = (*here, key) if path[-1:] != ("steps",) else path
            done: list[Any] = []
            fixed["steps"] = done
            for at, step in enumerate(written):
                step_line = self._line_of((*base, at))
                for one in self._steps.fixed(step, step_line):
                    self.lines["sections", number, "steps", len(done)] = step_line
                    done.append(one)
            yield fixed

    def _complete(self) -> None:
        """Add the keys a definition cannot do without, and the slots its lines speak of."""
        title = str(self.data.get("title") or self._name.replace("-", " ").capitalize())
        identifier = re.sub(r"[^a-z0-9]+", "-", str(self.data.get("id") or "").lower()).strip("-")
        head = {"id": (identifier or self._name)[:60].strip("-"), "title": title[:200]}
        self.data = {**head, **{key: self.data[key] for key in self.data if key not in head}}
        self.data.setdefault("intensity", "light")
        slots = self.data.get("slots")
        known = set(slots) if isinstance(slots, dict) else set()
        for name, ask in self._steps.blanks.questions.items():
            if name not in known and (slots is None or isinstance(slots, dict)):
                default = self._steps.blanks.defaults.get(name, "")
                slots = {**(slots or {}), name: {"ask": ask, "default": default}}
                line, words = self._steps.blanks.first[name]
                self._note(line, f'"{words[:40]}" is asked for: fill it with --set {name}=…')
                known.add(name)
        for name in sorted(set(_SLOT.findall(str(self.data.get("sections")))) - _TEMPLATE_WORDS):
            if name not in known and (slots is None or isinstance(slots, dict)):
                slots = {**(slots or {}), name: {"ask": f"{name.capitalize()}?", "default": ""}}
                self._note(1, f'"{name}" is a personal detail that nothing asked for; a slot asks')
        if slots:
            self.data["slots"] = slots
        sections = self.data.pop("sections", None)
        if sections is not None:
            self.data["sections"] = sections


def _are_sections(items: list[Any]) -> bool:
    return bool(items) and all(
        isinstance(item, dict)
        and any(isinstance(item.get(key), list) for key in ("steps", *_LISTS))
        for item in items
    )


def _declared(key: str, value: Any) -> float | None:
    """Returns a length in seconds; a bare number is minutes, but of more than 90 or by its key."""
    if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
        seconds = key.endswith(("_s", "sec", "seconds")) or value > _MOST_MINUTES
        return float(value) if seconds else 60.0 * value
    return length_of(str(value))


def _as_sections(value: Any) -> Any:
    """Returns sections that are written as a mapping by their titles, as a list."""
    if not isinstance(value, dict) or "steps" in value:
        return [value]
    return [
        {"title": title, **(part if isinstance(part, dict) else {"steps": part})}
        for title, part in value.items()
    ]
