"""What is no character though a string may hold it."""

from __future__ import annotations

import re

HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
"""A surrogate by itself: escapes of JSON and YAML can write one, and no file can hold it."""
