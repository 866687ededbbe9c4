"""Trouble of the machine in words: no memory, no room, no more files or threads."""

from __future__ import annotations

import errno
import os
import tempfile

from quietude.errors import QuietudeError

_FULL = {errno.ENOSPC, errno.EDQUOT}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO, errno.EFBIG, errno.ENOTDIR}
_TOO_MANY = {errno.EMFILE, errno.ENFILE}
_NO_MEMORY = ("can't start new thread", "failed to map segment", "cannot allocate memory")


def machine_trouble(error: BaseException) -> QuietudeError | None:
    """Returns an error for people, if it is the machine that lacks something; else None."""
    if isinstance(error, MemoryError) or _says(error, _NO_MEMORY):
        return _no_memory()
    if not isinstance(error, OSError):
        return None
    reason = (error.strerror or str(error)).lower()
    path = None if error.filename is None else os.fsdecode(error.filename)
    if error.errno in {errno.ENOMEM, errno.EAGAIN}:
        return _no_memory()
    if error.errno in _TOO_MANY:
        hint = "End other programs, or allow more: ulimit -n 256"
        return QuietudeError(f"this process may open no more files ({reason})", hint=hint)
    if error.errno in _FULL:
        temporary = path is not None and path.startswith(tempfile.gettempdir())
        hint = "Make room there, or name another folder in TMPDIR." if temporary else "Make room."
        return QuietudeError(f"there is no room left here ({reason})", path=path, hint=hint)
    if error.errno in _NOT_ALLOWED and path is not None:
        return QuietudeError(f"this cannot be used ({reason})", path=path)
    return None


def _says(error: BaseException, words: tuple[str, ...]) -> bool:
    told = str(error).lower()
    return isinstance(error, RuntimeError | ImportError) and any(word in told for word in words)


def _no_memory() -> QuietudeError:
    message = "there is not enough memory for this"
    hint = "End other programs. A smaller voice needs less: --engine flite, or pyttsx3."
    return QuietudeError(message, hint=hint)
