"""The paces an engine measured on this machine, kept so that each voice is measured once."""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from quietude._util.dirs import data_dir
from quietude.speech.engines.speaking_rate import SENTENCES, Pace

if TYPE_CHECKING:
    from quietude.speech.engines.base import Identity


def recall_pace(identity: Identity, voice: str) -> Pace | None:
    """The pace that was measured for a voice of this very engine, or None."""
    try:
        kept = json.loads(_path(identity, voice).read_bytes())
        pace = Pace(float(kept["fixed_s"]), float(kept["stretched_s"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    whole = math.isfinite(pace.fixed_s) and math.isfinite(pace.stretched_s)
    return pace if whole and pace.stretched_s > 0 else None


def remember_pace(identity: Identity, voice: str, pace: Pace) -> None:
    """Keep a pace; where it cannot be kept, it is measured again next time."""
    path = _path(identity, voice)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(pace), file)
        Path(name).replace(path)


def _path(identity: Identity, voice: str) -> Path:
    about = json.dumps([asdict(identity), voice, SENTENCES], sort_keys=True)
    return data_dir() / "paces" / f"{hashlib.sha256(about.encode()).hexdigest()}.json"
