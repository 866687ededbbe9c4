"""A Dask cluster as a pool for tasks: a running scheduler, whose workers have Quietude too."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from concurrent.futures import BrokenExecutor, Future, InvalidStateError
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from quietude.errors import SeriesError, SpeechError, UsageError
from quietude.series.rendering.cluster_phrases import (
    PhraseTasks,
    speak_phrases,
    take_phrases,
)
from quietude.series.rendering.parcels import tracks_of, with_tracks
from quietude.series.rendering.task import Failed, Made, OpenVoices, Task, run_task

if TYPE_CHECKING:
    from quietude.plan.model import Utterance

_CONNECT_S = 15
_FEWEST = 4
"""Fewest tasks to submit at a time, also where no worker is there yet."""

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class ClusterPool:
    """Workers of a cluster. The task of a killed worker runs again on another one.

    Args:
        address: The address of the scheduler: ``tcp://host:8786``, or ``tls://…`` with
            certificates named in Dask's configuration.

    Raises:
        UsageError: if ``quietude[cluster]`` is not installed.
        SeriesError: if the scheduler does not respond.
    """

    def __init__(self, address: str, *, shared: bool = False) -> None:
        self._address, self._shared = address, shared
        self._submitted, self._threads = 0, 0
        self._open()

    @property
    def window(self) -> int:
        """Twice the number of threads there are now, so that none waits for its next task.

        A cluster that begins without workers gets a few tasks all the same: they are what makes
        an adaptive or a queued one start some.

        Raises:
            BrokenExecutor: if the scheduler does not respond any more.
        """
        try:
            self._threads = int(sum(self._client.nthreads().values()))
        except (OSError, TimeoutError, AttributeError, RuntimeError) as error:
            raise BrokenExecutor from error
        return max(_FEWEST, 2 * self._threads)

    def submit(self, task: Task, slot: int) -> Future[Made | Failed]:
        """Start a task under a name that Dask's dashboard shows; the first ones go first.

        Raises:
            BrokenExecutor: if the scheduler does not respond any more.
        """
        del slot
        self._submitted += 1
        result: Future[Made | Failed] = Future()
        try:
            known = self._phrases.count
            clips = self._phrases.for_task(task)
            remote = self._client.submit(
                run_on_cluster,
                task,
                {} if self._shared else self._parcels(task),
                clips,
                own=self._phrases.count > known,
                key=f"quietude-{task.script.id}-{task.key[:8]}-{self._submitted}",
                priority=-self._submitted,
                resources=self._resources,
                pure=False,
            )
        except (OSError, TimeoutError, RuntimeError) as error:
            raise BrokenExecutor from error
        remote.add_done_callback(lambda done: _pass_on(done, result))
        self._running[result] = remote
        result.add_done_callback(lambda done: self._running.pop(done, None))
        return result

    def _speak(self, task: Task, utterances: tuple[Utterance, ...]) -> Any:
        """Start a task that speaks phrases of a session, before the session itself."""
        return self._client.submit(
            speak_on_cluster,
            task,
            utterances,
            key=f"quietude-speak-{task.script.id}-{task.key[:8]}-{self._submitted}",
            priority=-self._submitted,
            resources=self._resources,
            pure=False,
        )

    def progress(self, slot: int) -> tuple[str, float]:
        """The stage: waiting while there is no worker; no more is known here of a task."""
        del slot
        return ("render" if self._threads else "wait"), 0.0

    def _parcels(self, task: Task) -> dict[str, Any]:
        """The sound files of a task, each sent to the cluster once."""
        for path in tracks_of(task):
            if str(path) not in self._sent:
                self._sent[str(path)] = self._client.scatter(path.read_bytes(), hash=True)
        return {str(path): self._sent[str(path)] for path in tracks_of(task)}

    def deaths(self, error: BaseException) -> int:
        """Number of workers a task took with it: Dask gives up after several deaths of its own."""
        from distributed import KilledWorker

        # Dask counts the deaths it allows; the one that was too many comes on top of them.
        return error.allowed_failures + 1 if isinstance(error, KilledWorker) else 0

    def renew(self) -> None:
        """Connect again."""
        self.kill()
        self._open()

    def close(self) -> None:
        """Disconnect from the cluster, which goes on."""
        self._client.close()

    def kill(self) -> None:
        """Cancel the running tasks."""
        with contextlib.suppress(OSError, TimeoutError, RuntimeError):
            self._client.cancel(list(self._running.values()), force=True)
        with contextlib.suppress(OSError, TimeoutError, RuntimeError):
            self._client.close(timeout=_CONNECT_S)
        for result in list(self._running):
            result.cancel()
        self._running.clear()

    def _open(self) -> None:
        try:
            import dask
            from distributed import Client
        except ImportError as error:
            message = "building on a cluster needs Dask"
            hint = 'Install it with: pip install "quietude[cluster]"'
            raise UsageError(message, hint=hint) from error
        _check_reachable(self._address)
        # A client logs the traceback of a scheduler that is gone; our error says so in a sentence.
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)

        class OurClient(Client):
            """Without Dask's ``__del__``: it waits for a client that never connected, and fails."""

            def __del__(self) -> None:
                pass

        try:
            connect: Any = OurClient
            self._client: Any = connect(self._address, timeout=_CONNECT_S, set_as_default=False)
        except (OSError, TimeoutError, ValueError, TypeError) as error:
            raise _no_response(self._address) from error
        self._sent: dict[str, Any] = {}
        self._phrases = PhraseTasks(self._speak)
        self._running: dict[Future[Made | Failed], Any] = {}
        self._resources = dask.config.get("quietude.resources", None)


