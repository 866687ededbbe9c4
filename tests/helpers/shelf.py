"""The library, with every exercise read once: scripts are frozen, and there are many tests."""

from __future__ import annotations

from library_figures import exercise_script as read_script

__all__ = ["FEW_SEEDS", "MORE_SEEDS", "read_script"]

FEW_SEEDS = (None,)
"""The wording that is heard unless another is asked for: the same in every test, since its sessions
are kept."""

MORE_SEEDS = (0, 1, 2, 3, 4, 5)
"""For the long tests."""
