"""The template language of definitions: a small, sandboxed part of Jinja2.

A template may name slots, choose with ``if``, and fall back with ``or`` or ``default``; a pronoun
has forms (:mod:`quietude.script.details.pronouns`). Loops,
calls, attributes, arithmetic on sizes and everything else are refused when the definition is
read, so a template always ends, and its result is never longer than its text and its values.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.script.sentences import sentence_case

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

MAX_TEMPLATE_CHARS = 20_000

_MARKS = ("{{", "{%", "{#")
_BRACKET = re.compile(r"[\[\]{}<>]")


def check_template(source: str, slots: Iterable[str], pronouns: Collection[str] = ()) -> None:
    """Refuse a template that is broken, names an unknown slot, or does more than read.

    Args:
        source: The text of one step.
        slots: The names it may use.
        pronouns: Those whose forms it may use.

    Raises:
        ValueError: saying what is wrong, for the person who wrote it.
    """
    if len(source) > MAX_TEMPLATE_CHARS:
        message = f"this text is longer than {MAX_TEMPLATE_CHARS} characters; split it into lines"
        raise ValueError(message)
    if _has_marks(source):
        from quietude.script.templates import sandbox

        sandbox.check_marks(source, slots, pronouns)


def check_spoken(source: str) -> None:
    """Refuse brackets in text that would be said: a direction is a step, and never speech.

    Args:
        source: The text of one step; it has passed :func:`check_template`.

    Raises:
        ValueError: quoting the words with the bracket.
    """
    parts = [source]
    if _has_marks(source):
        from quietude.script.templates import sandbox

        parts = sandbox.said_parts(source)
    for part in parts:
        if match := _BRACKET.search(part):
            around = " ".join(part[match.start() : match.start() + 40].split())
            message = f'"{around}" would be spoken, brackets and all'
            raise ValueError(message)


def fill_template(source: str, values: Mapping[str, str]) -> str:
    """Returns the text with its slots filled; ``source`` has passed :func:`check_template`.

    A sentence that begins with a value begins with a capital letter.

    Raises:
        ValueError: if it cannot be filled all the same (adding a word to a number, say).
    """
    if not _has_marks(source):
        return source
    from quietude.script.templates import sandbox

    return sentence_case(sandbox.filled(source, values), begins=source.lstrip()[:1] == "{")


def slots_used(source: str) -> set[str]:
    """Returns the names a checked template refers to."""
    if not _has_marks(source):
        return set()
    from quietude.script.templates import sandbox

    return sandbox.names(source)


def _has_marks(source: str) -> bool:
    return any(mark in source for mark in _MARKS)
