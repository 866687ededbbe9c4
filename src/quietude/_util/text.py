"""Parts of a text that are not characters."""

from __future__ import annotations

import re

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a character: escapes in JSON and YAML can write one, no encoding can store it."""
