from __future__ import annotations

import threading
import time
from pathlib import Path

from quietude.errors import UsageError
from quietude.studio.folder import StudioFolder
from quietude.studio.jobs import Jobs, Report, StudioJob


def done(jobs: Jobs, job_id: str) -> StudioJob:
    for _ in range(3000):
        job = jobs.get(job_id)
        if job and job.state in {"done", "failed", "stopped"}:
            return job
        time.sleep(0.01)
    raise AssertionError(job_id)


def test_jobs_are_done_one_after_the_other_and_say_how_far_they_are(tmp_path: Path) -> None:
    order: list[str] = []

    def work(job: StudioJob, report: Report) -> None:
        order.append(job.title)
        report(0.5, 3.0, "half")
        if job.title == "bad":
            message = "it does not fit"
            raise UsageError(message, hint="Make it smaller.")
        if job.title == "broken":
            raise RuntimeError(job.title)

    jobs = Jobs(StudioFolder(tmp_path), {"x": work})
    added = [jobs.add(StudioJob("x", title, {})) for title in ("a", "bad", "broken", "b")]
    assert done(jobs, added[3].id).state == "done"
    assert order == ["a", "bad", "broken", "b"]
    assert (added[1].error, added[1].hint) == ("it does not fit", "Make it smaller.")
    assert added[2].state == "failed"
    assert "RuntimeError" in added[2].hint
    jobs.close()


def test_a_job_is_stopped_while_it_waits_or_runs(tmp_path: Path) -> None:
    begun, go = threading.Event(), threading.Event()

    def work(_job: StudioJob, report: Report) -> None:
        begun.set()
        go.wait(300.0)
        report(0.5)

    jobs = Jobs(StudioFolder(tmp_path), {"x": work})
    one, two = (jobs.add(StudioJob("x", title, {})) for title in "ab")
    begun.wait(300.0)
    jobs.stop(two.id)
    jobs.stop(one.id)
    go.set()
    assert done(jobs, one.id).state == "stopped"
    assert done(jobs, two.id).state == "stopped"
    jobs.forget(one.id)
    assert [job.id for job in jobs.all()] == [two.id]
    jobs.close()


def test_unfinished_jobs_are_taken_up_by_the_next_process(tmp_path: Path) -> None:
    begun, go = threading.Event(), threading.Event()

    def stuck(_job: StudioJob, report: Report) -> None:
        begun.set()
        go.wait(300.0)
        report(0.5)

    killed = Jobs(StudioFolder(tmp_path), {"x": stuck})
    job = killed.add(StudioJob("x", "a", {"name": "Ada"}))
    begun.wait(300.0)
    seen: list[object] = []
    jobs = Jobs(StudioFolder(tmp_path), {"x": lambda one, _report: seen.append(one.chosen)})
    assert done(jobs, job.id).state == "done"
    assert seen == [{"name": "Ada"}]
    jobs.close()
    assert "Ada" not in (tmp_path / ".studio" / "jobs.json").read_text(encoding="utf-8")
    go.set()
    killed.close()


def test_one_folder_has_one_studio(tmp_path: Path) -> None:
    one, two = StudioFolder(tmp_path), StudioFolder(tmp_path)
    assert one.claim()
    assert not two.claim()
    one.release()
    assert two.claim()
    two.release()
    assert one.secret("key") == two.secret("key")
    assert one.free_path('A: "Walk"/..', ".mp3").name == "A Walk.mp3"
    assert one.free_path("Con", ".mp3").name == "Session Con.mp3"  # a device of Windows
