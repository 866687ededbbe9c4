"""The roles that titles of sections suggest: "Arriving", "Coming back"."""

from __future__ import annotations

import re

_ROLES = (
    ("return", r"clos|return|coming back|come back|outro|conclu|ending|\bend\b|re-?orient|wake"),
    ("integrate", r"integrat|gather|reflect|transition|taking .* with"),
    ("arrive", r"intro|open|arriv|welcom|begin|prepar|start"),
    ("settle", r"settl|relax|ground|breath|induction|body scan|deepen"),
    ("resource", r"safe place|resource|anchor|peaceful place|happy place"),
)


def role_of(title: str) -> str:
    """Returns the role a section's title suggests."""
    folded = title.lower()
    return next((role for role, words in _ROLES if re.search(words, folded)), "practice")
