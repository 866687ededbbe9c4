from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from examples import SMALL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def script(write: Callable[[str, str], Path]) -> str:
    return str(write("small.yaml", SMALL))
