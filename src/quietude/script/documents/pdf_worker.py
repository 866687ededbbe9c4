"""The process that reads one PDF: from its input to JSON, within limits of memory and time.

A line of a page is written as ``[words, height on the page, size of its letters, italic, bold]``.
"""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

MAX_PAGES = 400
MAX_CHARS = 2_000_000
_MEMORY = 2 << 30
_CPU_S = 80
_ITALIC = re.compile(r"ital|obliq|slant", re.IGNORECASE)
_BOLD = re.compile(r"bold|black|heavy|semibold", re.IGNORECASE)

PdfLine = tuple[str, float, float, bool, bool]
"""Words, height on the page and size of the letters in points, italic, bold."""


class ProtectedError(Exception):
    """A PDF that only a password opens."""


class TooManyPagesError(Exception):
    """A PDF with more pages than any script has."""


@dataclass(slots=True)
class _WorkingLine:
    y: float = 0.0
    size: float = 0.0
    parts: list[tuple[str, bool, bool]] = field(default_factory=list)

    def take(self, words: str, font: str, y: float, size: float) -> None:
        if words.strip() and not any(said.strip() for said, *_ in self.parts):
            self.y, self.size = y, size
        self.parts.append((words, bool(_ITALIC.search(font)), bool(_BOLD.search(font))))

    def whole(self) -> PdfLine:
        text = " ".join("".join(words for words, *_ in self.parts).split())
        said = [part for part in self.parts if any(map(str.isalnum, part[0]))]
        italic, bold = (bool(said) and all(part[at] for part in said) for at in (1, 2))
        return text, self.y, self.size, italic, bold


def main() -> int:
    """Reads a PDF from standard input, and writes one line of JSON."""
    _limit()
    try:
        reply: dict[str, Any] = {"pages": pages_of(sys.stdin.buffer.read())}
    except ProtectedError:
        reply = {"error": "this PDF is protected by a password"}
    except TooManyPagesError:
        reply = {"error": f"this PDF has more than {MAX_PAGES} pages, which no script needs"}
    except MemoryError:
        reply = {"error": "this PDF needs more memory than any script does"}
    except Exception as error:  # noqa: BLE001  (a library that reads strangers' files)
        reply = {"error": f"this PDF is damaged ({type(error).__name__})"}
    sys.stdout.write(json.dumps(reply) + "\n")
    return 0


def pages_of(data: bytes) -> list[list[PdfLine]]:
    """Returns the lines of each page, without empty ones."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(data))
    try:
        if reader.is_encrypted and not reader.decrypt(""):
            raise ProtectedError
    except DependencyError as error:
        raise ProtectedError from error
    pages: list[list[PdfLine]] = []
    chars = 0
    if len(reader.pages) > MAX_PAGES:
        raise TooManyPagesError
    for page in reader.pages:
        lines = _lines(page)
        chars += sum(len(line[0]) for line in lines)
        pages.append(lines)
        if chars > MAX_CHARS:
            break
    return pages


def _lines(page: Any) -> list[PdfLine]:
    found = [_WorkingLine()]

    def take(text: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        name = str((font or {}).get("/BaseFont", ""))
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[2]) or 1.0
        for number, part in enumerate(text.split("\n")):
            if number:
                found.append(_WorkingLine())
            if part:
                found[-1].take(part, name, float(y), float(size or 0) * float(scale))

    page.extract_text(visitor_text=take)
    return [whole for line in found if (whole := line.whole())[0]]


def _limit() -> None:
    """Limits memory and processor time, where the system knows such limits."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S + 5))


if __name__ == "__main__":
    raise SystemExit(main())
