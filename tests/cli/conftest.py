from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from examples import BRIEF, SMALL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def script(write: Callable[[str, str], Path]) -> str:
    return str(write("small.yaml", SMALL))


@pytest.fixture
def brief_script(write: Callable[[str, str], Path]) -> str:
    """The shortest of scripts, for commands that make any session."""
    return str(write("brief.yaml", BRIEF))
