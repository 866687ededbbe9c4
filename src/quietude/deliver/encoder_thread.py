"""An encoder in a thread of its own: the mix goes on while LAME, in C, encodes.

LAME and libsndfile release Python's lock while they work, so on two cores a session takes
about as long as its encoder alone.
"""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quietude.audio.clip import Samples
    from quietude.deliver.formats.base import Encoder

_AHEAD = 8
"""Blocks that may wait: enough to even out the speeds, too few to matter for memory."""


class BackgroundEncoder:
    """Hands blocks to an encoder in a thread; its errors are raised in the caller's thread.

    Args:
        encoder: The encoder. Only the thread touches it until :meth:`close`.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._blocks: queue.Queue[Samples | None] = queue.Queue(_AHEAD)
        self._error: Exception | None = None
        self._stop = False
        self._thread = threading.Thread(target=self._work, name="encoder", daemon=True)
        self._thread.start()

    def write(self, block: Samples) -> None:
        """Queue the next frames.

        Raises:
            Exception: the encoder's error with an earlier block.
        """
        self._raise()
        self._blocks.put(block)

    def finish(self) -> None:
        """Wait until everything is encoded, and complete the file.

        Raises:
            Exception: the encoder's error, if it had one.
        """
        self._blocks.put(None)
        self._thread.join()
        self._raise()
        self._encoder.finish()

    def close(self) -> None:
        """Release the file; blocks that still wait are dropped."""
        self._stop = True
        if self._thread.is_alive():
            self._drain()
            self._blocks.put(None)
            self._thread.join()
        self._encoder.close()

    def _work(self) -> None:
        while (block := self._blocks.get()) is not None:
            # After an error blocks are still taken, and dropped: otherwise the queue would fill up
            # and the writer wait for ever.
            if self._error or self._stop:
                continue
            try:
                self._encoder.write(block)
            except Exception as error:  # noqa: BLE001  (raised again in the writer's thread)
                self._error = error

    def _drain(self) -> None:
        while True:
            try:
                self._blocks.get_nowait()
            except queue.Empty:
                return

    def _raise(self) -> None:
        if self._error:
            raise self._error
