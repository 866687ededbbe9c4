"""A recursive filter as products of matrices, a few samples at a time.

What a filter of order n answers to a block of samples is a product with its impulse response, plus
what its n state variables still have to say (C. S. Burrus, "Block realization of digital filters",
IEEE Trans. Audio Electroacoust. 20(4), 1972). The states at the beginnings of all blocks follow
from one another by a prefix sum. So the filter runs at the speed of matrix products, without a
loop over samples.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quietude.audio.clip import Samples

_BLOCK = 32
"""Samples a block: few, since the work for each grows with it; not too few, for the prefix sum."""

_BATCH = 64
"""Blocks a product: small enough that a BLAS does not start threads, whose waiting costs more."""


class IirFilter:
    """A cascade of second-order sections that runs over the rows of an array; state is kept.

    Args:
        sections: ``(n, 6)``: b0, b1, b2, a0 = 1, a1, a2 of each.
        rows: How many signals are filtered alike, side by side.
    """

    def __init__(self, sections: NDArray[np.float64], rows: int) -> None:
        a, b, c, d = _state_space(sections)
        powers = [np.eye(len(a))]
        for _ in range(_BLOCK):
            powers.append(powers[-1] @ a)
        response = np.array([d, *(c @ powers[it] @ b for it in range(_BLOCK - 1))])
        shift = np.arange(_BLOCK)[None, :] - np.arange(_BLOCK)[:, None]
        direct = np.where(shift >= 0, response[np.maximum(shift, 0)], 0.0)
        self._direct = direct.astype(np.float32)
        self._into_state = np.array([powers[_BLOCK - 1 - it] @ b for it in range(_BLOCK)])
        columns = np.array([c @ powers[it] for it in range(_BLOCK)], dtype=np.float32)
        self._from_state = np.ascontiguousarray(columns.T)  # a product with a view is slow
        self._powers = powers
        self._state = np.zeros((rows, len(a)))

    def process(self, signal: Samples) -> Samples:
        """The next samples of every row through the filter: float32 ``(rows, n)``, as many out."""
        rows, length = signal.shape
        whole = length // _BLOCK
        filtered = np.empty_like(signal)
        if whole:
            blocks = signal[:, : whole * _BLOCK].reshape(rows, whole, _BLOCK)
            filtered[:, : whole * _BLOCK] = self._whole_blocks(blocks)
        rest = length - whole * _BLOCK
        if rest:
            part = signal[:, whole * _BLOCK :]
            answer = part @ self._direct[:rest, :rest]
            answer += self._state.astype(np.float32) @ self._from_state[:, :rest]
            filtered[:, whole * _BLOCK :] = answer
            self._state = self._state @ self._powers[rest].T
            self._state += part @ self._into_state[_BLOCK - rest :]
        return filtered

    def _whole_blocks(self, blocks: Samples) -> Samples:
        rows, count, _ = blocks.shape
        arriving = _product(blocks, self._into_state.astype(np.float32)).astype(np.float64)
        # What stands in the state after each block: a prefix sum by doubling.
        states = arriving
        states[:, 0] += self._state @ self._powers[_BLOCK].T
        step, power = 1, self._powers[_BLOCK].T
        while step < count:
            states[:, step:] += states[:, :-step] @ power
            step, power = 2 * step, power @ power
        before = np.concatenate([self._state[:, None], states[:, :-1]], axis=1)
        self._state = states[:, -1].copy()
        answer = _product(blocks, self._direct)
        answer += _product(before.astype(np.float32), self._from_state)
        return answer.reshape(rows, -1)


def _product(blocks: Samples, matrix: Samples) -> Samples:
    """``blocks @ matrix`` for ``(rows, count, n)``, in batches."""
    rows, count, width = blocks.shape
    batches = count // _BATCH
    result = np.empty((rows, count, matrix.shape[1]), dtype=np.float32)
    if batches:
        head = blocks[:, : batches * _BATCH].reshape(rows, batches, _BATCH, width)
        result[:, : batches * _BATCH] = (head @ matrix).reshape(rows, batches * _BATCH, -1)
    result[:, batches * _BATCH :] = blocks[:, batches * _BATCH :] @ matrix
    return result


def _state_space(
    sections: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float]:
    """A cascade as s' = A s + b x, y = c s + d x, from transposed direct forms II."""
    order = 2 * len(sections)
    a, b = np.zeros((order, order)), np.zeros(order)
    c, d = np.zeros(order), 1.0
    for it, (b0, b1, b2, _, a1, a2) in enumerate(sections):
        rows = slice(2 * it, 2 * it + 2)
        feed = np.array([b1 - a1 * b0, b2 - a2 * b0])
        # What arrives here is what the sections before have made of the input.
        a[rows] = np.outer(feed, c)
        a[rows, rows] += np.array([[-a1, 1.0], [-a2, 0.0]])
        b[rows] = feed * d
        c = b0 * c
        c[2 * it] += 1.0
        d = float(b0 * d)
    return a, b, c, d
