"""Everything that is wrong in a manifest, collected with its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from quietude._util.suggest import did_you_mean
from quietude.errors import ManifestError, QuietudeError, SeriesError, UsageError
from quietude.script.schema.errors import expected_value

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from quietude.script.schema.yaml_source import DataPath, Document

Form = TypeVar("Form", bound="BaseModel")
Value = TypeVar("Value")

_PATTERNS = {
    "id": 'an id is lower-case words joined by hyphens, like "safe-place"',
    "language": 'a language is a code like "en" or "en-GB"',
    "link": "a link starts with https://",
    "email": "this is not an e-mail address",
}


class Problems:
    """Complaints and warnings about one manifest.

    Args:
        path: The manifest.
        document: Its data with their lines.
    """

    def __init__(self, path: Path, document: Document) -> None:
        self._path = path
        self._document = document
        self._errors: list[QuietudeError] = []
        self._warnings: dict[str, SeriesError] = {}

    @property
    def count(self) -> int:
        """Number of complaints so far."""
        return len(self._errors)

    @property
    def warnings(self) -> tuple[SeriesError, ...]:
        """Warnings, in the order of their lines."""
        return tuple(sorted(self._warnings.values(), key=lambda warning: warning.line or 0))

    def line(self, at: DataPath) -> int:
        """Line of a value."""
        return self._document.line_of(at)

    def setting_place(self, name: str, at: DataPath) -> DataPath:
        """Place of a setting that an episode has: with the episode, or with the defaults."""
        own = (*at[:2], name)
        return own if own in self._document.lines else ("defaults", name)

    def add(self, at: DataPath, message: str, hint: str | None = None) -> None:
        """Record a complaint about a value of the manifest."""
        self.add_error(SeriesError(message, path=self._path, line=self.line(at), hint=hint))

    def add_error(self, error: QuietudeError) -> None:
        """Record an error that has its own file and line; once, however often it is met."""
        if str(error) not in {str(known) for known in self._errors}:
            self._errors.append(error)

    def add_named(self, at: DataPath, error: QuietudeError) -> None:
        """Record an error in something that a value of the manifest names.

        One without a line of its own gets the line of the value.
        """
        if error.line and error.path and error.path != self._path:
            named = f"It is named on line {self.line(at)} of {self._path.name}."
            hint = f"{error.hint} {named}" if error.hint else named
            if type(error) is not SeriesError:
                error = SeriesError(error.message, path=error.path, line=error.line, hint=hint)
            self.add_error(error)
            return
        where = f"{error.path}: " if error.path and error.path != self._path else ""
        self.add(at, f"{where}{error.message}", error.hint)

    def warn(self, line: int, message: str, hint: str) -> None:
        """Record something that may be hard on a listener, and keeps nothing from being built."""
        warning = SeriesError(message, path=self._path, line=line, hint=hint)
        self._warnings.setdefault(str(warning), warning)

    def attempt(self, at: DataPath, make: Callable[[], Value]) -> Value | None:
        """Returns what ``make`` returns; None, with its complaint recorded, if it refuses."""
        try:
            return make()
        except ValueError as error:
            self.add(at, str(error))
        except UsageError as error:
            self.add_named(at, error)
        return None

    def validate(self, form: type[Form], data: Any, at: DataPath) -> Form | None:
        """Returns data as a form; None, with every complaint recorded, if they do not fit it."""
        try:
            return form.model_validate(data)
        except ValidationError as error:
            for details in error.errors(include_url=False):
                place = (*at, *_place(details))
                self.add(place, *_describe(details, form, place))
            return None

    def refuse(self) -> None:
        """Raise everything that was recorded, except warnings.

        Raises:
            ManifestError: if there is a complaint; the manifest's own come first, by line.
        """
        if self._errors:
            own = str(self._path)
            raise ManifestError(
                sorted(self._errors, key=lambda error: (str(error.path) != own, error.line or 0))
            )


def _place(details: ErrorDetails) -> DataPath:
    return tuple(part for part in details["loc"] if part != "[key]")


def _describe(
    details: ErrorDetails, form: type[BaseModel], place: DataPath
) -> tuple[str, str | None]:
    """Message and hint for an error of validation."""
    kind = details["type"]
    name = next((str(part) for part in reversed(place) if isinstance(part, str)), "series")
    if kind == "extra_forbidden":
        return unknown_key(name, _keys(form, details["loc"][:-1]))
    if kind == "missing":
        return f'"{name}" is missing', None
    if kind == "value_error":
        return str(details["ctx"]["error"]), None
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(name, f'"{name}" is not written as expected'), None
    if kind == "literal_error":
        given = str(details["input"])[:40]
        return f'"{given}" is not a {name}', f"Choose {details['ctx']['expected']}."
    return expected_value(details, name), None


def unknown_key(name: str, known: list[str]) -> tuple[str, str]:
    """Message about a key that does not exist, and a hint at the key that may be meant."""
    hint = did_you_mean(name, known, f"Keys here: {', '.join(known)}.")
    return f'there is no key "{name[:40]}" here', hint


def _keys(form: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """Keys of the form at a place inside a form."""
    from quietude.series.manifest.forms import show as show_form
    from quietude.series.manifest.forms.episode import EndSoundForm, IntroOutroForm

    inner: dict[str, type[BaseModel]] = {
        "intro": IntroOutroForm,
        "outro": IntroOutroForm,
        "sound": EndSoundForm,
        "persons": show_form.PersonForm,
        "cover": show_form.CoverForm,
        "funding": show_form.FundingForm,
        "license": show_form.LicenseForm,
        "update_frequency": show_form.FrequencyForm,
    }
    names = [part for part in loc if isinstance(part, str) and part in inner]
    return list((inner[names[-1]] if names else form).model_fields)
