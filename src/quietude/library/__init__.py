"""The library: exercises, programmes, fragments and tables that come with Quietude, as data."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from quietude._util.suggest import did_you_mean
from quietude.errors import ScriptError, UsageError

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@cache
def exercise_ids() -> tuple[str, ...]:
    """Returns the id of every exercise, sorted."""
    return _ids("exercises")


def exercise_text(exercise_id: str) -> str:
    """Returns the definition of one exercise, as YAML.

    Raises:
        ScriptError: if there is no such exercise; with the most alike.
    """
    if exercise_id not in exercise_ids():
        hint = did_you_mean(exercise_id, exercise_ids(), "See the library: quietude exercises")
        message = f'there is no exercise "{exercise_id[:60]}" in the library'
        raise ScriptError(message, hint=hint)
    return (files(__name__) / "exercises" / f"{exercise_id}.yaml").read_text(encoding="utf-8")


def care_text() -> str:
    """Returns the care rules, as YAML."""
    return (files(__name__) / "care.yaml").read_text(encoding="utf-8")


def data_text(name: str) -> str:
    """Returns one of the library's tables as YAML: ``sources``, ``for_when``, ``support``."""
    return (files(__name__) / f"{name}.yaml").read_text(encoding="utf-8")


def prompt_text() -> str:
    """Returns the prompt for a chat assistant, with places for its need, length and language."""
    return (files(__name__) / "prompt.md").read_text(encoding="utf-8")


def read_aloud_text() -> str:
    """Returns the note for whoever reads an exercise to a group."""
    return (files(__name__) / "read_aloud.md").read_text(encoding="utf-8")


@cache
def programme_ids() -> tuple[str, ...]:
    """Returns the id of every programme, sorted."""
    return _ids("programmes")


def programme_text(programme_id: str) -> str:
    """Returns one programme, as YAML."""
    return (files(__name__) / "programmes" / f"{programme_id}.yaml").read_text(encoding="utf-8")


@cache
def fragment_ids() -> tuple[str, ...]:
    """Returns the id of every fragment that definitions may include, sorted."""
    return _ids("fragments")


def fragment_text(fragment_id: str) -> str:
    """Returns the steps of one fragment, as YAML."""
    return (files(__name__) / "fragments" / f"{fragment_id}.yaml").read_text(encoding="utf-8")


def schema_text() -> str:
    """Returns the JSON Schema of a definition, as it is shipped."""
    return (files(__name__) / "definition.schema.json").read_text(encoding="utf-8")


def new_definition(name: str) -> str:
    """Returns the text of a new definition: the commented template, under a name of its own.

    Args:
        name: Its id.

    Raises:
        UsageError: if the name cannot be an id.
    """
    if not _ID.fullmatch(name) or len(name) > 60:  # noqa: PLR2004
        message = f'"{name[:60]}" cannot be the id of a definition'
        raise UsageError(message, hint="Use lower-case words joined by hyphens: my-exercise.")
    title = name.replace("-", " ").title()
    text = data_text("template")
    return text.replace("my-exercise", name).replace("title: My Exercise", f"title: {title}")


def _ids(folder: str) -> tuple[str, ...]:
    names = (file.name for file in (files(__name__) / folder).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))
