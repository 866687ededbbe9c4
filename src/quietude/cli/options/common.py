"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quietude._util.dirs import REGION_VARIABLE
from quietude.cli.help import completion, panels
from quietude.cli.making import saved_options
from quietude.cli.options.declaring import option

Definition = Annotated[
    str,
    typer.Argument(
        metavar="DEFINITION",
        help="An exercise, or the path of a definition or script.",
        show_default=False,
        autocompletion=completion.sessions,
    ),
]
Duration = Annotated[
    str | None,
    option(
        panels.FIRST,
        "The exact length: 10, 10m, 12:30, 90s or 1h30m. A bare number means minutes.",
        metavar="LENGTH",
    ),
]
Slots = Annotated[
    list[str] | None,
    option(
        panels.FIRST,
        "A personal detail. Other users of this machine can see it; --set-file hides it.",
        "--set",
        metavar="SLOT=VALUE",
    ),
]
SlotFiles = Annotated[
    list[str] | None,
    option(
        panels.PERSON,
        "A personal detail from a file, or with - from the standard input.",
        "--set-file",
        metavar="SLOT=FILE",
    ),
]
Rate = Annotated[
    int | None,
    option(
        panels.VOICE,
        "Words a minute while speaking; else the calm rate of the voice.",
        metavar="WPM",
    ),
]
Voice = Annotated[
    str,
    option(
        panels.FIRST,
        "A voice id, a trait such as female, or auto for the best here.",
        metavar="VOICE",
        autocompletion=completion.voices,
    ),
]
BedName = Annotated[
    str | None,
    option(
        panels.FIRST,
        "A bed, a sound file of yours, or none.",
        metavar="BED",
        autocompletion=completion.beds,
        show_default="the script's own",
    ),
]
LexiconFile = Annotated[
    Path | None,
    option(panels.VOICE, "A pronunciation lexicon: .yaml or .pls.", "--lexicon", metavar="FILE"),
]
Plot = Annotated[
    Path | None,
    option(
        panels.BESIDE, "Draw the session into a picture: .png or .svg.", "--plot", metavar="FILE"
    ),
]
Preset = Annotated[
    str,
    option(
        panels.RUN,
        "Use a preset of your settings; see: quietude settings",
        metavar="NAME",
        callback=saved_options.use_preset,
        is_eager=True,
        autocompletion=completion.presets,
    ),
]
Region = Annotated[
    str,
    option(
        panels.PERSON,
        "The listener's country, for the support lines in the notes: GB, NZ, US, …",
        metavar="CODE",
        envvar=REGION_VARIABLE,
    ),
]
AsJson = Annotated[bool, option(panels.RUN, "Print one JSON object.", "--json")]
Profile = Annotated[
    Path | None,
    option(panels.PERSON, "A file with personal details.", "--for", metavar="FILE"),
]
Seed = Annotated[
    int | None,
    option(panels.LENGTH, "A number that chooses among the wordings of a script."),
]
