"""Plays a stream of samples at once: through miniaudio, or a program of the system.

Samples are played as 16 bits in both ears. Nothing is written to the disk.
"""

from __future__ import annotations

import contextlib
import queue
import struct
import subprocess
import threading
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from quietude._util.programs import find_program
from quietude.audio.clip import muted_stderr
from quietude.errors import SoundError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

from quietude.audio.clip import Samples

_NO_DEVICE = "nothing can be played here: there is no sound device"
_NO_DEVICE_HINT = "Make a file instead (quietude render), and open it where there is one."
_BYTES_A_FRAME = 4
_AT_ONCE = 8192
_AHEAD_BLOCKS = 12
_BUFFER_MS = 120
_WAIT_S = 0.1

PROGRAMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ffplay", ("-nodisp", "-autoexit", "-loglevel", "error", "-f", "wav", "-i", "-")),
    ("mpv", ("--no-video", "--really-quiet", "-")),
    ("aplay", ("-q", "-t", "wav", "-")),
)
"""Programs that play a WAV stream from their input, with the words to start them."""


class Device(Protocol):
    """A sound device that is open, and takes its frames from a generator."""

    def start(self, frames: Generator[bytes, int, None]) -> None:
        """Begin to play."""

    def close(self) -> None:
        """Stop, and give the device back."""


def play_blocks(blocks: Iterable[Samples], sample_rate_hz: int) -> None:
    """Plays a stream to its end while it is made; Ctrl-C stops it.

    Args:
        blocks: float32 ``(frames, 2)``, of any number of frames.
        sample_rate_hz: Frames a second.

    Raises:
        SoundError: if there is no sound device here, and no program that has one.
    """
    pcm = _pcm(blocks)
    device = _open_device(sample_rate_hz)
    if device is not None:
        _play_through_device(device, pcm)
    elif not any(_play_through_program(words, pcm, sample_rate_hz) for words in _programs()):
        raise SoundError(_NO_DEVICE, hint=_NO_DEVICE_HINT)


def can_play() -> str:
    """Returns what would play here: ``miniaudio``, a program's name, or "" for nothing known.

    A program may still find that there is no device.
    """
    device = _open_device(44_100)
    if device is not None:
        device.close()
        return "miniaudio"
    return next((name for name, _ in PROGRAMS if find_program(name)), "")


def check_player() -> None:
    """Refuses to play where nothing could, before anything long is done.

    Raises:
        SoundError: if there is neither a device nor a program that may have one.
    """
    if not can_play():
        raise SoundError(_NO_DEVICE, hint=_NO_DEVICE_HINT)


def _open_device(sample_rate_hz: int) -> Device | None:
    """The sound device of the system; None without miniaudio or a device."""
    try:
        import miniaudio
    except ImportError:
        return None
    real: list[Any] = [one for one in miniaudio.Backend if one.name not in {"NULL", "CUSTOM"}]
    try:
        with muted_stderr():  # ALSA says there what it looked for
            return miniaudio.PlaybackDevice(  # type: ignore[no-any-return]
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=2,
                sample_rate=sample_rate_hz,
                buffersize_msec=_BUFFER_MS,
                backends=real,
                app_name="Quietude",
            )
    except miniaudio.MiniaudioError:
        return None


def _programs() -> Iterator[list[str]]:
    for name, words in PROGRAMS:
        if program := find_program(name):
            yield [program, *words]


def _pcm(blocks: Iterable[Samples]) -> Iterator[bytes]:
    """Yields samples as 16-bit little-endian frames, a moderate number at a time."""
    for block in blocks:
        for start in range(0, len(block), _AT_ONCE):
            part = np.clip(block[start : start + _AT_ONCE], -1.0, 1.0)
            yield np.rint(part * 32_767).astype("<i2").tobytes()


def _play_through_device(device: Device, pcm: Iterator[bytes]) -> None:
    waiting: queue.Queue[bytes | None] = queue.Queue(_AHEAD_BLOCKS)
    ended = threading.Event()
    frames = device_frames(waiting, ended)
    next(frames)
    try:
        _put(waiting, next(pcm, None))
        device.start(frames)
        for block in pcm:
            _put(waiting, block)
        _put(waiting, None)
        while not ended.wait(_WAIT_S):
            pass
    finally:
        device.close()


def _put(waiting: queue.Queue[bytes | None], block: bytes | None) -> None:
    while True:  # short waits: Ctrl-C is noticed on every system
        try:
            waiting.put(block, timeout=_WAIT_S)
        except queue.Full:
            continue
        return


def device_frames(
    waiting: queue.Queue[bytes | None], ended: threading.Event
) -> Generator[bytes, int, None]:
    """Yields as many frames as a device asks for: silence where none are waiting.

    Args:
        waiting: Blocks to play; None after the last.
        ended: Set once the last frame has been handed over, and one more block of silence.
    """
    wanted = yield b""
    left = b""
    last = False
    while True:
        size = wanted * _BYTES_A_FRAME
        while len(left) < size and not last:
            try:
                block = waiting.get_nowait()
            except queue.Empty:
                break
            last = block is None
            left += block or b""
        if last and not left:
            ended.set()
        part, left = left[:size], left[size:]
        wanted = yield part.ljust(size, b"\0")


def _play_through_program(words: list[str], pcm: Iterator[bytes], sample_rate_hz: int) -> bool:
    """Feed a program; returns False if it could not play, and has taken next to nothing."""
    process = subprocess.Popen(  # noqa: S603  (found by us, never by a shell)
        words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stderr is not None
    try:
        process.stdin.write(_endless_wav_header(sample_rate_hz))
        for block in pcm:
            process.stdin.write(block)
    except OSError:  # the program has ended: by its user, or for lack of a device
        pass
    except BaseException:
        process.terminate()
        raise
    finally:
        with contextlib.suppress(OSError):
            process.stdin.close()
    with process.stderr as errors:
        said = errors.read()
    # ffplay ends with 0 even when it could open no device, but says so.
    return process.wait() == 0 and not said.strip()


def _endless_wav_header(sample_rate_hz: int) -> bytes:
    """The head of a 16-bit stereo WAV whose length is not known."""
    unknown = 0xFFFF_FFFF
    form = struct.pack(
        "<4sIHHIIHH", b"fmt ", 16, 1, 2, sample_rate_hz, sample_rate_hz * _BYTES_A_FRAME, 4, 16
    )
    head = struct.pack("<4sI4s", b"RIFF", unknown, b"WAVE")
    return head + form + struct.pack("<4sI", b"data", unknown)
