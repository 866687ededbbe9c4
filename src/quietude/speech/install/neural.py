"""Installs Kokoro, and the voices of hibari that are not in its package.

Every file is fetched from where it is published and must have the SHA-256 of our catalogue, or of
hibari's own list. Kokoro may also come from a folder, for where the network is closed: files with
those hashes, or another export of the model, of which we can only check that it speaks.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from typing import TYPE_CHECKING, Any

from quietude._util.dirs import voices_url
from quietude._util.work_folder import WorkFolder
from quietude.errors import EngineError, UsageError
from quietude.speech.engines.neural.kokoro import KokoroEngine
from quietude.speech.engines.neural.voice_engine import front_end_present
from quietude.speech.install.download import RemoteFile, fetch
from quietude.speech.install.hibari_voices import HUB, PACKAGED, hibari_folder, hibari_voices
from quietude.speech.install.kokoro_voices import (
    MANIFEST,
    KokoroVoice,
    kokoro_catalogue,
    kokoro_folder,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from quietude.speech.install.piper import Progress, Say

_MODEL = "model.onnx"
_PART = "part.bin"


def install_hibari_voice(
    name: str, say: Say, progress: Progress, *, timeout_s: float | None = None
) -> Path:
    """Downloads a voice of hibari; returns its file.

    Raises:
        UsageError: if there is no such voice.
        EngineError: if it cannot be downloaded, or is damaged.
    """
    voices = hibari_voices()
    if name not in voices or name == PACKAGED:
        message = f'hibari has no voice "{name[:40]}" to install'
        others = ", ".join(f"hibari:{other}" for other in voices if other != PACKAGED)
        raise UsageError(message, hint=f"Choose one of: {others}.")
    known = voices[name]
    remote = RemoteFile(
        f"{voices_url(HUB)}/{known.file}", known.size_bytes, {"sha256": known.sha256}
    )
    folder = hibari_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        say(f"fetching {remote.url}, {known.size_bytes:,} bytes")
        part = folder / f"{known.file}.part"
        path = fetch(remote, part, progress, _deadline(timeout_s)).replace(folder / known.file)
        part.with_suffix(".lock").unlink(missing_ok=True)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    return path


def install_kokoro(say: Say, progress: Progress, *, timeout_s: float | None = None) -> Path:
    """Downloads Kokoro's model and English voices; returns their folder.

    Raises:
        EngineError: if a file cannot be downloaded, or is damaged.
    """
    catalogue = kokoro_catalogue()
    models, file = catalogue.model_url.rsplit("/", 1)
    model_url, voices = f"{voices_url(models)}/{file}", voices_url(catalogue.voices_url)
    remotes = {
        _MODEL: RemoteFile(model_url, catalogue.model_bytes, {"sha256": catalogue.model_sha256})
    }
    for name, sha256 in catalogue.voices.items():
        url = f"{voices}/{KokoroVoice(name).file}"
        remotes[KokoroVoice(name).file] = RemoteFile(url, catalogue.voice_bytes, {"sha256": sha256})
    deadline = _deadline(timeout_s)

    def bring(folder: Path) -> None:
        # Whole files stay here until all have come, so that none is fetched twice.
        parts = kokoro_folder().with_name("kokoro-parts")
        parts.mkdir(exist_ok=True)
        fetched: dict[str, Path] = {}
        for name, remote in remotes.items():
            say(f"fetching {remote.url}, {remote.size_bytes or 0:,} bytes")
            part = parts / f"{remote.hashes['sha256']}.part"
            fetched[name] = fetch(remote, part, progress, deadline)
        for name, path in fetched.items():
            path.replace(folder / name)
        shutil.rmtree(parts, ignore_errors=True)

    return _put_in_place(bring, catalogue.voices_url, "SHA-256 of the catalogue")


def install_kokoro_from(source: Path, say: Say) -> Path:
    """Installs Kokoro from a folder; returns the folder it is in.

    Args:
        source: A folder with one model and the ``.bin`` files of its voices, at any depth. A model
            in parts, as pip packages bring it, is joined.
        say: Called with a few words on each step.

    Raises:
        UsageError: if they are not there.
        EngineError: if the model cannot be loaded.
    """
    models = sorted(source.rglob("*.onnx"))
    parts = sorted(source.rglob(_PART))
    names = kokoro_catalogue().voices
    voices = {path.stem: path for path in sorted(source.rglob("*.bin")) if path.stem in names}
    if not voices or len(models) > 1 or not (models or parts):
        message = "this folder does not hold one model (.onnx) and its voices (like af_heart.bin)"
        raise UsageError(message, path=source, hint="See docs/voices.md: Kokoro.")

    def bring(folder: Path) -> None:
        say(f"copying the model and {len(voices)} voices")
        with (folder / _MODEL).open("wb") as file:
            for path in models or parts:
                with path.open("rb") as part:
                    shutil.copyfileobj(part, file)
        for path in voices.values():
            shutil.copyfile(path, folder / path.name)

    return _put_in_place(bring, "a folder", "")


def _put_in_place(bring: Callable[[Path], None], source: str, checked: str) -> Path:
    """Fills a work folder, checks that it speaks, and lets it become Kokoro's folder."""
    home = kokoro_folder()
    try:
        with WorkFolder(home.parent) as work:
            (folder := work.path / home.name).mkdir()
            bring(folder)
            manifest = _manifest(folder, source, checked)
            (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
            _check_it_speaks(folder)
            if home.exists():
                home.rename(work.path / "old")
            folder.rename(home)
    except OSError as error:
        raise _cannot_write(home.parent, error) from error
    return home


def _manifest(folder: Path, source: str, checked: str) -> dict[str, Any]:
    catalogue = kokoro_catalogue()
    model = _sha256(folder / _MODEL)
    voices = {path.stem: _sha256(path) for path in sorted(folder.glob("*.bin"))}
    known = model == catalogue.model_sha256 and voices.items() <= catalogue.voices.items()
    by_hash = "SHA-256 of the catalogue" if known else "nothing but that it speaks"
    return {
        "source": source,
        "checked": checked or by_hash,
        "model": {"file": _MODEL, "sha256": model},
        "voices": voices,
    }


def _check_it_speaks(folder: Path) -> None:
    """Loads the model with its first voice, where there is a front end to load it with.

    Raises:
        EngineError: if it cannot be loaded.
    """
    if front_end_present():
        with KokoroEngine(folder) as engine:
            engine.load(engine.voices()[0].id)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _deadline(timeout_s: float | None) -> float | None:
    return None if timeout_s is None else time.monotonic() + timeout_s


def _cannot_write(folder: Path, error: OSError) -> EngineError:
    message = f"the voice cannot be installed here ({(error.strerror or str(error)).lower()})"
    hint = "Make room, or name another folder in QUIETUDE_DATA_DIR."
    return EngineError(message, path=folder, hint=hint)
