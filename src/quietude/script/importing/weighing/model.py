"""The chance that each unit is spoken: a chain in which neighbours share their fate."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def chances(scores: Sequence[float], bonds: Sequence[tuple[float, float]]) -> list[float]:
    """Returns the chance of each unit to be spoken (forward-backward over a chain of two states).

    Args:
        scores: The log-odds of each unit by itself.
        bonds: For each unit but the first, the log-weight of both it and the one before being
            spoken, and of both being left out, against their fates being different.
    """
    if not scores:
        return []
    forward = [(scores[0], 0.0)]
    for score, (spoken, left) in zip(scores[1:], bonds, strict=True):
        one, two = forward[-1]
        forward.append((score + _plus(one + spoken, two), _plus(one, two + left)))
    backward = [(0.0, 0.0)]
    for score, (spoken, left) in zip(reversed(scores[1:]), reversed(bonds), strict=True):
        one, two = backward[-1]
        backward.append((_plus(score + one + spoken, two), _plus(score + one, two + left)))
    backward.reverse()
    return [
        1 / (1 + exp(max(-60.0, min(60.0, (f_left + b_left) - (f_said + b_said)))))
        for (f_said, f_left), (b_said, b_left) in zip(forward, backward, strict=True)
    ]


def _plus(one: float, two: float) -> float:
    most, least = (one, two) if one > two else (two, one)
    return most + log(1 + exp(least - most)) if most - least < 40 else most  # noqa: PLR2004


def score_of(features: frozenset[str], weights: Mapping[str, float]) -> float:
    """Returns the log-odds of a unit by itself."""
    return sum(weights.get(name, 0.0) for name in features)
