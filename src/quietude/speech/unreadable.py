"""Letters that a voice cannot read, found before anything is spoken.

Only texts with other letters than Latin ones are looked at, so an engine is seldom asked.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from quietude._util.writing_systems import longest_words
from quietude.errors import SpeechError
from quietude.script.details.slots import slot_values
from quietude.script.lexicon import Lexicon
from quietude.speech.word_times import without_phonemes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from quietude.plan.model import Plan
    from quietude.plan.request import Request
    from quietude.script.model import Script
    from quietude.speech.engines.base import Engine


def unreadable_lines(plan: Plan, engine: Engine, voice: str) -> list[SpeechError]:
    """One error for each line of a plan that a voice cannot read, with its line.

    Args:
        plan: The plan.
        engine: The engine that is to speak.
        voice: Its voice.
    """
    errors: dict[int, SpeechError] = {}
    for utterance in plan.utterances():
        text = without_phonemes(utterance.said)
        if utterance.line_no in errors or not longest_words(text):
            continue
        try:
            engine.check_letters(text, voice)
        except SpeechError as error:
            error.line = error.line or utterance.line_no
            errors[utterance.line_no] = error
    return [errors[line] for line in sorted(errors)]


def refuse_unreadable(plan: Plan, engine: Engine, voice: str, source: str | Path | None) -> None:
    """Refuses a plan with lines that a voice cannot read.

    Raises:
        SpeechError: for the first of them; its message names the other lines.
    """
    errors = unreadable_lines(plan, engine, voice)
    if not errors:
        return
    first, *others = errors
    if others:
        lines = ", ".join(str(error.line) for error in others[:8])
        first.message += f" (lines {lines}, too)" if len(others) > 1 else f" (line {lines}, too)"
    first.path = first.path or source
    raise first


def readable_values(
    script: Script, request: Request, reads: Callable[[str], bool]
) -> tuple[Request, tuple[str, ...]]:
    """A request whose personal details the voice can read.

    A value in letters it cannot read gives way to the fallback of its slot, else to the default.

    Args:
        script: The script with the slots.
        request: The request with their values.
        reads: Tells if the voice can read a text.

    Returns:
        The request, and the names of the slots whose value gave way.
    """
    lexicon = (request.lexicon or Lexicon()).over(script.lexicon)
    said = {
        name: lexicon.spoken(value)
        for name, value in slot_values(script, request.slot_values).items()
        if name in request.slot_values
    }
    changed = {
        name: script.slots[name].fallback
        for name, value in said.items()
        if longest_words(value) and not reads(value)
    }
    if not changed:
        return request, ()
    kept = {**request.slot_values, **changed}
    return dataclasses.replace(request, slot_values=kept), tuple(sorted(changed))


def reader(engine: Engine, voice: str) -> Callable[[str], bool]:
    """Tells if a voice can read a text."""

    def reads(text: str) -> bool:
        try:
            engine.check_letters(text, voice)
        except SpeechError:
            return False
        return True

    return reads
