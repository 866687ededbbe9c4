"""Sentences that several sessions of a programme share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from examples import exercise, programme
from quietude.cli.app import app
from quietude.plan.repeats import repeats
from quietude.script.browse.programme import read_programme

if TYPE_CHECKING:
    from collections.abc import Callable


def test_sentences_of_several_sessions_are_counted(write: Callable[[str, str], Path]) -> None:
    own = exercise("own", "light").replace(
        "[Hello.]", '["Hello. Rest. Hello.", {choose: [One., Two.]}]'
    )
    write("own.yaml", own)
    path = write("p.yaml", programme("exercise: own.yaml, minutes: 5, times: 4"))
    found = {repeat.text: len(repeat.entries) for repeat in repeats(read_programme(path))}
    assert found == {"Hello.": 4, "Rest.": 4, "One.": 2, "Two.": 2}
    printed = CliRunner().invoke(app, ["programmes", str(path), "--repeats"]).stdout
    assert printed.splitlines()[0] == "  4 of 4: Hello."
    data = json.loads(
        CliRunner().invoke(app, ["programmes", str(path), "--repeats", "--json"]).stdout
    )
    assert len(data["repeats"]) == 4
    once = write("q.yaml", programme("exercise: own.yaml, minutes: 5"))
    assert (
        "No two of its sessions"
        in CliRunner().invoke(app, ["programmes", str(once), "--repeats"]).stdout
    )
