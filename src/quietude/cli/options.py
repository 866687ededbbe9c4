"""The options that ``render`` and ``plan`` share, and what is made of options as they are typed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from quietude._util.dirs import REGION_VARIABLE
from quietude.errors import UsageError

if TYPE_CHECKING:
    from quietude.plan.request import Ending, Request

Definition = Annotated[
    str,
    typer.Argument(
        metavar="DEFINITION",
        help="An exercise of the library, or a definition file.",
        show_default=False,
    ),
]
Duration = Annotated[
    str | None, typer.Option(help='The exact length: "10m", "90s", "1h30m", "12:30".')
]
Slots = Annotated[
    list[str] | None, typer.Option("--set", metavar="SLOT=VALUE", help="A personal detail.")
]
Profile = Annotated[
    Path | None, typer.Option("--for", metavar="FILE", help="A file with personal details.")
]
Ask = Annotated[bool, typer.Option("--ask", help="Ask for the personal details not given.")]
Rate = Annotated[int, typer.Option(help="Words a minute while speaking.", metavar="WPM")]
Pacing = Annotated[str | None, typer.Option(help="gentle, standard or spacious.")]
Seed = Annotated[int, typer.Option(help="Which variation, where a script has several.")]
LexiconFile = Annotated[
    Path | None,
    typer.Option("--lexicon", help="How words are pronounced: .yaml or .pls.", metavar="FILE"),
]
Plot = Annotated[
    Path | None,
    typer.Option("--plot", help="A picture of the session: .png or .svg.", metavar="FILE"),
]
Region = Annotated[
    str,
    typer.Option(
        help="Where it will be heard, for the support lines in its notes: GB, NZ, US, …",
        metavar="CODE",
        envvar=REGION_VARIABLE,
    ),
]
EndingOption = Annotated[
    str,
    typer.Option(help="return, or sleep: nothing that wakes, no bell, and the bed fades slowly."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def request_of(  # noqa: PLR0913, PLR0917  (the options two commands share)
    duration: str | None,
    details: dict[str, str],
    rate: int,
    pacing: str | None,
    seed: int,
    voice: str = "",
    lexicon: Path | None = None,
    ending: str = "return",
) -> Request:
    """The request that options come to.

    Raises:
        UsageError: if the duration is no length.
    """
    from quietude.durations import parse_duration
    from quietude.plan.request import Request
    from quietude.script.lexicon_files import listener_lexicon

    try:
        duration_s = None if duration is None else parse_duration(duration)
    except ValueError as error:
        raise UsageError(str(error)) from error
    return Request(
        duration_s=duration_s,
        slot_values=details,
        voice=voice,
        rate_wpm=rate,
        pacing=pacing,
        seed=seed,
        lexicon=listener_lexicon(lexicon),
        ending=cast("Ending", ending),  # refused there if it is none
    )


def pairs(given: list[str], what: str, example: str) -> dict[str, str]:
    """``NAME=VALUE`` pairs by name.

    Raises:
        UsageError: for one without a name, saying what it was to be and how it is written.
    """
    values: dict[str, str] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            message = f'"{pair[:40]}" is not {what}'
            raise UsageError(message, hint=f"Write it like {example}")
        values[name.strip()] = value
    return values


def kinds(written: str) -> tuple[str, ...]:
    """``"vtt, srt"`` as its parts, each once."""
    parts = (it.strip().lower() for it in written.split(","))
    return tuple(dict.fromkeys(it for it in parts if it))


def level(level_db: float, option: str) -> float:
    """A level as it was asked for.

    Raises:
        UsageError: if nobody can want it.
    """
    if not -40.0 <= level_db <= 12.0:  # noqa: PLR2004
        message = f"{option} may be from -40 to 12 dB, not {level_db:g}"
        raise UsageError(message)
    return level_db


def listed(numbers: tuple[int, ...]) -> str:
    """``(3, 9)`` as "3, 9"."""
    return ", ".join(map(str, numbers))


def counted(count: int, thing: str) -> str:
    """``2, "line"`` as "2 lines"."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
