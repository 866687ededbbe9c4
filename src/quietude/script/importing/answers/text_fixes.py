"""Small mistakes of YAML, fixed in the text before it is parsed: every line keeps its number."""

from __future__ import annotations

import json
import re

from quietude.script.schema.steps import STEP_FORMS

_ITEM = re.compile(r"(\s*(?:- +)+)(\S.*)")
_PAIR = re.compile(r"(\s*(?:- +)*)([A-Za-z_][\w-]*)(\s*:\s+)(\S.*)")
_TEXT_KEYS = {"say", "ask", "echo", "imagine", "title", "about", "note", "content_note", "touch",
              "chapter", "text", "default", "description"}  # fmt: skip
_KEYS = {*STEP_FORMS, *_TEXT_KEYS, "optional", "reflect", "weight", "heart", "needs", "id", "role",
         "steps", "time", "in", "out", "hold", "rest", "cycles", "guide", "type", "duration",
         "says", "over", "include", "count", "which", "every", "seconds", "length", "name", "lines",
         "speak", "question", "silence", "wait", "content"}  # fmt: skip
_HEAD_KEYS = {"id", "title", "intensity", "about", "content_note", "language", "pacing", "stretch",
              "bed", "lengths", "for_when", "sections", "slots", "duration"}  # fmt: skip
_QUOTES = {"“": "”", "„": "“", "«": "»", "‘": "’"}
_SPECIAL = "@`%&*!|>#?,]}{["


def fixed_text(text: str) -> tuple[str, dict[int, str]]:
    """Returns YAML with its small mistakes fixed, and what was done by line.

    Tabs become spaces, typographic quotes around a value plain ones, and a line that is spoken is
    quoted where a colon, a template or another sign would make YAML of it.
    """
    done: dict[int, str] = {}
    lines = text.splitlines()
    for at, raw in enumerate(lines):
        line = raw.replace("\u00a0", " ")
        head = line[: len(line) - len(line.lstrip())]
        if "\t" in head:
            line = head.replace("\t", "  ") + line.lstrip()
            done[at + 1] = "tabs are read as spaces"
        fixed = _fixed(line)
        if fixed != line:
            done[at + 1] = "quotes are put around the words"
        lines[at] = fixed
    return "\n".join(lines) + "\n", done


def _fixed(line: str) -> str:
    if match := _PAIR.fullmatch(line):
        before, key, colon, value = match.groups()
        if key.lower() in _KEYS:
            bare = _without_remark(value)
            quoted = _quoted(bare, strict=key.lower() in _TEXT_KEYS)
            return line if quoted is None else f"{before}{key}{colon}{quoted}"
    if match := _ITEM.fullmatch(line):
        value = _without_remark(match[2])
        pair = _PAIR.fullmatch(value) or re.fullmatch(r"()([A-Za-z_][\w-]*)(\s*:)()", value)
        if pair and (pair[2].lower() in _KEYS or pair[2].islower()):
            return line  # speech begins with a capital letter
        quoted = _quoted(value, strict=True)
        return line if quoted is None else match[1] + quoted
    return line


def _without_remark(value: str) -> str:
    """Returns a value without the remark after it; "#1" within words stays."""
    if value[:1] in "\"'":
        return value
    return re.sub(r"\s{2,}#.*$", "", value).rstrip()


def _quoted(value: str, *, strict: bool) -> str | None:
    """Returns a value in quotes if it needs them, or None."""
    if value[:1] in _QUOTES and value[-1:] == _QUOTES[value[:1]] and len(value) > 1:
        return json.dumps(value[1:-1], ensure_ascii=False)
    if value[:1] == '"':
        return _closed(value, '"')
    if value[:1] == "'":
        return _closed(value, "'")
    if not strict or (value[:1] in "{[" and value[-1:] in "}]" and "{{" not in value):
        return None
    if value in {"|", ">", "|-", ">-", ">+", "|+"}:
        return None
    risky = ": " in value or " #" in value or value[-1:] == ":" or value[0] in _SPECIAL
    return json.dumps(value, ensure_ascii=False) if risky else None


def _closed(value: str, mark: str) -> str | None:
    """Returns a quoted value whose quotes end too early or never: "Say "yes" now."."""
    inside = value[1:-1] if len(value) > 1 and value[-1] == mark else value[1:]
    if mark == "'":
        whole = len(value) > 1 and value[-1] == mark and "'" not in inside.replace("''", "")
        return None if whole else json.dumps(inside, ensure_ascii=False)
    whole = len(value) > 1 and value[-1] == mark and not re.search(r'(?<!\\)"', inside)
    if whole:
        return None
    match = re.fullmatch(r'"((?:[^"\\]|\\.)*)"\s*(#.*)?', value)
    return None if match else json.dumps(inside.replace('\\"', '"'), ensure_ascii=False)


_SECTION_KEYS = {"title", "name", "role", "optional", "steps", "heading", "lines", "content"}
_STARTS_SECTION = re.compile(r"- +(?:title|name|heading|role|section|chapter)\s*:")
_NESTED = re.compile(r"^\s*(?:- +)?(?:repeat|choose)\s*:", re.MULTILINE)


def reindented(text: str) -> str | None:
    """Returns a definition with the indentation its keys ask for; None if they do not tell.

    What is copied from a chat may have lost it, or have it uneven.
    """
    if _NESTED.search(text):
        return None
    place = "head"
    lines: list[str] = []
    for raw in text.splitlines():
        line = raw.strip()
        key = match[1] if (match := re.match(r"([A-Za-z_]+)\s*:", line)) else ""
        outside = place in {"head", "slots"} or (place != "section" and raw[:1].isalpha())
        if not line or line.startswith("#"):
            lines.append("")
            continue
        if key in {"sections", "slots"}:
            place, indent = ("sections" if key == "sections" else "slots"), 0
        elif _STARTS_SECTION.match(line) and place not in {"head", "slots"}:
            place, indent = "section", 2
        elif place == "section" and key in _SECTION_KEYS:
            place, indent = ("steps" if key in {"steps", "lines", "content"} else "section"), 4
        elif place == "steps":
            indent = 6 if line.startswith("- ") else 8
        elif place == "slots" and (key not in _HEAD_KEYS or raw[:1].isspace()):
            indent = 2
        elif outside:
            place, indent = "head", 0
        else:
            return None
        lines.append(" " * indent + line)
    return "\n".join(lines) + "\n"
