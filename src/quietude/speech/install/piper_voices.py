"""Piper's voices: the catalogue of known ones, and those that are installed for this user.

An installed voice is a folder of its own: the model, its configuration, and ``voice.json`` with its
origin and the SHA-256 of both files. It appears whole or not at all.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, get_args

from quietude._util.dirs import data_dir
from quietude._util.languages import primary_language
from quietude._util.strict_reading import SMALL_BYTES, read_json, whole
from quietude.errors import UsageError
from quietude.speech.engines.base import Terms, Voice

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MANIFEST = "voice.json"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
_PUBLISHED = re.compile(r"[a-z]{2,3}_[A-Z]{2,3}-[A-Za-z0-9_]+-(x_low|low|medium|high)")
_SLOWEST_HZ = 16_000
_QUALITIES = ("medium", "high", "low", "x_low")
"""Medium first: high takes seven times as long to speak."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A voice in the catalogue.

    Attributes:
        id: Its makers' name for it: ``en_US-ljspeech-medium``.
        gender: ``female``, ``male``, or "" for several speakers.
        licence: The licence it is offered under, in words.
        terms: The use that licence permits.
        provenance: The recordings it was trained on.
        recommended: True if anybody may use it for anything.
        sha256: The hash of each of its files by name, where it is known for sure.
    """

    id: str
    gender: str
    licence: str
    terms: Terms
    provenance: str
    recommended: bool = False
    sha256: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InstalledVoice:
    """A voice in the user's folder.

    Attributes:
        id: Its name.
        folder: The folder of its files.
        sha256: The hash of the model when it was installed.
        config: Its configuration, as its makers wrote it.
    """

    id: str
    folder: Path
    sha256: str
    config: Mapping[str, Any]

    @property
    def model(self) -> Path:
        """The model; its configuration has the same name with ``.json`` added."""
        return self.folder / f"{self.id}.onnx"

    @property
    def voice(self) -> Voice:
        """The voice as the engine lists it."""
        known = catalogue().get(self.id)
        _, _, quality = self.id.rpartition("-")
        name = self.id.split("-")[1] if self.id.count("-") > 1 else self.id
        return Voice(
            self.id,
            f"{name}, {quality}" if quality in _QUALITIES else name,
            language_of(self.config),
            known.gender if known else "",
            "piper",
            "natural",
            known.licence if known else "",
            int(self.config["audio"]["sample_rate"]),
            known.terms if known else "unknown",
        )


@cache
def catalogue() -> Mapping[str, CatalogueEntry]:
    """The catalogue of voices by id, the recommended ones first."""
    text = (files("quietude.speech.install") / "piper_voices.json").read_text(encoding="utf-8")
    rows = {id_: CatalogueEntry(id_, **about) for id_, about in json.loads(text)["voices"].items()}
    assert all(entry.terms in get_args(Terms) for entry in rows.values())
    return rows


def full_id(name: str) -> str:
    """The id of a voice to install: ``en_US-ljspeech`` stands for the medium one.

    Raises:
        UsageError: if it is no name of a voice.
    """
    if _PUBLISHED.fullmatch(name):
        return name
    for quality in _QUALITIES:
        if f"{name}-{quality}" in catalogue():
            return f"{name}-{quality}"
    message = f'there is no voice called "{name[:60]}" to install'
    good = ", ".join(entry.id for entry in catalogue().values() if entry.recommended)
    raise UsageError(message, hint=f"Choose one of: {good}.")


def id_of_file(model: Path) -> str:
    """The id a voice file gets: its name.

    Raises:
        UsageError: if that cannot be an id.
    """
    if model.suffix != ".onnx" or not _ID.fullmatch(model.stem):
        message = "a Piper voice is a file whose name ends in .onnx"
        hint = "Its name may have letters, digits, dots, dashes and underscores."
        raise UsageError(message, path=model, hint=hint)
    return model.stem


def voices_folder() -> Path:
    """The folder of installed voices."""
    return data_dir() / "voices"


def installed_voices() -> dict[str, InstalledVoice]:
    """The voices in the user's folder that are whole, by id, sorted."""
    found: dict[str, InstalledVoice] = {}
    for folder in sorted(voices_folder().glob("*/")):
        if not _ID.fullmatch(folder.name):
            continue
        try:
            manifest = read_json(folder / MANIFEST, SMALL_BYTES)
            config = read_config(folder / f"{folder.name}.onnx.json")
            sha256 = str(manifest["sha256"][f"{folder.name}.onnx"])
            if (folder / f"{folder.name}.onnx").is_file():
                found[folder.name] = InstalledVoice(folder.name, folder, sha256, config)
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return found


def read_config(path: Path) -> Mapping[str, Any]:
    """A voice's configuration.

    Raises:
        OSError: if it cannot be read.
        ValueError: if it is not one.
    """
    config = read_json(path, SMALL_BYTES)
    try:
        plausible = (
            whole(config["audio"]["sample_rate"]) >= _SLOWEST_HZ and config["phoneme_id_map"]
        )
        plausible = plausible and isinstance(config["num_speakers"], int) and config["espeak"]
    except (KeyError, TypeError, ValueError) as error:
        message = f"it lacks {error}"
        raise ValueError(message) from error
    if not plausible:
        message = "it describes no voice of at least 16 000 Hz"
        raise ValueError(message)
    return dict(config)


def language_of(config: Mapping[str, Any]) -> str:
    """The language of a voice as a BCP 47 code, or "" if its configuration does not say."""
    language = config.get("language")
    code = language.get("code", "") if isinstance(language, dict) else ""
    return str(code or config["espeak"].get("voice", "")).replace("_", "-")


def best_installed(language: str) -> str | None:
    """Id of the best installed voice for a language, by the order of the catalogue, or None.

    A voice of the exact language comes first, else one of the same primary language.
    """
    wanted = language.lower().replace("_", "-")
    rows = installed_voices().values()
    exact = [voice for voice in rows if language_of(voice.config).lower() == wanted]
    same = primary_language(wanted)
    near = [voice for voice in rows if primary_language(language_of(voice.config)) == same]
    order = list(catalogue())
    ranked = sorted(
        exact or near,
        key=lambda voice: (order.index(voice.id) if voice.id in order else len(order), voice.id),
    )
    return ranked[0].id if ranked else None
