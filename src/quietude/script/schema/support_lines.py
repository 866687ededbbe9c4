"""The support lines of the library: their form in ``support.yaml``."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import StringConstraints

from quietude import library
from quietude.script.schema.fields import StrictForm
from quietude.script.schema.yaml_source import parse_yaml


class _Source(StrictForm):
    where: str
    dated: Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}(-[0-9]{2}){0,2}$")]


class _Checked(StrictForm):
    day: Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}$")]
    against: str


class SupportLine(StrictForm):
    """A support line or a directory of them, with its source."""

    name: str
    contact: str
    source: _Source
    checked: _Checked | None = None


class _Region(StrictForm):
    name: str
    emergency: str
    lines: list[SupportLine]


class Support(StrictForm):
    """Support lines by region, and directories for everywhere else."""

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
    """Returns the support lines that come with the library."""
    return Support.model_validate(parse_yaml(library.data_text("support")).data)
