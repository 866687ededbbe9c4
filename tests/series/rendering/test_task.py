from __future__ import annotations

from pathlib import Path

import pytest

from manifests import (
    InlinePool,
    built,
    run_here,
    write_series,
)
from quietude.series.rendering.task import AUDIO, Failed, Made, Task


def test_a_task_never_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks: list[Task] = []

    def take(task: Task) -> Made | Failed:
        tasks.append(task)
        return Failed(task.key, "not yet", "")

    built(write_series(tmp_path), tmp_path / "site", InlinePool(take))
    task = tasks[0]
    for error in (RuntimeError("odd"), MemoryError(), OSError(28, "No space left on device")):
        with monkeypatch.context() as patch:

            def broken(*_: object, error: Exception = error, **__: object) -> None:
                raise error

            patch.setattr("quietude.series.rendering.task.render", broken)
            assert isinstance(run_here(task), Failed)
    assert task.folder
    assert list(task.folder.iterdir()) == []
    first, second = (run_here(task) for _ in range(2))
    assert isinstance(first, Made)
    assert isinstance(second, Made)
    assert [path.name for path in task.folder.iterdir()] == [task.key]
    assert (task.folder / task.key / AUDIO).stat().st_size > 1000
