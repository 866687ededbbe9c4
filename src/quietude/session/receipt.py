"""The receipt: what was rendered from what, and what the finished file measures.

Of private slots that were filled it holds the names only.
"""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from quietude.deliver.formats.base import Format

FORMAT = "quietude-receipt/1"
_PACKAGES = (
    "quietude", "jinja2", "lameenc", "mutagen", "numpy", "pillow", "scipy", "soundfile", "soxr",
)  # fmt: skip


def file_sha256(path: Path) -> str:
    """The SHA-256 of a whole file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def receipt_path(output: Path) -> Path:
    """Where the receipt of an output is kept: ``session.mp3`` → ``session.receipt.json``."""
    return output.with_name(f"{output.stem}.receipt.json")


def software(forms: Iterable[Format] = ()) -> dict[str, str]:
    """The versions of everything that shapes a session; those of its voice stand with the voice.

    Args:
        forms: The formats of its files.
    """
    import soundfile

    found = {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}}
    found["libsndfile"] = soundfile.__libsndfile_version__
    for form in forms:
        found |= form.software()
    return found


def receipt_json(receipt: dict[str, Any]) -> str:
    """A receipt as text: one key a line, in its own order."""
    return json.dumps(receipt, indent=2, ensure_ascii=False) + "\n"
