"""Options kept for later: this user's settings and presets, and those of an earlier session.

They stand in for options that were not given. An option on the command line always wins, then what
``--like`` and ``--preset`` name, then the settings.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from quietude._util.dirs import config_dir, data_dir
from quietude._util.strict_reading import SMALL_BYTES, read_bounded, read_json
from quietude._util.suggest import closest, did_you_mean
from quietude.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

LAST = "last"
"""The session that was rendered before, for ``--like``."""

PARAMETERS = {
    "duration": "duration",
    "for": "profile",
    "voice": "voice",
    "engine": "engine",
    "rate": "rate",
    "pitch": "pitch",
    "range": "melody",
    "lexicon": "lexicon",
    "pacing": "pacing",
    "ending": "ending",
    "bed": "bed",
    "bed-level": "bed_level",
    "bell-level": "bell_level",
    "voice-level": "voice_level",
    "tones": "tones",
    "target": "target",
    "sample-rate": "sample_rate",
    "region": "region",
    "format": "file_format",
    "captions": "captions",
    "transcript": "transcript",
    "chapters": "chapters",
    "cover": "cover",
}
"""Options that can be kept, each with the name of its parameter."""

_COMMANDS = ("render", "plan", "play")
_SECTION = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def settings_path() -> Path:
    """Returns the file of this user's settings; it may not exist."""
    return config_dir() / "settings.toml"


def kept_options(preset: str = "") -> dict[str, str]:
    """Returns the options of the settings, or of one preset, by name.

    Raises:
        UsageError: if the file cannot be read, has an unknown option, or has no such preset.
    """
    data = _read(settings_path())
    if not preset:
        return _checked({key: value for key, value in data.items() if key != "preset"}, "")
    presets = data.get("preset", {})
    if preset not in presets:
        message = f'there is no preset "{preset[:40]}"'
        hint = did_you_mean(
            preset, presets, f"Make it: quietude settings --preset {preset} bed=rain"
        )
        raise UsageError(message, hint=hint)
    return _checked(presets[preset], preset)


def preset_names() -> list[str]:
    """Returns the names of this user's presets."""
    return sorted(_read(settings_path()).get("preset", {}))


def check_preset_name(name: str) -> str:
    """Returns a name that a preset may have.

    Raises:
        UsageError: for any other.
    """
    if not _SECTION.fullmatch(name):
        message = f'"{name[:40]}" cannot be the name of a preset'
        raise UsageError(message, hint="Use lower-case words joined by hyphens: for-sleep.")
    return name


def check_option(name: str) -> str:
    """Returns the name of an option that can be kept.

    Raises:
        UsageError: for any other; the hint suggests the closest.
    """
    if name not in PARAMETERS:
        message = f'"{name[:40]}" is not an option that can be kept'
        otherwise = f"Choose from: {', '.join(PARAMETERS)}."
        raise UsageError(
            message, path=settings_path(), hint=did_you_mean(name, PARAMETERS, otherwise)
        )
    return name


def use_settings(context: Any) -> None:
    """Make this user's settings the defaults of the commands that make sessions."""
    if context.invoked_subcommand not in _COMMANDS or context.resilient_parsing:
        return
    if settings_path().is_file() and (kept := kept_options()):
        values = {PARAMETERS[name]: value for name, value in kept.items()}
        context.default_map = dict.fromkeys(_COMMANDS, values)
        typer.echo(f"with your settings: {told(kept)}", err=True)


def use_preset(context: typer.Context, preset: str) -> str:
    """Make the options of a preset the defaults of this command."""
    if preset and not context.resilient_parsing:
        _use(context, kept_options(preset))
    return preset


def use_earlier(context: typer.Context, like: str) -> str:
    """Make the options of an earlier session the defaults of this command."""
    if like and not context.resilient_parsing:
        kept = earlier_options(like)
        _use(context, kept)
        typer.echo(f"like {like}: {told(kept)}", err=True)
    return like


def told(options: Mapping[str, str]) -> str:
    """Returns options in a line: ``voice hibari:heart, bed rain``."""
    return ", ".join(f"{name} {value}" for name, value in options.items())


def _use(context: typer.Context, kept: Mapping[str, str]) -> None:
    before: dict[str, Any] = dict(context.default_map or {})
    known = {parameter.name for parameter in context.command.params}
    values = {PARAMETERS[name]: value for name, value in kept.items()}
    context.default_map = before | {name: one for name, one in values.items() if name in known}


def earlier_options(like: str) -> dict[str, str]:
    """Returns the options that an earlier session was made with; nothing personal is among them.

    Args:
        like: :data:`LAST`, a receipt, or a sound file with its receipt beside it.

    Raises:
        UsageError: if there is no such receipt.
    """
    if like == LAST:
        try:
            return _checked(read_json(_last_path(), SMALL_BYTES), LAST)
        except (OSError, ValueError):
            message = "no session was rendered here before"
            raise UsageError(message, hint="Name a file: --like session.mp3") from None
    path = Path(like)
    receipt = path if path.suffix == ".json" else path.with_suffix(".receipt.json")
    try:
        return options_of(read_json(receipt, SMALL_BYTES))
    except (OSError, ValueError, KeyError, TypeError):
        message = f"there is no receipt of a session at {receipt}"
        hint = "Name the session's sound file, or its receipt."
        raise UsageError(message, hint=hint) from None


def remember(receipt: Mapping[str, Any], bed: str) -> None:
    """Keep the options of a session for ``--like last``, where that can be written.

    Args:
        receipt: Its receipt.
        bed: Its bed; of a track, the receipt does not tell the folder.
    """
    path = _last_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        options = options_of(receipt)
        options |= {"bed": bed} if "bed" in options else {}
        path.write_text(json.dumps(options), encoding="utf-8")
    except OSError:
        return


def options_of(receipt: Mapping[str, Any]) -> dict[str, str]:
    """Returns the options that a receipt tells of, without the length and everything personal."""
    request, voice = receipt["request"], receipt["voice"]
    level = request["bed_level_db"] or request["bed_level"]
    found: dict[str, Any] = {
        "voice": f"{voice['engine']}:{voice['id']}" if voice["engine"] != "command" else None,
        "rate": voice["rate_asked_wpm"],
        "pitch": voice.get("pitch_semitones"),
        "range": voice.get("range_factor"),
        "pacing": request["pacing"],
        "ending": request["ending"],
        "bed": request["bed"],
        "bed-level": level,
        "bell-level": request["bell_level_db"],
        "voice-level": request["voice_level_db"],
        "tones": request["tones"],
        "target": request["target"],
    }
    if found["target"] == "audiobook":
        found["bed"] = None
    return {name: f"{value}" for name, value in found.items() if value not in {None, "", 0}}


def _last_path() -> Path:
    return data_dir() / "last-session.json"


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_bounded(path, SMALL_BYTES).decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except RecursionError as error:
        message = "your settings are nested too deeply"
        raise UsageError(message, path=path) from error
    except (OSError, ValueError) as error:
        message = f"your settings cannot be read ({error})"
        raise UsageError(message, path=path, hint='Each line is like: bed = "rain"') from error


def _checked(options: Mapping[str, Any], preset: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in options.items():
        check_option(name)
        if isinstance(value, dict | list | bool):
            near = closest(name, PARAMETERS) or "bed"
            message = f'"{name}" takes a text or a number'
            hint = f'Write it like {near} = "…"' + (f" under [preset.{preset}]" if preset else "")
            raise UsageError(message, path=settings_path(), hint=hint)
        found[name] = str(value)
    return found