def _check_reachable(address: str) -> None:
    """Refuse at once an address that Dask would try for half a minute.

    Raises:
        UsageError: if it is not the address of a scheduler, or TLS has no certificate.
        SeriesError: if nothing listens there.
    """
    import dask

    scheme, host, port = _parts(address)
    if scheme == "tls" and not dask.config.get("distributed.comm.tls.client.cert", None):
        message = "a cluster over TLS needs a certificate for this build"
        hint = "Name it as docs/series.md says: DASK_DISTRIBUTED__COMM__TLS__…"
        raise UsageError(message, hint=hint)
    try:
        socket.create_connection((host, port), timeout=_CONNECT_S).close()
    except OSError as error:
        raise _no_response(address) from error


def _parts(address: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(address)
        if parts.scheme in {"tcp", "tls"} and parts.hostname and parts.port:
            return parts.scheme, parts.hostname, parts.port
    except ValueError:
        pass  # refused below, like every other text that is not an address
    message = f'"{address[:80]}" is not the address of a scheduler'
    raise UsageError(message, hint="Write it like --cluster tcp://scheduler:8786")


def _no_response(address: str) -> SeriesError:
    message = f"no scheduler responds at {address[:80]}"
    hint = "Start one with: dask scheduler; for tls:// its certificates: docs/series.md"
    return SeriesError(message, hint=hint)


class _VoicesOfThread(threading.local):
    """A Dask worker runs tasks in several threads, and an engine speaks for one of them."""

    def __init__(self) -> None:
        self.open = OpenVoices()


_voices = _VoicesOfThread()


def speak_on_cluster(task: Task, utterances: tuple[Utterance, ...]) -> tuple[dict[str, bytes], int]:
    """Speak phrases of a session in a worker of the cluster."""
    return speak_phrases(task, utterances, _voices.open)


def run_on_cluster(
    task: Task,
    parcels: dict[str, bytes],
    clips: list[tuple[dict[str, bytes], int]],
    *,
    own: bool,
) -> Made | Failed:
    """Render a task in a worker of the cluster, with the files that were sent for it.

    Args:
        task: The task.
        parcels: Its sound files.
        clips: Its phrases, as far as they were spoken, by any worker.
        own: True if the last of these were spoken for it.
    """
    try:
        task = with_tracks(task, parcels)
        for entries, _ in clips:
            take_phrases(entries)
    except (OSError, SpeechError) as error:
        cause = f"its files cannot be stored on this worker ({error})"
        return Failed(task.key, cause, "Is the disk full?")
    outcome = run_task(task, lambda _stage, _done, _total: None, _voices.open)
    if own and isinstance(outcome, Made):
        return replace(outcome, spoken=outcome.spoken + clips[-1][1])
    return outcome


def _pass_on(remote: Any, result: Future[Made | Failed]) -> None:
    """Give the outcome of a task on the cluster to whoever waits for it here."""
    if result.done():
        return
    if remote.cancelled() or remote.status == "lost":
        result.cancel()
        result.set_running_or_notify_cancel()
        return
    try:
        outcome = remote.result()
    except BaseException as error:  # noqa: BLE001  (whatever it is, the other side decides)
        with contextlib.suppress(InvalidStateError):
            result.set_exception(error)
    else:
        with contextlib.suppress(InvalidStateError):
            result.set_result(outcome)


def is_readable_by_others(address: str) -> bool:
    """Return True if others on the network could read what is sent to an address."""
    parts = urlsplit(address)
    return parts.scheme != "tls" and (parts.hostname or "") not in _LOOPBACK
