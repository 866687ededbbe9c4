"""Where the files of one session go, the sound and what stands beside it: all appear or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from quietude._util.files import PendingFile, commit_all
from quietude.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Places:
    """Files under temporary names, until :meth:`commit` puts them all in their places.

    Every place is tried before any work is done.

    Args:
        paths: Where the files belong.
        overwrite: Whether files that are there already may be replaced.

    Raises:
        DeliveryError: if one of the places cannot be written to, or is taken.
        UsageError: if two of the files have the same place.
    """

    def __init__(self, paths: Sequence[Path], *, overwrite: bool) -> None:
        self._pending: dict[Path, PendingFile] = {}
        if twice := [it for it in paths if list(paths).count(it) > 1]:
            message = f"two files of this session would be {twice[0].name}"
            raise UsageError(message, hint="Give each output a name of its own.")
        try:
            for path in paths:
                self._pending[path] = PendingFile(path, overwrite=overwrite)
        except BaseException:
            self.discard()
            raise

    def __getitem__(self, path: Path) -> PendingFile:
        return self._pending[path]

    def commit(self) -> None:
        """Put all files in their places.

        Raises:
            DeliveryError: if one cannot be; then none is, and what was there before is.
        """
        commit_all(list(self._pending.values()))

    def discard(self) -> None:
        """Remove every trace, unless they have been committed."""
        # The folders the first had to make are empty only when the others have gone.
        for it in reversed(self._pending.values()):
            it.discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_what: object) -> None:
        self.discard()
