"""Everything that is wrong in a manifest, collected with its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from quietude._util.suggest import did_you_mean
from quietude.errors import ManifestError, QuietudeError, SeriesError
from quietude.script.schema.errors import expected_value

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from quietude.script.schema.yaml_source import DataPath, Document

Form = TypeVar("Form", bound="BaseModel")

_PATTERNS = {
    "id": 'an id is lower-case words joined by hyphens, like "safe-place"',
    "language": 'a language is a code like "en" or "en-GB"',
    "link": "a link starts with https://",
    "email": "this is not an address for mail",
}


class Problems:
    """What is wrong in one manifest.

    Args:
        path: The manifest.
        document: Its data with their lines.
    """

    def __init__(self, path: Path, document: Document) -> None:
        self._path = path
        self._document = document
        self._found: list[QuietudeError] = []
        self._warnings: dict[str, SeriesError] = {}

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._found)

    def has(self, at: DataPath) -> bool:
        """Whether the manifest says something there."""
        return at in self._document.lines

    def line(self, at: DataPath) -> int:
        """The line of a value."""
        return self._document.line_of(at)

    def add(self, at: DataPath, message: str, hint: str | None = None) -> None:
        """Something is wrong with a value of the manifest."""
        self.add_error(SeriesError(message, path=self._path, line=self.line(at), hint=hint))

    def warn(self, at: DataPath, message: str, hint: str) -> None:
        """Something may be hard on a listener; it keeps nothing from being built."""
        warning = SeriesError(message, path=self._path, line=self.line(at), hint=hint)
        self._warnings.setdefault(str(warning), warning)

    @property
    def warnings(self) -> tuple[SeriesError, ...]:
        """What was only warned of, by its lines."""
        return tuple(sorted(self._warnings.values(), key=lambda it: it.line or 0))

    def add_error(self, error: QuietudeError) -> None:
        """Something is wrong in a file that says where itself; said once, however often met."""
        if str(error) not in {str(it) for it in self._found}:
            self._found.append(error)

    def take(self, at: DataPath, error: QuietudeError) -> None:
        """Something is wrong with what a value names; what has no place of its own gets its."""
        if error.line and error.path and error.path != self._path:
            named = f"It is named on line {self.line(at)} of {self._path.name}."
            hint = f"{error.hint} {named}" if error.hint else named
            known = type(error) is SeriesError
            self.add_error(
                error
                if known
                else SeriesError(error.message, path=error.path, line=error.line, hint=hint)
            )
            return
        where = f"{error.path}: " if error.path and error.path != self._path else ""
        self.add(at, f"{where}{error.message}", error.hint)

    def read(self, form: type[Form], data: Any, at: DataPath) -> Form | None:
        """Data as a form; None, with every complaint collected, if it is not one."""
        try:
            return form.model_validate(data)
        except ValidationError as error:
            for it in error.errors(include_url=False):
                place = (*at, *_place(it))
                self.add(place, *_describe(it, form, place))
            return None

    def refuse(self) -> None:
        """Raise what was found.

        Raises:
            ManifestError: if anything was, in the order of the lines.
        """
        if self._found:
            own = str(self._path)
            raise ManifestError(
                sorted(self._found, key=lambda it: (str(it.path) != own, it.line or 0))
            )


def _place(it: ErrorDetails) -> DataPath:
    return tuple(part for part in it["loc"] if part != "[key]")


def _describe(it: ErrorDetails, form: type[BaseModel], place: DataPath) -> tuple[str, str | None]:
    kind = it["type"]
    name = next((str(part) for part in reversed(place) if isinstance(part, str)), "series")
    if kind == "extra_forbidden":
        return unknown_key(name, _keys(form, it["loc"][:-1]))
    if kind == "missing":
        return f'"{name}" is missing', None
    if kind == "value_error":
        return str(it["ctx"]["error"]), None
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(name, f'"{name}" is not written as expected'), None
    if kind == "literal_error":
        given = str(it["input"])[:40]
        return f'"{given}" is not a {name}', f"Choose {it['ctx']['expected']}."
    return expected_value(it, name), None


def unknown_key(name: str, known: list[str]) -> tuple[str, str]:
    """The complaint about a key there is not, and what may have been meant."""
    hint = did_you_mean(name, known, f"Keys here: {', '.join(known)}.")
    return f'there is no key "{name[:40]}" here', hint


def _keys(form: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The keys of the form inside a form that a place leads to."""
    from quietude.series.manifest.forms import PartForm, PersonForm

    inner: dict[str, type[BaseModel]] = {
        "intro": PartForm,
        "outro": PartForm,
        "persons": PersonForm,
    }
    names = [it for it in loc if isinstance(it, str) and it in inner]
    return list((inner[names[-1]] if names else form).model_fields)
