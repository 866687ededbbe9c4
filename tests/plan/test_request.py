"""Requests that no session can meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quietude.errors import UsageError
from quietude.plan.request import Request

if TYPE_CHECKING:
    pass


@pytest.mark.parametrize(
    "wrong",
    [
        {"duration_s": 0.0}, {"duration_s": -300.0}, {"duration_s": 1.0}, {"duration_s": 108_000.0},
        {"rate_wpm": 10}, {"rate_wpm": 900}, {"pacing": "hasty"}, {"sample_rate_hz": 8_000},
    ],
)  # fmt: skip
def test_requests_that_make_no_sense(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Request(**wrong)  # type: ignore[arg-type]
