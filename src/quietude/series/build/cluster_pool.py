"""A Dask cluster as a pool for tasks: an existing scheduler, whose workers have Quietude too."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from quietude.errors import SeriesError, UsageError
from quietude.series.build.task import Failed, Made, OpenVoices, Task, run_task

if TYPE_CHECKING:
    from concurrent.futures import Future

_CONNECT_S = 15
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class ClusterPool:
    """Workers of a cluster. What a killed worker was doing runs again on another one.

    Args:
        address: The scheduler's: ``tcp://host:8786``, or ``tls://…`` with certificates named in
            Dask's configuration.

    Raises:
        UsageError: if ``quietude[cluster]`` is not installed.
        SeriesError: if nobody answers there, or no worker is there.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._open()

    @property
    def window(self) -> int:
        """Twice as many as there are threads now, so that none waits for its next task."""
        return max(2, 2 * int(sum(self._client.nthreads().values())))

    def submit(self, task: Task, slot: int) -> Future[Made | Failed]:
        """Start a task; how far it is stays with the worker."""
        del slot
        future: Future[Made | Failed] = self._executor.submit(run_far, task)
        return future

    def progress(self, slot: int) -> tuple[str, float]:
        """The stage "render": no more is known here of a task under way."""
        del slot
        return "render", 0.0

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
        """Let go of the cluster, which stays as it was."""
        self._executor.shutdown(wait=True)
        self._client.close()

    def kill(self) -> None:
        """Take back what is under way."""
        self._executor.shutdown(wait=False)
        self._client.close(timeout=_CONNECT_S)

    def _open(self) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            message = "building on a cluster needs Dask"
            hint = 'Install it with: pip install "quietude[cluster]"'
            raise UsageError(message, hint=hint) from error
        _check_reachable(self._address)

        class OurClient(Client):
            """One that was never connected has nothing to close: Dask waits for it, and fails."""

            def __del__(self) -> None:
                pass

        try:
            connect: Any = OurClient
            self._client: Any = connect(self._address, timeout=_CONNECT_S, set_as_default=False)
        except (OSError, TimeoutError, ValueError, TypeError) as error:
            raise _unanswered(self._address) from error
        if not self._client.nthreads():
            self._client.close()
            message = f"the scheduler at {self._address[:80]} has no workers"
            raise SeriesError(message, hint=f"Start some with: dask worker {self._address[:80]}")
        self._executor: Any = self._client.get_executor(pure=False)


def _check_reachable(address: str) -> None:
    """Refuse at once what Dask would try for half a minute.

    Raises:
        UsageError: if the address is none, or TLS has no certificate.
        SeriesError: if nobody listens there.
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
        raise _unanswered(address) from error


def _parts(address: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(address)
        if parts.scheme in {"tcp", "tls"} and parts.hostname and parts.port:
            return parts.scheme, parts.hostname, parts.port
    except ValueError:
        pass  # said below, like everything else that is none
    message = f'"{address[:80]}" is no address of a scheduler'
    raise UsageError(message, hint="Write it like --cluster tcp://scheduler:8786")


def _unanswered(address: str) -> SeriesError:
    message = f"no scheduler answers at {address[:80]}"
    hint = "Start one with: dask scheduler; for tls:// its certificates: docs/series.md"
    return SeriesError(message, hint=hint)


class _VoicesOfThread(threading.local):
    """A Dask worker runs tasks in several threads, and an engine speaks for one of them."""

    def __init__(self) -> None:
        self.open = OpenVoices()


_voices = _VoicesOfThread()


def run_far(task: Task) -> Made | Failed:
    """Render a task on whatever machine this is."""
    return run_task(task, lambda _stage, _done, _total: None, _voices.open)


def is_readable_on_the_way(address: str) -> bool:
    """Whether others on the network could read what is sent to that address."""
    parts = urlsplit(address)
    return parts.scheme != "tls" and (parts.hostname or "") not in _LOOPBACK
