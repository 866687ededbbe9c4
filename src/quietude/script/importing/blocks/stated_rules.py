"""Rules a script states once for all of it: "four seconds after each release"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.script.importing.words.lengths import lengths_in
from quietude.script.importing.words.tokens import tokens_of

if TYPE_CHECKING:
    from quietude.durations import Span

_AFTER_EACH = re.compile(
    r"\b(?:after|between) (?:each|every|all|them)(?: of (?:the|them))?(?: (?P<en>[\w'’ ]{3,30})|(?P<any>\b))|\bnach jede[mnr]? (?P<de>\w{3,20})|"  # noqa: E501
    r"\bzwischen (?:den|allen) (?P<de2>\w{3,20})|\baprès chaque (?P<fr>\w{3,20})|\bentre chaque (?P<fr2>\w{3,20})|"  # noqa: E501
    r"\b(?:después de|tras) cada (?P<es>\w{3,20})|\b(?:após|depois de) cada (?P<pt>\w{3,20})|"
    r"\bdopo ogni (?P<it>\w{3,20})|\bna elke (?P<nl>\w{3,20})|(?P<ja>文|行|段落)(?:の(?:後|あと)|ごと)|"  # noqa: E501
    r"每(?:一)?(?P<zh>句|行|段)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"sentences?|phrases?|frases?|satz|sätzen|sätze|zin|frase|phrase|句|文|oración|statements?"
)
_LINE = re.compile(
    r"lines?|zeilen?|lignes?|líneas?|linhas?|riga|righe|regel|行|affirmations?|cues?|prompts?"
)
_PARAGRAPH = re.compile(
    r"paragraphs?|abs[aä]tz\w*|paragraphes?|párrafos?|parágrafos?|paragraf[oi]|alinea|段落|段|steps?|sections?"
)


@dataclass(frozen=True, slots=True)
class StatedRule:
    """A silence after every sentence, line or paragraph, or after every one with a word in it.

    Attributes:
        span: The silence.
        after: "sentence", "line", "paragraph", or the beginning of a word.
    """

    span: Span
    after: str

    def holds_for(self, text: str) -> bool:
        """Returns True if the silence follows this sentence."""
        if self.after in {"sentence", "line", "paragraph"}:
            return True
        return any(word.startswith(self.after) for word in re.findall(r"\w+", text.lower()))


def rule_in(text: str) -> StatedRule | None:
    """Returns the rule that a note states, or None."""
    match = _AFTER_EACH.search(text)
    if not match:
        return None
    lengths = lengths_in(tokens_of(" ".join(text[:300].lower().split())))
    exact = [
        length
        for length in lengths
        if not length.vague and length.concept in {"second", "minute", "breath"}
    ]
    if not exact:
        return None
    word = next((group for group in match.groups() if group), "line").strip().lower()
    if re.match(r"so|and|to|for|in|at|one\b", word):  # "between each so listeners can repeat"
        word = "line"
    for name, pattern in (("sentence", _SENTENCE), ("line", _LINE), ("paragraph", _PARAGRAPH)):
        if pattern.match(word):
            return StatedRule(exact[0].span, name)
    return StatedRule(exact[0].span, word.split()[0][:5])
