"""Show notes of an exercise: what it is, what may come up, and where help is in a region.

Every number, address and sentence of the support lines is data: ``support.yaml`` of the library.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated

from pydantic import StringConstraints

from quietude import library
from quietude.errors import UsageError
from quietude.script.schema.fields import StrictForm
from quietude.script.schema.yaml_source import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.script.model import Script


class _Source(StrictForm):
    where: str
    dated: Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}(-[0-9]{2}){0,2}$")]


class _Checked(StrictForm):
    day: Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}$")]
    against: str


class SupportLine(StrictForm):
    """A line or a directory, with where it was published."""

    name: str
    contact: str
    source: _Source
    checked: _Checked | None = None


class _Region(StrictForm):
    name: str
    emergency: str
    lines: list[SupportLine]


class Support(StrictForm):
    """Where help is: by region, and in directories for everywhere else."""

    notice: str
    more_help: str
    someone_now: str
    elsewhere: str
    emergency: str
    as_of: str
    as_of_unchecked: str
    to_confirm: str
    directories: list[SupportLine]
    regions: dict[str, _Region]


@cache
def support() -> Support:
    """The support lines that come with the library."""
    return Support.model_validate(parse_yaml(library.data_text("support")).data)


def check_region(region: str) -> str:
    """A region's code as it is kept: two capital letters, or "" for none.

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
    """The show notes of an exercise, as plain text with a blank line between paragraphs.

    Args:
        script: The exercise; nothing personal is in its notes.
        region: Where they will be read, as an ISO 3166 code; "" for anywhere.

    Raises:
        UsageError: if the region is no such code.
    """
    paragraphs = (script.about, script.content_note, *_help(check_region(region)))
    return "\n\n".join(" ".join(it.split()) if "\n" not in it else it for it in paragraphs if it)


def to_confirm() -> str:
    """What whoever publishes show notes has to do first."""
    return " ".join(support().to_confirm.split())


def _help(region: str) -> Iterator[str]:
    it = support()
    yield it.notice
    yield it.more_help
    here = it.regions.get(region)
    if here is None:
        yield "\n".join([it.elsewhere, *map(_line, it.directories), *_as_of(it.directories)])
        return
    emergency = it.emergency.format(number=here.emergency)
    head = it.someone_now.format(region=here.name)
    yield "\n".join([head, *map(_line, here.lines), *_as_of(here.lines), emergency])


def _as_of(lines: Sequence[SupportLine]) -> Iterator[str]:
    """How old the lines are; that they were compared only where every one of them was."""
    dated = min(it.source.dated for it in lines)
    checked = min(it.checked.day if it.checked else "" for it in lines)
    if checked:
        yield support().as_of.format(dated=dated, checked=checked)
    else:
        yield support().as_of_unchecked.format(dated=dated)


def _line(it: SupportLine) -> str:
    return f"{it.name}: {it.contact}"
