"""The search for many phrases of care.yaml at once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from quietude.care.phrases import SHORTEST_BEGINNING, sought

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from quietude.care.phrases import PhraseMatch, Sought, SoughtPhrase
    from quietude.care.sentences import ParsedSentence


class PhraseBook:
    """Many phrases under names, looked for at once.

    Args:
        phrases: The phrases under each name.
        lists: Phrases that ``@name`` stands for.
        barred: Words no gap reaches over.

    Raises:
        ValueError: if one of them is not a phrase.
    """

    def __init__(
        self,
        phrases: Mapping[str, Iterable[str]],
        lists: Mapping[str, Sequence[str]],
        barred: frozenset[str] = frozenset(),
    ) -> None:
        self._whole: dict[str, list[tuple[str, Sought]]] = defaultdict(list)
        self._beginnings: dict[str, list[tuple[str, str, Sought]]] = defaultdict(list)
        made: dict[str, SoughtPhrase] = {}
        for name, texts in phrases.items():
            for text in texts:
                phrase = sought(text, lists, barred, made)
                for word in phrase.words:
                    if word.is_beginning:
                        key = word.text[:SHORTEST_BEGINNING]
                        self._beginnings[key].append((word.text, name, phrase))
                    else:
                        self._whole[word.text].append((name, phrase))

    def find(self, sentence: ParsedSentence) -> dict[str, list[PhraseMatch]]:
        """The places where phrases stand, by name and in order; none lies inside another."""
        found: dict[str, set[PhraseMatch]] = defaultdict(set)
        for name, phrase in self._candidates(sentence):
            found[name].update(phrase.find(sentence))
        return {name: _apart(matches) for name, matches in found.items() if matches}

    def _candidates(self, sentence: ParsedSentence) -> Iterator[tuple[str, Sought]]:
        seen: set[int] = set()
        for word in sentence.words:
            possible = list(self._whole.get(word, ()))
            possible += [
                (name, phrase)
                for beginning, name, phrase in self._beginnings.get(word[:SHORTEST_BEGINNING], ())
                if word.startswith(beginning)
            ]
            for name, phrase in possible:
                if id(phrase) not in seen:
                    seen.add(id(phrase))
                    yield name, phrase


def _apart(matches: Iterable[PhraseMatch]) -> list[PhraseMatch]:
    """Matches in order, the longest of those that overlap."""
    kept: list[PhraseMatch] = []
    for match in sorted(matches, key=lambda match: (match.start, -match.end)):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept
