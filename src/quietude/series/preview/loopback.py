"""The user at the other end of a connection on this machine, where the system tells.

Loopback is open to every user of a machine. Linux lists the sockets of a machine with their owners,
so that a server for one person can close the door to the others, whatever secrets they have found.
"""

from __future__ import annotations

import os
import socket
import struct
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TABLES = ("tcp", "tcp6")
_OPEN = "01"
_ROOT = 0


def is_another_user(
    client: tuple[str, int], server: tuple[str, int], tables: Path = Path("/proc/net")
) -> bool:
    """True if a connection comes from another user of this machine.

    False for root, and where it cannot be known: outside of Linux.

    Args:
        client: Address and port of the other end; an IPv4 address of loopback.
        server: Those of our end.
        tables: The folder with the system's lists of sockets.
    """
    if not hasattr(os, "geteuid"):
        return False
    for fields in _rows(tables, _written(client), _written(server)):
        owner, is_open = int(fields[7]), fields[3] == _OPEN
        # One that was closed seems to be root's.
        return owner != os.geteuid() and not (owner == _ROOT and is_open)
    return False


def _rows(tables: Path, client: str, server: str) -> Iterator[list[str]]:
    """The lines about a connection; its end may also be a socket of IPv6, with a mapped address."""
    for name in _TABLES:
        try:
            text = (tables / name).read_text(encoding="ascii")
        except (OSError, ValueError):
            continue
        for line in text.splitlines()[1:]:
            fields = line.split()
            if fields[1].endswith(client) and fields[2].endswith(server):
                yield fields


def _written(address: tuple[str, int]) -> str:
    """An address as the system's lists have it: the bytes of the machine's own order."""
    (number,) = struct.unpack("=I", socket.inet_aton(address[0]))
    return f"{number:08X}:{address[1]:04X}"
