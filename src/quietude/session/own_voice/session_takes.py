"""Recorded phrases of a session, by what its request says."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from quietude.errors import QuietudeError, UsageError
from quietude.plan.compose import compose

if TYPE_CHECKING:
    from quietude.plan.model import Plan
    from quietude.plan.request import Request
    from quietude.script.model import Script
    from quietude.speech.takes.folder import Takes


class VoiceFacts(TypedDict):
    """The voices of a session, as tags say them."""

    synthetic: bool
    human: bool


def voice_facts(takes: Takes | None, plan: Plan) -> VoiceFacts:
    """The voices that speak a plan: a program, a person, or both."""
    if takes is None:
        return {"synthetic": True, "human": False}
    phrases = list(dict.fromkeys(plan.utterances()))
    missing = len(takes.missing(phrases))
    return {"synthetic": bool(missing) or not phrases, "human": missing < len(phrases)}


def voices_of(script: Script, request: Request) -> VoiceFacts:
    """The voices that speak a script; a program where it cannot be told, since it is refused later.

    Args:
        script: A checked script.
        request: The details, and the folder of takes.
    """
    try:
        return voice_facts(takes_of(request), compose(script, request))
    except QuietudeError:
        return {"synthetic": True, "human": False}


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
