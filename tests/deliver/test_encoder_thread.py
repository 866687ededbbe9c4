"""An encoder in a thread: order, errors, and an early end."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from quietude.audio.clip import Samples
from quietude.deliver.encoder_thread import BackgroundEncoder

BLOCK = np.zeros((4, 2), dtype=np.float32)


class Recorder:
    def __init__(self, fail_at: int | None = None) -> None:
        self.written: list[float] = []
        self.finished = self.closed = False
        self.fail_at = fail_at
        self.calls = 0
        self.thread = ""

    def write(self, block: Samples) -> None:
        self.calls += 1
        if len(self.written) == self.fail_at:
            raise OSError(28, "No space left on device")
        self.written.append(float(block[0, 0]))
        self.thread = threading.current_thread().name

    def finish(self) -> None:
        self.finished = True

    def close(self) -> None:
        self.closed = True


def test_everything_arrives_in_order() -> None:
    recorder = Recorder()
    encoder = BackgroundEncoder(recorder)
    for n in range(50):
        encoder.write(BLOCK + n)
    encoder.finish()
    assert recorder.written == list(range(50))
    assert recorder.finished
    assert recorder.thread == "encoder"
    encoder.close()
    assert recorder.closed


@pytest.mark.parametrize("fail_at", [0, 5, 29])
def test_a_full_disk_is_raised_where_blocks_come_from(fail_at: int) -> None:
    recorder = Recorder(fail_at=fail_at)
    encoder = BackgroundEncoder(recorder)

    def write_all() -> None:
        for _ in range(30):
            encoder.write(BLOCK)
        encoder.finish()

    with pytest.raises(OSError, match="No space"):
        write_all()
    encoder.close()
    assert recorder.closed
    assert not recorder.finished
    assert recorder.calls == fail_at + 1  # a file that is broken gets no further blocks


def test_closing_early_encodes_no_block_but_the_one_at_work() -> None:
    class Slow(Recorder):
        def write(self, block: Samples) -> None:
            super().write(block)
            at_work.set()
            closing.wait(300)

    at_work, closing = threading.Event(), threading.Event()
    recorder = Slow()
    encoder = BackgroundEncoder(recorder)
    for _ in range(6):
        encoder.write(BLOCK)
    assert at_work.wait(300)
    drain = encoder._drain

    def drain_and_go_on() -> None:
        drain()
        closing.set()

    encoder._drain = drain_and_go_on  # type: ignore[method-assign]
    encoder.close()
    assert len(recorder.written) == 1
    assert not recorder.finished
    assert not any(
        thread.name == "encoder" and thread.is_alive() for thread in threading.enumerate()
    )
