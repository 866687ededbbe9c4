"""``settings``: the options this user keeps, in one commented file."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from quietude.cli.help import completion, panels
from quietude.cli.making.saved_options import (
    PARAMETERS,
    check_option,
    check_preset_name,
    kept_options,
    preset_names,
    settings_path,
    told,
)
from quietude.cli.options.declaring import option
from quietude.cli.options.values import read_pairs

_HEAD = f"""\
# Options that you do not want to type again: for quietude render, plan and play.
# Options of the command line win. A preset is used with --preset NAME.
#
# There are: {", ".join(list(PARAMETERS)[:12])},
# {", ".join(list(PARAMETERS)[12:])}.
#
# voice = "hibari:heart"
# bed = "rain"
# region = "GB"
#
# [preset.evening]
# ending = "sleep"
# bed-level = "soft"
"""


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command(
        rich_help_panel=panels.MACHINE,
        epilog="""
            quietude settings
            quietude settings voice=hibari:heart region=GB
            quietude settings --preset evening ending=sleep bed=rain
            quietude settings region=
        """,
    )(settings)


def settings(
    options: Annotated[
        list[str] | None,
        typer.Argument(
            help="Options to keep, without their dashes; an empty value forgets one.",
            metavar="[OPTION=VALUE]...",
            show_default=False,
            autocompletion=completion.kept_options,
        ),
    ] = None,
    *,
    preset: Annotated[
        str,
        option(
            panels.FIRST,
            "Keep them as a preset, for --preset NAME.",
            metavar="NAME",
            autocompletion=completion.presets,
        ),
    ] = "",
    edit: Annotated[
        bool,
        option(panels.FIRST, "Open the file in your editor.", "--edit"),
    ] = False,
) -> None:
    """Show the options you keep, or keep some: voice, rate, bed, level, region, target.

    They are the defaults of render, plan and play.
    """
    if options:
        pairs = read_pairs(options, "an option to keep", "bed=rain")
        _keep({check_option(name): value for name, value in pairs.items()}, preset)
    if edit:
        _keep({}, "")
        typer.launch(str(settings_path()))
    path = settings_path()
    if not path.is_file():
        typer.echo(f"nothing is kept yet; the file would be {path}")
        typer.echo("Keep something: quietude settings voice=hibari:heart bed=rain")
        return
    kept = kept_options()
    typer.echo(path)
    typer.echo(f"always           {told(kept) or 'nothing'}")
    for name in preset_names():
        typer.echo(f"--preset {name:<7} {told(kept_options(name)) or 'nothing'}")


def _keep(options: dict[str, str], preset: str) -> None:
    """Write options into the file, and leave everything else in it as it is."""
    import tomlkit

    from quietude._util.files import PendingFile
    from quietude._util.strict_reading import SMALL_BYTES, read_bounded

    path = settings_path()
    kept_options()  # refuses a file that cannot be read, before anything is written
    text = _HEAD
    if path.is_file():
        text = read_bounded(path, SMALL_BYTES).decode("utf-8-sig")
    document = tomlkit.parse(text)
    table: Any = document
    if preset:
        presets: Any = document.setdefault("preset", tomlkit.table(is_super_table=True))
        table = presets.setdefault(check_preset_name(preset), tomlkit.table())
    for name, value in options.items():
        if value:
            table[name] = value
        else:
            table.pop(name, None)
    path.parent.mkdir(parents=True, exist_ok=True)
    with PendingFile(path, overwrite=True) as pending:
        pending.write_text(tomlkit.dumps(document))
        pending.commit()
