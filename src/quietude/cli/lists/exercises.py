"""``exercises``: lists and searches the exercises of the library."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quietude.cli.help import completion, panels
from quietude.cli.lists.rows import rows
from quietude.cli.options.common import AsJson
from quietude.cli.options.declaring import option, spread
from quietude.cli.options.values import length_of

if TYPE_CHECKING:
    from quietude.library.index import ExerciseEntry
    from quietude.script.browse.search import ExerciseQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseFilters:
    """Properties that the exercises listed must have."""

    for_when: Annotated[
        str,
        option(
            panels.OTHER,
            "A need: overwhelmed, morning, sleep, …",
            "--for-when",
            metavar="WORD",
            autocompletion=completion.needs,
        ),
    ] = ""
    intensity: Annotated[
        str,
        option(
            panels.OTHER,
            "light, medium or high.",
            metavar="WORD",
            autocompletion=completion.intensities,
        ),
    ] = ""
    length: Annotated[
        str | None,
        option(panels.OTHER, "Only those that can last this long: 7 or 7m.", metavar="LENGTH"),
    ] = None
    step: Annotated[
        str,
        option(
            panels.OTHER,
            "Only those with this kind of step: tap, journal, …",
            "--with",
            metavar="KIND",
            autocompletion=completion.step_kinds,
        ),
    ] = ""

    def query(self, words: list[str]) -> ExerciseQuery:
        """Returns the query for exercises like this that match words.

        Raises:
            UsageError: if the length cannot be read.
        """
        from quietude.script.browse.search import ExerciseQuery

        seconds = length_of(self.length)
        minutes = None if seconds is None else seconds / 60
        return ExerciseQuery(self.for_when, self.intensity, minutes, self.step, tuple(words))


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command(
        rich_help_panel=panels.MAKE,
        epilog="""
            quietude exercises hug
            quietude exercises --for-when overwhelmed --length 5
        """,
    )(exercises)


@spread
def exercises(
    words: Annotated[
        list[str] | None,
        typer.Argument(help="Words to look for: hug, sleep, child_age.", show_default=False),
    ] = None,
    *,
    filters: ExerciseFilters,
    as_json: AsJson = False,
) -> None:
    """List the exercises that come with Quietude, or those that match."""
    from quietude.script.browse.search import find, near_words

    query = filters.query(words or [])
    found = find(query)
    if as_json:
        data = {"exercises": [_exercise_json(entry) for entry in found]}
        typer.echo(json.dumps(data, ensure_ascii=False))
        return
    for line in rows((one.id, one.intensity, _lengths(one), one.summary) for one in found):
        typer.echo(line)
    if not found:
        hint = near_words(query.words) or "Try it with fewer words or options."
        typer.echo(f"No exercise matches all of that. {hint}", err=True)


def _lengths(entry: ExerciseEntry) -> str:
    """Returns the lengths an exercise is offered at, in minutes, for a column."""
    return f"{', '.join(map(str, entry.lengths_min))} min" if entry.lengths_min else "any"


def _exercise_json(entry: ExerciseEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "intensity": entry.intensity,
        "lengths_min": entry.lengths_min,
        "for_when": entry.for_when,
        "about": entry.about,
        "content_note": entry.content_note,
        "slots": entry.slots,
        "covers": entry.covers,
        "source": entry.articles,
    }
