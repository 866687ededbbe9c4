"""A Dask cluster as a pool for tasks: a running scheduler, whose workers have Quietude too."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from quietude.errors import SeriesError, UsageError
from quietude.series.rendering.task import Failed, Made, OpenVoices, Task, run_task

if TYPE_CHECKING:
    from concurrent.futures import Future

_CONNECT_S = 15
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class ClusterPool:
    """Workers of a cluster. The task of a killed worker runs again on another one.

    Args:
        address: The address of the scheduler: ``tcp://host:8786``, or ``tls://…`` with
            certificates named in Dask's configuration.

    Raises:
        UsageError: if ``quietude[cluster]`` is not installed.
        SeriesError: if the scheduler does not respond, or has no workers.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._open()

    @property
    def window(self) -> int:
        """Twice the number of threads there are now, so that none waits for its next task."""
        return max(2, 2 * int(sum(self._client.nthreads().values())))

    def submit(self, task: Task, slot: int) -> Future[Made | Failed]:
        """Start a task; its progress stays with the worker."""
        del slot
        future: Future[Made | Failed] = self._executor.submit(run_on_cluster, task)
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
        """Disconnect from the cluster, which goes on."""
        self._executor.shutdown(wait=True)
        self._client.close()

    def kill(self) -> None:
        """Cancel the running tasks."""
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
            """Without Dask's ``__del__``: it waits for a client that never connected, and fails."""

            def __del__(self) -> None:
                pass

        try:
            connect: Any = OurClient
            self._client: Any = connect(self._address, timeout=_CONNECT_S, set_as_default=False)
        except (OSError, TimeoutError, ValueError, TypeError) as error:
            raise _no_response(self._address) from error
        if not self._client.nthreads():
            self._client.close()
            message = f"the scheduler at {self._address[:80]} has no workers"
            raise SeriesError(message, hint=f"Start some with: dask worker {self._address[:80]}")
        self._executor: Any = self._client.get_executor(pure=False)


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


def run_on_cluster(task: Task) -> Made | Failed:
    """Render a task in a worker of the cluster."""
    return run_task(task, lambda _stage, _done, _total: None, _voices.open)


def is_readable_by_others(address: str) -> bool:
    """Return True if others on the network could read what is sent to an address."""
    parts = urlsplit(address)
    return parts.scheme != "tls" and (parts.hostname or "") not in _LOOPBACK
