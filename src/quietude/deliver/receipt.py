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
    from pathlib import Path

FORMAT = "quietude-receipt/1"


def file_sha256(path: Path) -> str:
    """The SHA-256 of a whole file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def receipt_path(output: Path) -> Path:
    """Where the receipt of an output is kept: ``session.mp3`` → ``session.receipt.json``."""
    return output.with_name(f"{output.stem}.receipt.json")


def software() -> dict[str, str]:
    """The versions of everything that shapes a session."""
    packages = ("quietude", "numpy", "scipy", "soundfile", "soxr", "lameenc", "mutagen")
    return {"python": platform.python_version(), **{name: version(name) for name in packages}}


def receipt_json(receipt: dict[str, Any]) -> str:
    """A receipt as text: one key a line, in its own order."""
    return json.dumps(receipt, indent=2, ensure_ascii=False) + "\n"
