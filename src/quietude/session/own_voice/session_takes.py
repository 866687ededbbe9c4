"""Recorded phrases of a session, by what its request says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.errors import UsageError

if TYPE_CHECKING:
    from quietude.plan.request import Request
    from quietude.speech.takes.folder import Takes


def takes_of(request: Request) -> Takes | None:
    """The takes a request asks for; None if it asks for none.

    Raises:
        UsageError: if there is no such folder, or takes alone are asked for and no folder.
    """
    if request.takes is None:
        if request.only_takes:
            message = "only takes are to be heard, and there is no folder of takes"
            raise UsageError(message, hint="Add --takes FOLDER, or leave --only-takes out.")
        return None
    # Recordings need scipy, which takes a second to import.
    from quietude.speech.takes.folder import Takes

    return Takes(request.takes, only=request.only_takes)
