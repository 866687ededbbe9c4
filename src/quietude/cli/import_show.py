"""``import``, ``show``, ``new`` and ``schema``: reading and writing definitions."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quietude._util.text import counted
from quietude.cli.help import panels
from quietude.cli.imported import POLICIES, LineBreaks, Lines, Strict, refuse_unsure, where_to_look
from quietude.cli.options.common import Region
from quietude.cli.options.declaring import option
from quietude.durations import clock_text

if TYPE_CHECKING:
    from quietude.script.importing.importer import Imported
    from quietude.script.model import Script


class Notation(StrEnum):
    """Notations a definition can be shown in."""

    page = "page"
    yaml = "yaml"
    text = "text"
    markdown = "markdown"
    ssml = "ssml"
    read_aloud = "read-aloud"


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("new", rich_help_panel=panels.WRITE, epilog="quietude new my-evening")(new)
    app.command(
        "import",
        rich_help_panel=panels.WRITE,
        epilog="""
            quietude import handout.txt --view
            quietude import handout.txt -o handout.yaml
        """,
    )(import_)
    app.command(
        "show",
        rich_help_panel=panels.WRITE,
        epilog="""
            quietude show safe-place
            quietude show safe-place --as yaml > mine.yaml
            quietude show safe-place --as read-aloud
        """,
    )(show)
    app.command(
        "schema",
        rich_help_panel=panels.WRITE,
        epilog="quietude schema > definition.schema.json",
    )(schema)


def import_(  # noqa: PLR0913  (options of a command)
    script: Annotated[
        Path,
        typer.Argument(
            help="A text, Word, OpenDocument, RTF, PDF, EPUB, HTML, JSON or subtitle file.",
            show_default=False,
        ),
    ],
    *,
    output: Annotated[
        Path | None,
        option(panels.FIRST, "The definition to write.", "-o", "--output", show_default="print it"),
    ] = None,
    lines: Lines = LineBreaks.guess,
    view: Annotated[
        bool,
        option(panels.FIRST, "Print every line as it will be heard, or why not.", "--view"),
    ] = False,
    strict: Strict = False,
    title: Annotated[
        str, option(panels.SCRIPT, "Its title.", "--title", show_default="as it is read")
    ] = "",
    overwrite: Annotated[bool, option(panels.RUN, "Replace the file.", "--overwrite")] = False,
    as_json: Annotated[bool, option(panels.RUN, "Print the report as JSON.", "--json")] = False,
) -> None:
    """Turn a script into a definition, and report how it was read.

    Text in square or curly brackets is never spoken: if it cannot be understood, it becomes a note.
    What is read wrongly is put right, a word for a line, in a file beside the script, which has its
    name and ends in .corrections: "12: leave out".
    """
    from quietude.script.export import as_yaml
    from quietude.script.importing.files import import_script
    from quietude.session.planning import outline

    converted, imported = import_script(script, POLICIES[lines])
    if strict:
        refuse_unsure(imported, str(script))
    text = as_yaml(
        {**imported.data, "title": " ".join(title.split())[:200]}
        if title.strip()
        else imported.data
    )
    if output:
        _write(output, text, overwrite=overwrite)
    elif not as_json and not view:
        typer.echo(text, nl=False)
    if view and not as_json:
        typer.echo("\n".join(imported.view.lines()))
    estimated_s = outline(converted).seconds
    if as_json:
        typer.echo(json.dumps(_report_json(imported, estimated_s), ensure_ascii=False))
    else:
        typer.echo("\n".join(_report(imported, script, estimated_s, viewed=view)), err=True)


def show(
    definition: Annotated[
        str, typer.Argument(help="An exercise of the library, or a file.", show_default=False)
    ],
    *,
    notation: Annotated[
        Notation,
        option(
            panels.FIRST,
            "A page to read, a text to copy and change, or an edition to read to a group.",
            "--as",
        ),
    ] = Notation.page,
    notes: Annotated[bool, option(panels.FIRST, "Print its show notes.", "--notes")] = False,
    region: Region = "",
) -> None:
    """Print an exercise or a script: to read, to copy and change, or as show notes."""
    from quietude.library import exercise_ids, exercise_text
    from quietude.script.export import as_ssml, as_text, as_yaml
    from quietude.script.reader import definition_data, read_script

    if notes:
        from quietude.script.browse.show_notes import show_notes, to_confirm

        typer.echo(show_notes(read_script(definition), region))
        typer.echo(to_confirm(), err=True)
        return
    if notation is Notation.page:
        from quietude.cli.lists.rows import page_width
        from quietude.script.print_view import as_page

        script = read_script(definition)
        typer.echo(as_page(script, _possible_lengths(script), page_width()), nl=False)
        return
    if notation is Notation.read_aloud:
        from quietude.script.browse.read_aloud import as_read_aloud

        typer.echo(as_read_aloud(read_script(definition)), nl=False)
        return
    if notation is Notation.yaml and definition in exercise_ids():
        typer.echo(exercise_text(definition), nl=False)
        return
    data = definition_data(definition)
    writers = {
        Notation.yaml: lambda: as_yaml(data),
        Notation.text: lambda: as_text(data),
        Notation.markdown: lambda: as_text(data),
        Notation.ssml: lambda: as_ssml(data),
    }
    typer.echo(writers[notation](), nl=False)


def _possible_lengths(script: Script) -> str:
    """Returns the range of lengths of a script that is offered at none; "" if it is not known."""
    from quietude.errors import DurationError, QuietudeError
    from quietude.plan.request import SHORTEST_S, Request
    from quietude.session.planning import outline

    if script.lengths_min:
        return ""
    try:
        outline(script, Request(duration_s=SHORTEST_S))
    except DurationError as error:  # which tells the range: hardly any fits
        return f"about {clock_text(error.shortest_s)} to {clock_text(error.longest_s)} long"
    except QuietudeError:
        pass  # It can still be read: `check` is there to tell what is wrong.
    return ""


def new(
    name: Annotated[
        str,
        typer.Argument(
            help="An id for it: lower-case words joined by hyphens.", show_default=False
        ),
    ],
    *,
    output: Annotated[
        Path | None,
        option(panels.FIRST, "The file to write.", "-o", "--output", show_default="NAME.yaml"),
    ] = None,
    overwrite: Annotated[bool, option(panels.RUN, "Replace the file.", "--overwrite")] = False,
) -> None:
    """Start a definition of your own from a commented template."""
    from quietude.library import new_definition

    path = output or Path(f"{name}.yaml")
    _write(path, new_definition(name), overwrite=overwrite)
    typer.echo(f"{path}\n  Next: quietude check {path}, then quietude render {path}")


def _write(path: Path, text: str, *, overwrite: bool) -> None:
    from quietude._util.files import PendingFile

    with PendingFile(path, overwrite=overwrite) as pending:
        pending.write_text(text)
        pending.commit()


def schema() -> None:
    """Print the JSON Schema of definitions, for editors.

    In an editor that knows YAML schemas, begin a definition with
    "# yaml-language-server: $schema=definition.schema.json".
    """
    from quietude.library import schema_text

    typer.echo(schema_text(), nl=False)


def _report(imported: Imported, script: Path, estimated_s: float, *, viewed: bool) -> list[str]:
    rows = [f"{script}:{guess.line}: {guess.text}" for guess in imported.assumptions]
    if not imported.words:
        return rows
    if summary := imported.view.summary():
        rows += [summary] if viewed else [summary, where_to_look(str(script))]
    row = (
        f"{counted(imported.words, 'word')}, {clock_text(imported.silence_s)} of marked silence, "
        f"about {clock_text(estimated_s)} long"
    )
    if imported.declared_s:
        difference = estimated_s / imported.declared_s - 1
        row += f" (the script says {clock_text(imported.declared_s)}: {difference:+.0%})"
    return [*rows, row]


def _report_json(imported: Imported, estimated_s: float) -> dict[str, Any]:
    return {
        "words": imported.words,
        "marked_silence_s": round(imported.silence_s, 1),
        "estimated_s": round(estimated_s, 1),
        "declared_s": imported.declared_s,
        "view": imported.view.to_data(),
        "assumptions": [{"line": guess.line, "text": guess.text} for guess in imported.assumptions],
        "definition": imported.data,
    }
