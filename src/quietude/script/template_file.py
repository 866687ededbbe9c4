"""A definition to start from: the commented template of the library, with a name of its own."""

from __future__ import annotations

import re

from quietude import library
from quietude.errors import UsageError

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def new_definition(name: str) -> str:
    """The text of a new definition.

    Args:
        name: Its id.

    Raises:
        UsageError: if that cannot be an id.
    """
    if not _ID.fullmatch(name) or len(name) > 60:  # noqa: PLR2004
        message = f'"{name[:60]}" cannot be the id of a definition'
        raise UsageError(message, hint="Use lower-case words joined by hyphens: my-exercise.")
    title = name.replace("-", " ").title()
    text = library.data_text("template")
    return text.replace("id: my-exercise", f"id: {name}").replace(
        "title: My Exercise", f"title: {title}"
    )
