"""Workers of a pool whose voices take a while to close, for tests of how workers end."""

from __future__ import annotations

import os
import time
from pathlib import Path

from quietude.series.rendering import local_pool


def begin(table: local_pool.ProgressTable, folder: Path) -> None:
    """Prepare a worker; a file in the folder tells that its voices were closed to the end."""
    local_pool._begin(table, {})
    assert local_pool._worker

    def close() -> None:
        time.sleep(0.3)
        (folder / str(os.getpid())).touch()

    local_pool._worker._voices.close = close  # type: ignore[method-assign]
