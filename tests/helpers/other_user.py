"""Being another user of the machine for a moment, which only root can."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

_NOBODY = 65_534

only_root = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or not Path("/proc/net/tcp").exists(),
    reason="only root can be another user, and Linux alone tells",
)


@contextlib.contextmanager
def as_another_user() -> Iterator[None]:
    """Sockets that are made within belong to somebody else."""
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
