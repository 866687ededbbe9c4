"""The catalogue of the library: rows, articles, needs and lengths of its exercises.

The lists are data: ``sources.yaml`` and ``for_when.yaml`` of the library. A definition of one's own
may use them too, but does not have to.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import AfterValidator, Field, WithJsonSchema

from quietude import library
from quietude._util.suggest import did_you_mean
from quietude.script.schema.fields import StrictForm
from quietude.script.schema.yaml_source import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

_T = TypeVar("_T")

LONGEST_MIN = 60
"""The longest length an exercise is offered at, in minutes."""


class _ArticleForm(StrictForm):
    title: str
    about: str


class _RowForm(StrictForm):
    name: str
    articles: list[str]


class _LeftOutForm(StrictForm):
    what: str
    articles: list[str]
    because: str


class _SourcesForm(StrictForm):
    articles: dict[str, _ArticleForm]
    rows: dict[int, _RowForm]
    steady_rows: list[int]
    left_out: list[_LeftOutForm]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of the articles that is not in the library, with the reason."""

    what: str
    articles: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything the articles behind the library ask for.

    Attributes:
        articles: Title and a line about each article, by its short name (``S0``).
        rows: The name of each exercise, question set or rule of theirs, by number.
        row_articles: The articles a row is found in.
        steady_rows: The rows that give something steady to come back to.
        left_out: Everything that is not in the library, and why.
    """

    articles: Mapping[str, tuple[str, str]]
    rows: Mapping[int, str]
    row_articles: Mapping[int, tuple[str, ...]]
    steady_rows: tuple[int, ...]
    left_out: tuple[LeftOut, ...]


@cache
def catalogue() -> Catalogue:
    """Returns the catalogue that comes with the library."""
    sources = _SourcesForm.model_validate(_numbered(parse_yaml(library.data_text("sources")).data))
    return Catalogue(
        articles={name: (one.title, one.about) for name, one in sources.articles.items()},
        rows={number: row.name for number, row in sources.rows.items()},
        row_articles={number: tuple(row.articles) for number, row in sources.rows.items()},
        steady_rows=tuple(sources.steady_rows),
        left_out=tuple(
            LeftOut(one.what, tuple(one.articles), one.because) for one in sources.left_out
        ),
    )


def _numbered(data: dict[str, object]) -> dict[str, object]:
    """Returns the data with the keys of its rows as numbers."""
    rows = data["rows"]
    assert isinstance(rows, dict)
    return {**data, "rows": {int(number): row for number, row in rows.items()}}


@cache
def needs() -> Mapping[str, str]:
    """Returns the needs an exercise may be for: each word with a line about it, in order."""
    data = parse_yaml(library.data_text("for_when")).data
    return {str(name): str(line) for name, line in data.items()}


def _known_row(value: int) -> int:
    if value not in catalogue().rows:
        message = f"there is no row {value} in the catalogue; it has 1 to {max(catalogue().rows)}"
        raise ValueError(message)
    return value


def _known_article(value: str) -> str:
    if value not in catalogue().articles:
        message = f'there is no article "{value[:40]}"; there are {", ".join(catalogue().articles)}'
        raise ValueError(message)
    return value


def known_need(value: str) -> str:
    """Returns a word of the list of needs.

    Raises:
        ValueError: for any other word, with the closest one.
    """
    if value not in needs():
        hint = did_you_mean(value, needs(), f"There are: {', '.join(needs())}.")
        message = f'"{value[:40]}" is not on the list. {hint}'
        raise ValueError(message)
    return value


Row = Annotated[int, AfterValidator(_known_row)]
Article = Annotated[str, AfterValidator(_known_article), WithJsonSchema({"type": "string"})]
Need = Annotated[str, AfterValidator(known_need), WithJsonSchema({"enum": list(needs())})]
Minutes = Annotated[int, Field(ge=1, le=LONGEST_MIN)]


def each_once(values: list[_T]) -> list[_T]:
    """Returns the values, if none of them is there twice.

    Raises:
        ValueError: naming the first that is.
    """
    for number, value in enumerate(values):
        if value in values[:number]:
            message = f"{value} is listed twice"
            raise ValueError(message)
    return values


def rising(values: list[int]) -> list[int]:
    """Returns the values, if each is larger than the one before.

    Raises:
        ValueError: if one is not.
    """
    for before, after in pairwise(values):
        if after <= before:
            message = f"the shortest comes first, but {after} is after {before}"
            raise ValueError(message)
    return values
