"""Installs a Piper voice for this user: from the hub where they are published, or from a file.

A download is checked against the size and MD5 sum in the hub's own index, which came over the same
connection, and against the SHA-256 in our catalogue for the voices that have one there. The voice
is loaded once, if Piper is here to load it, and only then put in place.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import time
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from quietude._util.dirs import voices_url
from quietude._util.strict_reading import parse_json, text, whole
from quietude._util.work_folder import WorkFolder
from quietude.errors import EngineError, UsageError
from quietude.speech.engines.neural.piper import PiperEngine, piper_present
from quietude.speech.install.download import RemoteFile, fetch, fetch_text
from quietude.speech.install.piper_voices import (
    MANIFEST,
    catalogue,
    full_id,
    id_of_file,
    read_config,
    voices_folder,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HUB = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
"""Hub of Piper's makers; ``QUIETUDE_VOICES_URL`` names a mirror instead."""

_INDEX_BYTES = 8_000_000
_KEEP_PARTS_S = 7 * 24 * 3600.0

_MD5_DIGITS = 32

Say = Callable[[str], None]
"""Called with a few words on each step."""

Progress = Callable[[int, int | None], None]
"""Called with the number of bytes that are here, and of all, if known."""


def install_published(
    name: str, say: Say, progress: Progress, *, timeout_s: float | None = None
) -> Path:
    """Downloads a published voice; one that is installed is replaced only by a whole one.

    Args:
        name: A voice's id, or its beginning: ``en_US-ljspeech`` is ``en_US-ljspeech-medium``.
        say: Called with a few words on each step.
        progress: Called with the number of bytes that are here, and of all, if known.
        timeout_s: Longest time it may take in all, in seconds; None for as long as it needs.

    Returns:
        The folder it is in.

    Raises:
        UsageError: if there is no such voice.
        EngineError: if it cannot be downloaded, or is damaged.
    """
    id_ = full_id(name)
    deadline = None if timeout_s is None else time.monotonic() + timeout_s
    base = voices_url(HUB)
    say(f"fetching {base}/voices.json")
    files = _published_files(fetch_text(RemoteFile(f"{base}/voices.json", most_bytes=_INDEX_BYTES),
                                        deadline), id_)  # fmt: skip
    known = catalogue().get(id_)
    with _in_place(id_) as folder:
        _check_room(folder, sum(about["size_bytes"] for about in files.values()))
        parts = _parts_folder()
        for path, about in files.items():
            name = PurePosixPath(path).name
            hashes = {"md5": str(about["md5_digest"])}
            if known and name in known.sha256:
                hashes["sha256"] = known.sha256[name]
            remote = RemoteFile(f"{base}/{quote(path)}", about["size_bytes"], hashes)
            say(f"fetching {name}, {remote.size_bytes or 0:,} bytes")
            part = parts / f"{hashes['md5']}.part"
            fetch(remote, part, progress, deadline).replace(folder / name)
        checked = "size and MD5 of the hub's index"
        checked += "; SHA-256 of the catalogue" if known and known.sha256 else ""
        _finish(folder, id_, {"source": base, "checked": checked})
    return voices_folder() / id_


def install_file(model: Path, say: Say) -> Path:
    """Installs a voice from a file; its configuration stands beside it, with ``.json`` added.

    Returns:
        The folder it is in.

    Raises:
        UsageError: if it is no voice, or has no configuration.
        EngineError: if it cannot be loaded or copied.
    """
    id_ = id_of_file(model)
    config = model.with_name(f"{model.name}.json")
    for path in (model, config):
        if not path.is_file():
            message = "there is no such file"
            hint = "A Piper voice is two files: NAME.onnx and NAME.onnx.json."
            raise UsageError(message, path=path, hint=hint)
    with _in_place(id_) as folder:
        _check_room(folder, model.stat().st_size)
        say(f"copying {model.name}")
        for path in (model, config):
            shutil.copyfile(path, folder / path.name)
        _finish(folder, id_, {"source": "a file", "checked": "nothing but that it loads"})
    return voices_folder() / id_


@contextlib.contextmanager
def _in_place(id_: str) -> Iterator[Path]:
    """A work folder that becomes the voice's own folder if the block succeeds."""
    home = voices_folder() / id_
    try:
        with WorkFolder(home.parent) as work:
            (folder := work.path / id_).mkdir()
            yield folder
            if home.exists():
                home.rename(work.path / "old")
            folder.rename(home)
    except OSError as error:
        message = f"{id_} cannot be installed here ({(error.strerror or str(error)).lower()})"
        hint = "Make room, or name another folder in QUIETUDE_DATA_DIR."
        raise EngineError(message, path=home.parent, hint=hint) from error


def _published_files(index: bytes, id_: str) -> dict[str, dict[str, Any]]:
    """Files of a voice in the hub's index: size and MD5 sum by path."""
    try:
        voices = parse_json(index)
        files = voices[id_]["files"] if id_ in voices else None
        found = _two_files(files, id_) if files is not None else {}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        message = "the hub did not send its index of voices"
        raise EngineError(
            message, hint="Is there a login page in the way? Try again later."
        ) from error
    if not found:
        message = f'the hub has no voice "{id_}"'
        hint = "Its voices can be heard at https://rhasspy.github.io/piper-samples"
        raise UsageError(message, hint=hint)
    return found


def _two_files(files: dict[str, dict[str, Any]], id_: str) -> dict[str, dict[str, Any]]:
    """Picks the configuration and the model from a voice's files.

    Raises:
        ValueError: if they are missing, or badly described.
    """
    found: dict[str, dict[str, Any]] = {}
    for end in (f"{id_}.onnx.json", f"{id_}.onnx"):
        (path,) = (path for path in files if PurePosixPath(path).name == end)
        about = files[path]
        if (
            ".." in PurePosixPath(path).parts
            or whole(about["size_bytes"]) <= 0
            or len(text(about["md5_digest"])) != _MD5_DIGITS
            or not set(about["md5_digest"].lower()) <= set("0123456789abcdef")
        ):
            raise ValueError(path)
        found[path] = about
    return found


def _parts_folder() -> Path:
    """Folder of unfinished downloads; those a week old are removed."""
    folder = voices_folder() / ".parts"
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _KEEP_PARTS_S:
                path.unlink()
    return folder


def _check_room(folder: Path, size_bytes: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size_bytes * 1.1:
        message = f"not enough room: {size_bytes:,} bytes are needed, {free:,} are free"
        hint = "Make room, or name another folder in QUIETUDE_DATA_DIR."
        raise EngineError(message, path=folder.parent.parent, hint=hint)


def _finish(folder: Path, id_: str, origin: dict[str, str]) -> None:
    """Checks that the files are a voice, and writes its manifest."""
    model = folder / f"{id_}.onnx"
    try:
        read_config(folder / f"{id_}.onnx.json")
    except ValueError as error:
        message = f"{id_}.onnx.json describes no voice ({error})"
        raise EngineError(message) from error
    sha256 = {path.name: _sha256(path) for path in sorted(folder.iterdir())}
    if piper_present():
        with PiperEngine() as engine:
            engine.load(model, sha256[model.name])
    manifest = {"id": id_, **origin, "sha256": sha256}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
