"""Named gaps and pacing profiles: the length of "settle" in each profile.

The standard lengths and the factors of the other profiles follow the spread found in published
guided meditations: a gap between sentences of about 0.7 s, between paragraphs of about 2 s, 4-5 s
for a breath, 8-15 s to observe, 10-18 s to practise. The gap between sentences never falls below
that, where an audiobook has 0.45 s: in a short session words are left out instead.
"""

from __future__ import annotations

from quietude.durations import Span

GAPS: dict[str, Span] = {
    "sentence": Span(0.7, 1.0, 1.7),
    "line": Span(1.2, 2.2, 4.5),
    "transition": Span(2.0, 3.5, 8.0),
    "settle": Span(2.5, 4.0, 9.0),
    "breath": Span(3.5, 5.0, 9.0),
    "ending": Span(3.0, 5.0, 10.0),
    "rest": Span(6.0, 10.0, 25.0),
    "notice": Span(6.0, 12.0, 30.0),
    "practise": Span(10.0, 18.0, 45.0),
}
"""The gaps of the ``standard`` profile, in seconds; the shortest first."""

PROFILES: dict[str, float] = {"gentle": 0.75, "standard": 1.0, "spacious": 1.35}
"""The factor of each pacing profile on the standard lengths."""

LEAD = Span(2.5, 4.0, 8.0)
"""The bed alone before anything happens, in seconds; it fades in over it."""

TAIL = Span(6.0, 9.0, 16.0)
"""The bed alone after everything has happened, in seconds; it fades out over it."""


def gap_span(name: str, profile: str) -> Span:
    """Returns the length of a named gap in a profile.

    Raises:
        KeyError: if there is no such gap or profile; parsers have checked both.
    """
    span, factor = GAPS[name], PROFILES[profile]
    return Span(span.min_s * factor, span.ideal_s * factor, span.max_s * factor)
