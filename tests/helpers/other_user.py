"""Being another user of the machine for a moment, which only root can."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

_NOBODY = 65_534

only_root = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or not Path("/proc/net/tcp").exists(),
    reason="only root can be another user, and Linux alone tells",
)


def socket_of_another_user() -> socket.socket:
    """A socket that belongs to somebody else, not connected yet.

    The whole process is somebody else meanwhile, a server in a thread of it too: so the connection
    is made afterwards.
    """
    os.seteuid(_NOBODY)
    try:
        return socket.socket()
    finally:
        os.seteuid(0)
