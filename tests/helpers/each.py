"""One test over every row of a table: of thousands, telling took longer than checking."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Check = Callable[..., None]


def each(rows: Iterable[object]) -> Callable[[Check], Check]:
    """Makes one test of a check and its rows; it goes on after a failure, and tells of every row.

    Args:
        rows: The first parameters of the check: a value for one, or a tuple for several. Its other
            parameters are fixtures, as ever.
    """
    given = [row if isinstance(row, tuple) else (row,) for row in rows]

    def over_all(check: Check) -> Check:
        @functools.wraps(check)
        def test(**fixtures: object) -> None:
            failures: list[Exception] = []
            for row in given:
                try:
                    check(*row, **fixtures)
                except Exception as error:  # noqa: BLE001
                    error.add_note(f"for {', '.join(map(repr, row))}")
                    failures.append(error)
            if failures:
                message = f"{len(failures)} of {len(given)} rows fail"
                raise ExceptionGroup(message, failures)

        signature = inspect.signature(check)
        others = list(signature.parameters.values())[len(given[0]) :]
        test.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
        return test

    return over_all
