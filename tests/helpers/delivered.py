"""Short signals written through the real writer, and read back."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from quietude._util.files import PendingFile
from quietude.audio.clip import Samples
from quietude.deliver.formats.base import FORMATS, Format, format_of
from quietude.deliver.formats.decode import decoded_blocks
from quietude.deliver.tags import ChapterTag, LyricLine, Tags
from quietude.deliver.writer import SessionWriter

RATE_HZ = 44_100
needs_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
FORMAT_NAMES = [name for name in FORMATS if FORMATS[name].exact]


def tags(*titles: str) -> Tags:
    chapters = [
        ChapterTag(title, n * RATE_HZ, n * 1000, (n + 1) * 1000) for n, title in enumerate(titles)
    ]
    return Tags("A Title", "Quietude", "Quietude", "Meditation", "About it.", "en", chapters)


def tone(frames: int) -> Samples:
    time_s = np.arange(frames) / RATE_HZ
    mono = 0.3 * np.sin(2 * np.pi * 441 * time_s)
    return np.repeat(mono[:, None], 2, axis=1).astype(np.float32)


def put(pending: PendingFile, form: Format, blocks: list[Samples], tagged: Tags) -> None:
    with closing(SessionWriter(pending, form, tagged, RATE_HZ)) as writer:
        for block in blocks:
            writer.write(block)
        writer.finish()


def written(path: Path, signal: Samples, tagged: Tags, cuts: list[int] | None = None) -> Path:
    form = format_of(path)
    with PendingFile(path, overwrite=True) as pending:
        put(pending, form, np.split(signal, cuts or []), tagged)
        pending.commit()
    return path


def probed_seconds(path: Path) -> float:
    """The length a player shows; mutagen does not read the edit list of an M4A."""
    command = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0"]
    return float(subprocess.run([*command, path], capture_output=True, check=True).stdout)


def decoded(path: Path) -> Samples:
    return np.concatenate(list(decoded_blocks(path)))


def full_tags() -> Tags:
    return replace(
        tags("One", "Two"),
        artist="Ada",
        album="Evenings",
        track="3/12",
        date="2026-11-21",
        copyright="© Ada",
        lyrics=[LyricLine(0, "Welcome."), LyricLine(1000, "Rest\u2028 here.")],
        cover=b"\xff\xd8\xff\xe0 stands for a picture",
    )
