"""Steps in the written form of a definition: the words, rank and kind of one."""

from __future__ import annotations

from typing import Any

MAX_STEPS = 1_900
"""The most steps that a session can have."""


def speech_of(step: Any) -> str:
    """Returns the words of a step that speaks; "" of any other."""
    if isinstance(step, dict):
        return str(step.get("say", ""))
    return step if isinstance(step, str) and step != "bell" else ""


def ranked(step: Any, rank: int | None) -> Any:
    """Returns a step as an optional one."""
    if rank is None or is_note(step) or (isinstance(step, dict) and "at" in step):
        return step
    if isinstance(step, str):
        step = {"bell": "bell"} if step == "bell" else {"say": step}
    return {**step, "optional": rank}


def rank_of(step: Any) -> int | None:
    """Returns the rank of a line that is optional, for the silence after it."""
    return step.get("optional") if isinstance(step, dict) and "say" in step else None


def is_note(step: Any) -> bool:
    """Returns True for what is never heard."""
    return isinstance(step, dict) and "note" in step


def short(text: str) -> str:
    """Returns a text, cut to sixty characters."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004
