"""``schema``: what editors need to complete and check a definition while it is written."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(schema)


def schema() -> None:
    """Print the JSON Schema of a definition, for editors.

    In an editor that knows YAML schemas, begin a definition with
    "# yaml-language-server: $schema=definition.schema.json".
    """
    from quietude.library import schema_text

    typer.echo(schema_text(), nl=False)
