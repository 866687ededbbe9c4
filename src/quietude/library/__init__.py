"""The exercises and programmes that come with Quietude, as data."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from quietude.errors import UsageError

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@cache
def exercise_ids() -> tuple[str, ...]:
    """The id of every exercise, sorted."""
    return _ids("exercises")


def exercise_text(exercise_id: str) -> str:
    """The definition of one exercise, as it was written.

    Raises:
        KeyError: if there is no such exercise.
    """
    if exercise_id not in exercise_ids():
        raise KeyError(exercise_id)
    return (files(__name__) / "exercises" / f"{exercise_id}.yaml").read_text(encoding="utf-8")


def care_text() -> str:
    """The care rules, as they were written."""
    return (files(__name__) / "care.yaml").read_text(encoding="utf-8")


def data_text(name: str) -> str:
    """One of the library's tables, as it was written: ``sources``, ``for_when``."""
    return (files(__name__) / f"{name}.yaml").read_text(encoding="utf-8")


@cache
def programme_ids() -> tuple[str, ...]:
    """The id of every programme, sorted."""
    return _ids("programmes")


def programme_text(programme_id: str) -> str:
    """One programme, as it was written."""
    return (files(__name__) / "programmes" / f"{programme_id}.yaml").read_text(encoding="utf-8")


@cache
def fragment_ids() -> tuple[str, ...]:
    """The id of every fragment that definitions may include, sorted."""
    return _ids("fragments")


def fragment_text(fragment_id: str) -> str:
    """The steps of one fragment, as they were written."""
    return (files(__name__) / "fragments" / f"{fragment_id}.yaml").read_text(encoding="utf-8")


def schema_text() -> str:
    """The JSON Schema of a definition, as it is shipped."""
    return (files(__name__) / "definition.schema.json").read_text(encoding="utf-8")


def new_definition(name: str) -> str:
    """The text of a new definition.

    Args:
        name: Its id.

    Raises:
        UsageError: if that cannot be an id.
    """
    if not _ID.fullmatch(name) or len(name) > 60:  # noqa: PLR2004
        message = f'"{name[:60]}" cannot be the id of a definition'
        raise UsageError(message, hint="Use lower-case words joined by hyphens: my-exercise.")
    title = name.replace("-", " ").title()
    text = data_text("template")
    return text.replace("id: my-exercise", f"id: {name}").replace(
        "title: My Exercise", f"title: {title}"
    )


def _ids(folder: str) -> tuple[str, ...]:
    names = (it.name for it in (files(__name__) / folder).iterdir())
    return tuple(sorted(it.removesuffix(".yaml") for it in names if it.endswith(".yaml")))
