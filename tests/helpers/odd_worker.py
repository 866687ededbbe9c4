"""A worker process that does what its requests say: reply, hang, die, or complain."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

from quietude.errors import SpeechError
from quietude.speech.engines.worker import serve


def handle(request: dict[str, Any]) -> dict[str, Any]:
    if "mark" in request:
        with Path(request["mark"]).open("a") as file:
            file.write("x")
    match request["do"]:
        case "hang":
            time.sleep(600)
        case "die":
            sys.stderr.write("out of memory\n")
            sys.stderr.flush()
            os._exit(3)
        case "phrase":
            message = "cannot say this"
            raise SpeechError(message, hint="Say something else.")
        case "voice":
            message = "no voice of that name"
            raise LookupError(message)
        case "break":
            message = "it is broken"
            raise RuntimeError(message)
        case "print":
            sys.stdout.write("libraries print\n")
            sys.stdout.flush()
    return {"pid": os.getpid()}


if __name__ == "__main__":
    serve(handle)
