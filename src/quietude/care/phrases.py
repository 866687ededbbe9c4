"""The rules that go by words alone: a table of phrases, and what makes each of them fine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.care.rules import joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.care.rules import Rule
    from quietude.care.walkthrough import Moment

NOTES_RULES = frozenset({"T25"})
"""Rules whose phrases must stand in the notes; they are not looked for in speech."""

Hit = tuple[int, str]
"""A line, and the words that were found on it."""


def phrase_hits(rule: Rule, moments: Sequence[Moment]) -> list[Hit]:
    """Where a rule's phrases are spoken and nothing around makes them fine."""
    pattern, excuse = joined(tuple(rule.phrases)), joined(tuple(rule.unless))
    nearby = joined(tuple(rule.near))
    sentences = [(it.line, sentence) for it in moments for sentence in it.sentences]
    hits = []
    for index, (line, sentence) in enumerate(sentences):
        found = [(line, match.group().strip()) for match in pattern.finditer(sentence)]
        around = sentences[max(0, index - rule.within) : index + rule.within + 1]
        if found and not (excuse.search(sentence) or any(nearby.search(it) for _, it in around)):
            hits += found
    return hits if _often_enough(rule, hits, sentences) else []


def _often_enough(rule: Rule, hits: Sequence[Hit], sentences: Sequence[Hit]) -> bool:
    if rule.more_than is None:
        return bool(hits)
    words = sum(len(text.split()) for _, text in sentences)
    share = 100 * len(hits) / max(words, 1)
    return len(hits) >= rule.more_than.at_least and share > rule.more_than.per_100_words


def counted(rule: Rule, hits: Sequence[Hit]) -> Iterator[tuple[int, str, int]]:
    """What to report of a rule's hits: line, words and count; one for all if it counts."""
    if rule.more_than is None:
        yield from ((line, words, 1) for line, words in hits)
    elif hits:
        words = ", ".join(dict.fromkeys(words.lower() for _, words in hits))
        yield hits[0][0], words, len(hits)
