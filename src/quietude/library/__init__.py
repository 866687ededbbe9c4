"""The exercises that come with Quietude, as data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def exercise_ids() -> tuple[str, ...]:
    """The id of every exercise, sorted."""
    folder = files(__name__) / "exercises"
    return tuple(sorted(it.name[:-5] for it in folder.iterdir() if it.name.endswith(".yaml")))


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
def fragment_ids() -> tuple[str, ...]:
    """The id of every fragment that definitions may include, sorted."""
    folder = files(__name__) / "fragments"
    return tuple(sorted(it.name[:-5] for it in folder.iterdir() if it.name.endswith(".yaml")))


def fragment_text(fragment_id: str) -> str:
    """The steps of one fragment, as they were written."""
    return (files(__name__) / "fragments" / f"{fragment_id}.yaml").read_text(encoding="utf-8")


def schema_text() -> str:
    """The JSON Schema of a definition, as it is shipped."""
    return (files(__name__) / "definition.schema.json").read_text(encoding="utf-8")
