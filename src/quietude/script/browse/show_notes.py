"""Show notes of an exercise: its description, its content note, and support lines of a region.

Every number, address and sentence of the support lines is data: ``support.yaml`` of the library.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.errors import UsageError
from quietude.script.schema.support_lines import support

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.script.model import Script
    from quietude.script.schema.support_lines import SupportLine


_SAID_BELOW = re.compile(r"\bThis is (?:not a|no) substitute for therapy\.")
"""A sentence of many content notes that the notice under them says again, in full."""


def check_region(region: str) -> str:
    """Returns a region's code as two capital letters, or "" for no region.

    Raises:
        UsageError: for anything else.
    """
    code = region.strip().upper()
    if code == "UK":
        message = '"UK" is not a region'
        raise UsageError(message, hint="Its ISO 3166 code is GB.")
    if code and not (len(code) == 2 and code.isascii() and code.isalpha()):  # noqa: PLR2004
        message = f'"{region[:20]}" is not a region'
        raise UsageError(message, hint="Give its two letters of ISO 3166, like GB or NZ.")
    return code


def show_notes(script: Script, region: str = "") -> str:
    """Returns the show notes of an exercise: plain text, blank lines between paragraphs.

    Args:
        script: The exercise; nothing personal is in its notes.
        region: The ISO 3166 code of the readers' region; "" for anywhere.

    Raises:
        UsageError: if the region is no such code.
    """
    content_note = _SAID_BELOW.sub("", script.content_note)
    paragraphs = (script.about, content_note, *_help(check_region(region)))
    return "\n\n".join(
        text if "\n" in text else " ".join(text.split()) for text in paragraphs if text.strip()
    )


def to_confirm() -> str:
    """Returns what publishers of show notes have to do first."""
    return " ".join(support().to_confirm.split())


def _help(region: str) -> Iterator[str]:
    texts = support()
    yield texts.notice
    yield texts.more_help
    here = texts.regions.get(region)
    if here is None:
        directories = texts.directories
        yield "\n".join([texts.elsewhere, *map(_line, directories), *_as_of(directories)])
        return
    emergency = texts.emergency.format(number=here.emergency)
    head = texts.someone_now.format(region=here.name)
    yield "\n".join([head, *map(_line, here.lines), *_as_of(here.lines), emergency])


def _as_of(lines: Sequence[SupportLine]) -> Iterator[str]:
    """Yields the age of the lines, and the day of their check if all of them were checked."""
    dated = min(line.source.dated for line in lines)
    checked = min(line.checked.day if line.checked else "" for line in lines)
    if checked:
        yield support().as_of.format(dated=dated, checked=checked)
    else:
        yield support().as_of_unchecked.format(dated=dated)


def _line(line: SupportLine) -> str:
    return f"{line.name}: {line.contact}"
