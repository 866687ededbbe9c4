"""Server and connections of the studio: from this user alone, and none kept open by dripping.

Uvicorn waits for the rest of a request as long as its sender likes. Here it has a time to come in.
And a signal that comes while it starts would leave a loop half made: it is held until it can be
taken.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import TYPE_CHECKING

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from quietude.series.preview.loopback import is_another_user

if TYPE_CHECKING:
    import socket
    from asyncio import TimerHandle, Transport
    from collections.abc import Callable

REQUEST_S = 60.0
"""Longest time in seconds that a request may take to arrive, or a connection to bring one."""

_ARRIVING = (h11.IDLE, h11.SEND_BODY)


class Server(uvicorn.Server):
    """A server that calls back once it takes requests, and loses no signal before.

    Args:
        config: Its settings.
        started: Called once it takes requests.
    """

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._started = started

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until a signal comes."""
        _hold(signals=True)
        try:
            super().run(sockets)
        finally:
            _hold(signals=False)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start; from here on uvicorn takes the signals."""
        _hold(signals=False)
        await super().startup(sockets)
        if not self.should_exit:
            self._started()


def _hold(*, signals: bool) -> None:
    if sys.platform != "win32":
        how = signal.SIG_BLOCK if signals else signal.SIG_UNBLOCK
        signal.pthread_sigmask(how, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


class Connection(H11Protocol):
    """A connection of HTTP/1.1 that is closed to other users, and when its time is over."""

    _watch: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Refuse other users, and give a request its time."""
        super().connection_made(transport)
        if self.client and self.server and self.server[1] is not None:
            server = (self.server[0], self.server[1])
            if is_another_user(self.client, server):
                transport.abort()
                return
        self._begin()

    def data_received(self, data: bytes) -> None:
        """Read what came; stop the clock if that was the whole request."""
        super().data_received(data)
        if self.conn.their_state not in _ARRIVING:
            self._end()
        elif self._watch is None:
            self._begin()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._end()
        super().connection_lost(exc)

    def _begin(self) -> None:
        self._watch = asyncio.get_running_loop().call_later(REQUEST_S, self._give_up)

    def _end(self) -> None:
        if self._watch:
            self._watch.cancel()
        self._watch = None

    def _give_up(self) -> None:
        self.transport.abort()
