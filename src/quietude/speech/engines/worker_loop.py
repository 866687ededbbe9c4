"""The other end of a worker process: one JSON request a line in, one JSON answer a line out.

A worker ends when its input ends, and a watchdog ends it from inside should a request outlive its
time while nobody is left to notice.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

from quietude.errors import EngineError, SpeechError

if TYPE_CHECKING:
    from collections.abc import Callable


def serve(answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer requests until the input ends.

    Args:
        answer: Does what a request asks for. A LookupError means that there is no such voice, a
            SpeechError that this phrase cannot be spoken, anything else that the engine fails.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    # Keep a private way out, and send what libraries print to stderr instead.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        faulthandler.dump_traceback_later(request["timeout_s"] + 5.0, exit=True)
        reply = _reply(answer, request)
        faulthandler.cancel_dump_traceback_later()
        answers.write(json.dumps({"id": request["id"], **reply}) + "\n")


def _reply(
    answer: Callable[[dict[str, Any]], dict[str, Any]], request: dict[str, Any]
) -> dict[str, Any]:
    try:
        return {"ok": True, **answer(request)}
    except LookupError as error:
        return {"ok": False, "kind": "voice", "reason": str(error)}
    except SpeechError as error:
        return {"ok": False, "kind": "phrase", "reason": error.message, "hint": error.hint}
    except Exception as error:  # noqa: BLE001  (reported to the parent, which decides)
        return {"ok": False, "kind": "engine", "reason": f"{type(error).__name__}: {error}"}


def checked(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer as the parent gets it, if it is a good one.

    Raises:
        EngineError: if there is no such voice, or the engine does not work.
        SpeechError: if it was this phrase that could not be spoken.
    """
    if answer["ok"]:
        return answer
    reason = answer["reason"]
    if answer["kind"] == "phrase":
        raise SpeechError(reason, hint=answer["hint"])
    if answer["kind"] == "voice":
        raise EngineError(reason, hint="See the voices with: quietude voices list")
    message = f"the speech engine does not work here ({reason})"
    raise EngineError(message, hint="See what works here with: quietude doctor")
