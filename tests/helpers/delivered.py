"""Short signals written through the real writer, and read back."""

from __future__ import annotations

import json
import shutil
import subprocess
from contextlib import closing
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from quietude._util.files import PendingFile
from quietude.audio.clip import Samples
from quietude.deliver.formats import registry
from quietude.deliver.formats.base import Format, Quality
from quietude.deliver.formats.mp3 import Mp3Encoder
from quietude.deliver.formats.registry import format_of
from quietude.deliver.tags import ChapterTag, LyricLine, Tags
from quietude.deliver.writer import SessionWriter

RATE_HZ = 44_100
needs_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")


def decoded_seconds(path: Path) -> float:
    """Returns the length of a file, from all of its frames."""
    blocks, rate_hz = registry.decoded(path)
    return sum(map(len, blocks)) / rate_hz


def tags(*titles: str) -> Tags:
    """Plain tags with a chapter a second."""
    chapters = [
        ChapterTag(title, n * RATE_HZ, n * 1000, (n + 1) * 1000) for n, title in enumerate(titles)
    ]
    return Tags("A Title", "Quietude", "Quietude", "Meditation", "About it.", "en", chapters)


@cache
def jpeg() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (16, 16), "teal").save(buffer, "JPEG")
    return buffer.getvalue()


def full_tags() -> Tags:
    """Tags with everything that a file can hold."""
    return replace(
        tags("One", "Two"),
        artist="Ada",
        album="Evenings",
        track="3/12",
        date="2026-11-21",
        copyright="© Ada",
        lyrics=[LyricLine(0, "Welcome."), LyricLine(1000, "Rest\u2028 here.")],
        cover=jpeg(),
    )


def tone(frames: int, rate_hz: int = RATE_HZ) -> Samples:
    time_s = np.arange(frames) / rate_hz
    mono = 0.3 * np.sin(2 * np.pi * 441 * time_s)
    return np.repeat(mono[:, None], 2, axis=1).astype(np.float32)


def noise(frames: int) -> Samples:
    mono = np.random.default_rng(1).normal(0, 0.1, (frames, 1)).astype(np.float32)
    return np.repeat(mono, 2, axis=1)


def put(
    pending: PendingFile,
    form: Format,
    blocks: list[Samples],
    tagged: Tags,
    rate_hz: int = RATE_HZ,
) -> None:
    with closing(SessionWriter(pending, form, tagged, rate_hz)) as writer:
        for block in blocks:
            writer.write(block)
        writer.finish()


def written(
    path: Path,
    signal: Samples,
    tagged: Tags | None = None,
    cuts: list[int] | None = None,
    *,
    form: Format | None = None,
    rate_hz: int = RATE_HZ,
) -> Path:
    """A finished file, by default in the format of its ending, from blocks cut at some frames."""
    with PendingFile(path, overwrite=True) as pending:
        blocks = np.split(signal, cuts or [])
        put(pending, form or format_of(path), blocks, tagged or tags("One"), rate_hz)
        pending.commit()
    return path


def encoded(path: Path, form: Format, signal: Samples, rate_hz: int = RATE_HZ) -> Path:
    """A file as its encoder leaves it, from two blocks, with the tags that the encoder writes."""
    with closing(form.open(path, rate_hz, tags("One"))) as encoder:
        for block in np.array_split(signal, 2):
            encoder.write(block)
        encoder.finish()
    return path


def untagged_mp3(path: Path, signal: Samples, quality: Quality = Quality()) -> Path:  # noqa: B008
    """An MP3 that begins with its Info frame."""
    with closing(Mp3Encoder(path, b"", RATE_HZ, quality.vbr, quality.kbps)) as encoder:
        for block in np.array_split(signal, 2):
            encoder.write(block)
        encoder.finish()
    return path


def decoded(path: Path) -> Samples:
    return np.concatenate(list(format_of(path).decode(path)))


def probed(path: Path) -> dict[str, Any]:
    """All that ffprobe sees in a file: ``format``, ``streams`` and ``chapters``."""
    shown = ["-show_format", "-show_streams", "-show_chapters"]
    command = ["ffprobe", "-v", "error", *shown, "-of", "json", str(path)]
    done = subprocess.run(command, capture_output=True, check=True)
    return dict(json.loads(done.stdout))
