"""Options that several commands take are declared once, and a command is handed them as one."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from quietude.cli.help import panels
from quietude.cli.help.commands import CommandApp
from quietude.cli.making.saved_options import PARAMETERS
from quietude.cli.options.declaring import option, spread
from quietude.cli.options.files import FileOptions
from quietude.cli.options.session import SessionOptions


@dataclass(frozen=True)
class Sound:
    bed: Annotated[str, option(panels.SOUND, "A bed.")] = "rain"
    loud: Annotated[bool, option(panels.SOUND, "Louder.", "--loud")] = False


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("a", "a Sound(bed='rain', loud=False) 1"),
        ("a --bed sea --loud --number 3", "a Sound(bed='sea', loud=True) 3"),
    ],
)
def test_a_command_is_handed_the_options_of_a_group_as_one(words: str, printed: str) -> None:
    app = CommandApp()

    @app.command()
    @spread
    def hear(
        name: str, sound: Sound, number: Annotated[int, option(panels.RUN, "A number.")] = 1
    ) -> None:
        typer.echo(f"{name} {sound} {number}")

    assert CliRunner().invoke(app, words.split()).stdout.strip() == printed


def test_options_that_can_be_kept_are_options_of_a_session() -> None:
    known = {field.name for group in (SessionOptions, FileOptions) for field in fields(group)}
    assert set(PARAMETERS.values()) <= known
