"""Makes the index of the library from its definitions; :mod:`quietude.library.index` reads it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from quietude import library
from quietude.script.browse.programme import read_programme
from quietude.script.reader import read_script
from quietude.script.schema.catalogue import needs
from quietude.script.schema.definition import Definition
from quietude.script.schema.steps import STEP_KINDS, kinds_of
from quietude.script.schema.yaml_source import parse_yaml

if TYPE_CHECKING:
    from quietude.script.browse.programme import Programme


def library_index() -> dict[str, Any]:
    """Returns the index as data for JSON."""
    return {
        "needs": dict(needs()),
        "steps": sorted(STEP_KINDS),
        "exercises": [_exercise(exercise_id) for exercise_id in library.exercise_ids()],
        "programmes": [_programme(read_programme(id_)) for id_ in library.programme_ids()],
    }


@cache
def kinds_in(exercise_id: str) -> frozenset[str]:
    """Returns the kinds of step an exercise has, those of its fragments among them."""
    form = Definition.model_validate(parse_yaml(library.exercise_text(exercise_id)).data)
    return frozenset().union(*(kinds_of(section.steps) for section in form.sections))


def _exercise(exercise_id: str) -> dict[str, Any]:
    script = read_script(exercise_id)
    return {
        "id": script.id,
        "title": script.title,
        "intensity": script.intensity,
        "lengths_min": list(script.lengths_min),
        "for_when": list(script.for_when),
        "about": " ".join(script.about.split()),
        "content_note": " ".join(script.content_note.split()),
        "slots": list(script.slots),
        "steps": sorted(kinds_in(exercise_id)),
        "covers": list(script.covers),
        "articles": list(script.articles),
    }


def _programme(programme: Programme) -> dict[str, Any]:
    return {
        "id": programme.id,
        "title": programme.title,
        "about": " ".join(programme.about.split()),
        "sessions": len(programme.entries),
        "minutes": sum(entry.minutes for entry in programme.entries),
        "days": max((entry.day or 0 for entry in programme.entries), default=0),
    }
