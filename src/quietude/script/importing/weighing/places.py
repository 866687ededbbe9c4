"""The features of a unit's place: among silences, blocks, headings, rules and quoted lines."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.quotes import is_told
from quietude.script.importing.weighing.looks import QUOTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.script.importing.weighing.units import Unit

_ENDS = 3
"""The units from either end that are counted."""
_FEWEST = 2
"""The fewest silences, and quoted lines, that are a way of writing."""
_QUOTED_SHARE = 0.3
_QUARTER = 0.25


class Places:
    """The features of the places of all units of a script.

    Args:
        units: The units, in order.
    """

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = units
        self.words = [at for at, unit in enumerate(units) if unit.kind == "words"]
        self._silences = [at for at, unit in enumerate(units)
                          if unit.kind == "silence" or unit.directed]  # fmt: skip
        self._count()
        self._quiet = {self._blocks[at] for at in self._silences}
        self._played = Counter(self._parts[at] for at in self._silences)
        self._sizes = Counter(self._blocks[at] for at in self.words)
        quoted = sum(bool(QUOTED.search(units[at].raw)) for at in self.words)
        told = is_told(units[at].raw for at in self.words if not QUOTED.search(units[at].raw))
        self._quotes = quoted >= max(_FEWEST, _QUOTED_SHARE * len(self.words)) and not told
        self._quotations = set(self._in_quotations())

    def _count(self) -> None:
        """Count blocks, parts, and the units since each heading."""
        self._blocks: list[int] = []
        self._parts: list[int] = []
        self._heads: list[tuple[str, int]] = []
        block = part = since = 0
        head = ""
        for at, unit in enumerate(self._units):
            heads = unit.kind == "heading"
            block += bool(at and (unit.gap or heads))
            part += bool(at and (unit.gap == "rule" or heads))
            head, since = (unit.head or "plain", 0) if heads else (head, since)
            since += unit.kind == "words"
            self._blocks.append(block)
            self._parts.append(part)
            self._heads.append((head, since))

    def _in_quotations(self) -> Iterator[int]:
        """Yield the units within a quotation that goes on over several, in one block."""
        inside = False
        for place, at in enumerate(self.words):
            raw = self._units[at].raw
            opens = sum(map(raw.count, "“„«「")) - sum(map(raw.count, "”»」"))
            odd = raw.count('"') % 2
            if inside or opens > 0 or odd:
                yield at
            inside = (inside != bool(odd)) if odd else inside + opens > 0
            following = self.words[min(place + 1, len(self.words) - 1)]
            inside = inside and self._blocks[at] == self._blocks[following]

    def of(self, place: int) -> Iterator[str]:
        """Yields the features of a unit's place.

        Args:
            place: Its index among the units that are words.
        """
        at = self.words[place]
        yield from self._from_ends(place)
        yield from self._among_silences(at)
        head, since = self._heads[at]
        if head:
            yield f"under a heading: {head}"
            if since == 1:
                yield f"first under a heading: {head}"
        if at in self._quotations:
            yield "in a long quotation"
        if self._quotes:
            quoted = QUOTED.search(self._units[at].raw)
            yield "quoted among quoted" if quoted else "bare among quoted"

    def _from_ends(self, place: int) -> Iterator[str]:
        at, count = self.words[place], len(self.words)
        if place < _ENDS:
            yield f"unit {place + 1}"
        if count - place <= _ENDS:
            yield f"unit -{count - place}"
        if self._blocks[at] == 0:
            yield "first block"
        if self._blocks[at] == self._blocks[self.words[-1]]:
            yield "last block"
        if self._sizes[self._blocks[at]] == 1:
            yield "alone in its block"
        if self._parts[at] == 0 and self._parts[-1] > 0:
            yield "in the first part"
        elif self._parts[at] == self._parts[-1] > 0:
            yield "in the last part"
        share = place / max(count - 1, 1)
        first, last = share < _QUARTER, share > 1 - _QUARTER
        yield f"in the {'first quarter' if first else 'last quarter' if last else 'middle'}"

    def _among_silences(self, at: int) -> Iterator[str]:
        if len(self._silences) < _FEWEST:
            yield "a script without silences"
            return
        first, last = self._silences[0], self._silences[-1]
        if at < first:
            yield "before all silences"
            if self._blocks[at] == self._blocks[first]:
                yield "before all silences, in the block of the first"
        elif at > last:
            yield "after all silences"
            if self._blocks[at] == self._blocks[last]:
                yield "after all silences, in the block of the last"
        else:
            yield "between silences"
        if max(self._played.values()) >= _FEWEST:
            if not self._played[self._parts[at]]:
                yield "its part has no silence"
            if self._blocks[at] not in self._quiet:
                yield "its block has no silence"
