"""PDF files that hold text. A process of its own reads them, within bounds of time and memory."""

from __future__ import annotations

import json
import subprocess
import sys

from quietude._util import child_python
from quietude.script.documents.base import MEGABYTE, DocumentFormat, SourceText, UnreadableError
from quietude.script.documents.pdf_layout import PageLine, source_of

_MODULE = "quietude.script.documents.pdf_worker"
_TIMEOUT_S = 90
_OTHER = "Copy its text into a text file (.txt), and import that."


class Pdf(DocumentFormat):
    """A PDF file."""

    name = "a PDF file"
    suffixes = (".pdf",)
    max_bytes = 32 * MEGABYTE

    def is_one(self, data: bytes) -> bool:
        return b"%PDF-" in data[:1024]

    def read(self, data: bytes) -> SourceText:
        if not self.is_one(data):
            message = "this is not a PDF file"
            raise UnreadableError(message, "Its name may have been changed, or it is damaged.")
        pages = _pages(data)
        if not any(pages):
            message = "there is no text in this PDF; its pages are pictures"
            raise UnreadableError(message, "Run it through text recognition (OCR) first.")
        return source_of(pages)


def _pages(data: bytes) -> list[list[PageLine]]:
    """Returns the lines of each page, as the worker found them."""
    command = [sys.executable, *child_python.OPTIONS, "-m", _MODULE]
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter and module)
            command,
            input=data,
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
            env=child_python.child_environment(),
        )
        reply = json.loads(done.stdout.decode("utf-8", "replace").splitlines()[-1])
    except subprocess.TimeoutExpired as error:
        message = f"this PDF was not read within {_TIMEOUT_S} seconds"
        raise UnreadableError(message, _OTHER) from error
    except (OSError, ValueError, IndexError) as error:
        message = "this PDF needs more memory than any script does, or is damaged"
        raise UnreadableError(message, _OTHER) from error
    if "error" in reply:
        raise UnreadableError(str(reply["error"]), _OTHER)
    return [[PageLine(*line) for line in page] for page in reply["pages"]]
