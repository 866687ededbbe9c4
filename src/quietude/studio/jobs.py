"""Jobs that take longer than a page waits: one after the other, kept on disk until they are done.

A job that was waiting or running when its process was killed is started again by the next one.
Whoever listens is told of every change.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import queue
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from quietude._util.strict_reading import number
from quietude.errors import CareError, QuietudeError
from quietude.studio.hints import in_page
from quietude.studio.words import text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from quietude.studio.folder import StudioFolder

State = Literal["waiting", "running", "done", "failed", "stopped"]
_OPEN: tuple[State, ...] = ("waiting", "running")
_REMEMBERED = 30
_TOLD_S = 0.2


@dataclass(slots=True)
class StudioJob:
    """One job.

    Attributes:
        kind: The kind, which says who does it.
        title: Its title for people.
        chosen: The choices of the page that asked for it, as plain data.
        id: Its id.
        state: Its state.
        share: The share that is done, 0 to 1.
        left_s: The time left, if it can be told.
        note: The part it is at, in words.
        path: The name of the finished file in the folder.
        error: The fault, in words.
        hint: A remedy.
        refusal: ``care`` if it was refused as it may be hard on a listener; else empty.
    """

    kind: str
    title: str
    chosen: Mapping[str, Any] = field(repr=False)
    id: str = field(default_factory=lambda: secrets.token_urlsafe(6))
    state: State = "waiting"
    share: float = 0.0
    left_s: float | None = None
    note: str = ""
    path: str = ""
    error: str = ""
    hint: str = ""
    refusal: str = ""

    @classmethod
    def kept(cls, data: Any) -> StudioJob:
        """Returns a job as it was kept.

        Raises:
            TypeError: if it is something else.
            ValueError: likewise.
        """
        job = cls(**data)
        texts = (getattr(job, one.name) for one in dataclasses.fields(cls) if one.type == "str")
        if not all(isinstance(one, str) for one in (job.state, *texts)):
            message = "text is missing"
            raise TypeError(message)
        job.chosen, job.share = dict(job.chosen), number(job.share, most=1.0)
        job.left_s = None if job.left_s is None else number(job.left_s)
        return job

    def to_data(self) -> dict[str, Any]:
        """Returns everything but the choices, which may hold personal details."""
        data = dataclasses.asdict(self)
        del data["chosen"]
        data["series"] = self.chosen.get("series", "")
        return data


class JobStoppedError(Exception):
    """A job was told to stop."""


@dataclass(frozen=True, slots=True)
class Report:
    """Tells how far a job is; raises :class:`JobStoppedError` once it is to stop.

    Attributes:
        job: The job.
        changed: Called after each change.
        stopping: Set when it is to stop.
    """

    job: StudioJob
    changed: Callable[[StudioJob], None]
    stopping: threading.Event

    def __call__(self, share: float, left_s: float | None = None, note: str = "") -> None:
        """Tells how far the job is."""
        if self.stopping.is_set():
            raise JobStoppedError
        self.job.share, self.job.left_s, self.job.note = share, left_s, note
        self.changed(self.job)


class Jobs:
    """The jobs of a studio; see the module.

    Args:
        folder: The folder they are kept in.
        workers: Does the jobs of each kind.
    """

    def __init__(
        self, folder: StudioFolder, workers: Mapping[str, Callable[[StudioJob, Report], None]]
    ) -> None:
        self._folder = folder
        self._workers = workers
        self._jobs: dict[str, StudioJob] = {}
        self._queue: queue.Queue[str | None] = queue.Queue()
        self._stopping: dict[str, threading.Event] = {}
        self._listeners: set[tuple[asyncio.AbstractEventLoop, asyncio.Queue[dict[str, Any]]]] = (
            set()
        )
        self._lock = threading.Lock()
        self._told: dict[str, float] = {}
        self._closing = False
        for data in folder.read("jobs", []):
            with contextlib.suppress(TypeError, ValueError):  # what a crash has damaged
                self._take_up(StudioJob.kept(data))
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)
        self._thread.start()

    def _take_up(self, job: StudioJob) -> None:
        self._jobs[job.id] = job
        if job.state in _OPEN:
            job.state, job.share, job.left_s = "waiting", 0.0, None
            self._queue.put(job.id)

    def add(self, job: StudioJob) -> StudioJob:
        """Adds a job at the end."""
        with self._lock:
            self._jobs[job.id] = job
        self._changed(job)
        self._queue.put(job.id)
        return job

    def all(self) -> list[StudioJob]:
        """Every job that is remembered, the latest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def get(self, job_id: str) -> StudioJob | None:
        """A job by its id."""
        return self._jobs.get(job_id)

    def stop(self, job_id: str) -> None:
        """Stops a job, now or before it begins."""
        job = self._jobs.get(job_id)
        if job is None or job.state not in _OPEN:
            return
        if job_id in self._stopping:
            self._stopping[job_id].set()
        else:
            job.state = "stopped"
            self._changed(job)

    def forget(self, job_id: str) -> None:
        """Takes a job that is over from the list."""
        with self._lock:
            job = self._jobs.get(job_id)
            if job and job.state not in _OPEN:
                del self._jobs[job_id]
        self._save()

    def close(self) -> None:
        """Stops the work; what was not done is taken up by the next process."""
        self._closing = True
        for event in list(self._stopping.values()):
            event.set()
        self._queue.put(None)
        self._thread.join(timeout=5.0)

    def tell(self, data: dict[str, Any]) -> None:
        """Tells every page something."""
        with self._lock:
            listeners = list(self._listeners)
        for loop, events in listeners:
            with contextlib.suppress(RuntimeError):  # its loop has ended
                loop.call_soon_threadsafe(events.put_nowait, data)

    async def events(self) -> AsyncIterator[dict[str, Any]]:
        """Yields every change from now on; first all jobs there are."""
        events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        listener = (asyncio.get_running_loop(), events)
        with self._lock:
            self._listeners.add(listener)
        try:
            yield {"jobs": [job.to_data() for job in self.all()]}
            while True:
                yield await events.get()
        finally:
            with self._lock:
                self._listeners.discard(listener)

    def _changed(self, job: StudioJob) -> None:
        now = time.monotonic()
        running = job.state == "running" and job.share
        if running and now - self._told.get(job.id, 0.0) < _TOLD_S:
            return
        self._told[job.id] = now
        if not running:
            self._save()
        self.tell({"job": job.to_data()})

    def _save(self) -> None:
        with self._lock:
            over = [job for job in self._jobs.values() if job.state not in _OPEN]
            for job in over[:-_REMEMBERED]:
                del self._jobs[job.id]
            data = [dataclasses.asdict(job) for job in self._jobs.values()]
        for one in data:
            if one["state"] not in _OPEN:
                one["chosen"] = {}  # nobody needs its personal details any more
        # A state that cannot be written, on a full disk, keeps no job from being done.
        with contextlib.suppress(QuietudeError):
            self._folder.write("jobs", data)

    def _work(self) -> None:
        while (job_id := self._queue.get()) is not None and not self._closing:
            job = self._jobs.get(job_id)
            if job is None or job.state != "waiting":
                continue
            stopping = self._stopping[job_id] = threading.Event()
            job.state = "running"
            self._changed(job)
            try:
                self._workers[job.kind](job, Report(job, self._changed, stopping))
                job.state, job.share, job.left_s = "done", 1.0, 0.0
            except JobStoppedError:
                if self._closing:  # the next process takes it up
                    return
                job.state = "stopped"
            except QuietudeError as error:
                job.state, job.error = "failed", in_page(error.message) or error.message
                job.hint = in_page(error.hint or "")
                job.refusal = "care" if isinstance(error, CareError) else ""
            except Exception as error:  # noqa: BLE001  (a job must not end the studio)
                kind = type(error).__name__
                job.state, job.error = "failed", text("broken.title")
                job.hint = text("broken.hint", kind=kind)
            del self._stopping[job_id]
            self._changed(job)
