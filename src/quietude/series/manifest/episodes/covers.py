"""Pictures that a manifest names: looked at when it is read, not when they are needed."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from quietude.errors import QuietudeError

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.script.schema.yaml_source import DataPath
    from quietude.series.manifest.forms.show import CoverForm
    from quietude.series.manifest.problems import Problems


def checked_cover(form: CoverForm, folder: Path, problems: Problems, at: DataPath) -> Path:
    """Path of a cover, with a complaint if it cannot be used.

    Args:
        form: The cover in the manifest.
        folder: The folder that relative paths begin in.
        problems: Takes the complaint.
        at: Its place in the manifest.
    """
    path = folder / form.file
    if refusal := _refusal(path):
        problems.add_named(at, refusal)
    return path


@lru_cache(maxsize=512)
def _refusal(path: Path) -> QuietudeError | None:
    """The reason that a picture cannot be a cover, or None; many episodes may share one."""
    from quietude.deliver.cover import INSIDE_BYTES, INSIDE_PX, picture_cover

    try:
        picture_cover(path, INSIDE_PX, INSIDE_BYTES)
    except QuietudeError as error:
        return error
    return None
