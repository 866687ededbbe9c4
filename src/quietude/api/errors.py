"""Errors as Python sees them: hints name arguments and functions, not options and commands."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from quietude.errors import ManifestError, QuietudeError

if TYPE_CHECKING:
    from collections.abc import Callable

_P = ParamSpec("_P")
_R = TypeVar("_R")

_WHOLE = {
    "--overwrite": "overwrite=True",
    "--nearest": "nearest=True",
    "--keep-pauses": "keep_pauses=True",
    "--accept-care-risks": "accept_care_risks=True",
    "--strict": "strict=True",
    "--cover none": 'cover="none"',
    "--bed none": 'bed="none"',
    "--bed FILE": 'bed="FILE"',
}
_NAMES = {
    "set": "details", "for": "details", "ask": "details", "range": "range_factor", "tag": "tags",
}  # fmt: skip
_COMMANDS = {
    "quietude exercises": "quietude.exercises()",
    "quietude programmes": "quietude.programmes()",
    "quietude beds list": "quietude.beds()",
    "quietude beds": "quietude.beds()",
    "quietude voices list": "quietude.voices()",
    "quietude voices": "quietude.voices()",
    "quietude render": "quietude.render()",
    "quietude plan": "quietude.preview()",
}
_OPTION = re.compile(r"--([a-z]+(?:-[a-z]+)*)(?:[ =](\"[^\"]*\"|[\w:./#-]*[\w/]))?")
_TEXT = re.compile(r"[\d.]+")


def speaks_python(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Returns the function with errors whose messages and hints are for a Python programmer."""

    @functools.wraps(function)
    def wrapped(*args: _P.args, **keywords: _P.kwargs) -> _R:
        try:
            return function(*args, **keywords)
        except QuietudeError as error:
            _translate(error)
            raise

    return wrapped


def in_python(text: str) -> str:
    """Returns a message or hint with arguments and functions for options and commands."""
    for command, call in _COMMANDS.items():
        text = re.sub(rf"{re.escape(command)}(?! ?[-\w])", call, text)
    for option, argument in _WHOLE.items():
        text = re.sub(rf"{re.escape(option)}(?![-\w])", argument, text)
    return _OPTION.sub(_argument, text)


def _argument(option: re.Match[str]) -> str:
    name = _NAMES.get(option[1], option[1].replace("-", "_"))
    value = option[2]
    # A word after an option may be its value, or the sentence going on: only the first is quoted.
    if not value or value in {"to", "and", "or", "out", "is", "can", "takes", "needs", "fits"}:
        return name + option[0].removeprefix(f"--{option[1]}")
    quoted = value if value.startswith('"') or _TEXT.fullmatch(value) else f'"{value}"'
    return f"{name}={quoted}"


def _translate(error: QuietudeError) -> None:
    error.message = in_python(error.message)
    error.args = (error.message, *error.args[1:])
    if error.hint:
        error.hint = in_python(error.hint)
    if isinstance(error, ManifestError):
        for problem in error.problems:
            _translate(problem)
