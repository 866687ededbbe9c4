"""Exports: a definition's data → YAML to keep and change, or text, Markdown or SSML to read.

The last three can be read back into the same definition. They begin with the keys of the whole
session, under ``notation: quietude``. Text and Markdown are one notation, for people
(:mod:`quietude.script.notation`). In SSML a line of speech is a sentence, and marks that players
pass over hold what SSML has no element for.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

import yaml

from quietude.durations import parse_span
from quietude.script.notation import section_lines, step_lines
from quietude.script.schema.steps import STEP_FORMS, step_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quietude.durations import Span

NOTATION = "quietude"
SPOKEN_KINDS = tuple(kind for kind, form in STEP_FORMS.items() if form.is_spoken)
_NAMESPACE = "http://www.w3.org/2001/10/synthesis"
_LONGEST_BREAK_S = 10.0


def span_text(span: Span) -> str:
    """Returns a length as it is written: ``5s``, or ``4-9s`` if it may stretch."""
    if span.min_s == span.max_s:
        return f"{_number(span.ideal_s)}s"
    return f"{_number(span.min_s)}-{_number(span.max_s)}s"


def _number(seconds: float) -> str:
    return f"{round(seconds, 3):.3f}".rstrip("0").rstrip(".")


class _Dumper(yaml.SafeDumper):
    """Dumper that never writes anchors or aliases, which definitions may not have."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def as_yaml(data: Mapping[str, Any]) -> str:
    """Returns a definition as YAML."""
    options: dict[str, Any] = {"sort_keys": False, "allow_unicode": True, "width": 100}
    return str(yaml.dump(dict(data), Dumper=_Dumper, **options))


def as_text(data: Mapping[str, Any]) -> str:
    """Returns a definition as a script to read and edit, in :mod:`quietude.script.notation`."""
    head = {key: value for key, value in data.items() if key != "sections"}
    lines = ["---", f"notation: {NOTATION}", as_yaml(head).rstrip("\n"), "---"]
    for section in data["sections"]:
        lines += ["", *section_lines(section)]
        for step in section["steps"]:
            for paragraph in step_lines(step):
                lines += ["", paragraph]
    return "\n".join(lines) + "\n"


def _spoken(step: Any) -> tuple[str, str | None, dict[str, Any]]:
    """Returns the kind, the words and the other keys of a step that speaks."""
    kind = step_kind(step)
    if kind == "text":
        return "say", " ".join(step.split()), {}
    if kind not in SPOKEN_KINDS:
        return "", None, {}
    rest = {key: value for key, value in step.items() if key != kind}
    return kind, " ".join(str(step[kind]).split()), rest


def as_ssml(data: Mapping[str, Any]) -> str:
    """Returns a definition as SSML 1.1; breaks above 10 s are split, as speech services ask."""
    language = str(data.get("language", "en"))
    head = {key: value for key, value in data.items() if key != "sections"}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<speak version="1.1" xmlns="{_NAMESPACE}" xml:lang={quoteattr(language)}>',
        f"<metadata>notation: {NOTATION}\n{escape(as_yaml(head))}</metadata>",
    ]
    for section in data["sections"]:
        rest = {key: value for key, value in section.items() if key != "steps"}
        lines.append(_mark(f"section {_json(rest)}"))
        for step in section["steps"]:
            lines += _ssml_step(step)
    return "\n".join([*lines, "</speak>"]) + "\n"


def _ssml_step(step: Any) -> Iterator[str]:
    kind, words, rest = _spoken(step)
    if words is None:
        yield _mark(f"step {_json(step)}")
        yield from _breaks(step)
        return
    yield f"<s>{escape(words)}</s>"
    if kind != "say" or rest:
        yield _mark(f"as {kind}{' ' + _json(rest) if rest else ''}")
    yield from _breaks(step)


def _breaks(step: Any) -> Iterator[str]:
    """Yields a step's silence for other readers of SSML; ours reads the mark before it."""
    key = STEP_FORMS[step_kind(step) or ""].silence_key if isinstance(step, dict) else ""
    length = step.get(key) if key else None
    try:
        left = parse_span(length).ideal_s if isinstance(length, str) else float(length or 0)
    except (ValueError, TypeError):
        left = 5.0  # a named gap
    while left > 0:
        yield f'<break time="{_number(min(left, _LONGEST_BREAK_S))}s"/>'
        left -= _LONGEST_BREAK_S


def _mark(directive: str) -> str:
    return f"<mark name={quoteattr(NOTATION + ':' + directive)}/>"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
