"""Sense of a phrase in its sentence: denied, only reported, a condition, or meant as it is said.

The method is that of NegEx and ConText (Chapman et al., J Biomed Inform 34(5), 2001; Harkema et
al., J Biomed Inform 42(5), 2009): trigger words, phrases that only look like one, words that end
their reach, and a window. All of them are data, under ``context`` in care.yaml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.care.phrase_book import PhraseBook
from quietude.care.phrases import PhraseMatch
from quietude.care.sentences import BREAK, COMMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from quietude.care.rules import Context, Rule
    from quietude.care.sentences import ParsedSentence

_DENIAL_WITHIN = 3
_LIST_GOES_ON = 6
_REPORT_WITHIN = 20
"""The words from "somebody may have told you" to what was told: a saying is long."""

_ALTERNATIVES = frozenset({"or", "nor"})
_MOST_KEPT = 20_000

_Found = dict[str, list[PhraseMatch]]


class Meaning:
    """Meaning of the phrases of a set of rules, where they stand.

    Args:
        rules: The rules by id.
        context: Words and phrases that make a phrase fine.
        lists: Phrases that ``@name`` stands for.

    Raises:
        ValueError: if one of them is not a phrase.
    """

    def __init__(
        self,
        rules: Mapping[str, Rule],
        context: Context,
        lists: Mapping[str, Sequence[str]],
    ) -> None:
        negations = frozenset(word for word in context.negations if word.isalpha())
        spoken = {id_: rule for id_, rule in rules.items() if rule.look_in == "speech"}
        self._phrases = _Kept(
            PhraseBook({id_: rule.all_phrases for id_, rule in spoken.items()}, lists, negations)
        )
        mixed = {id_: rule.phrases for id_, rule in spoken.items() if rule.only_warns}
        self._mixed = frozenset(mixed)
        self._firm = _Kept(PhraseBook(mixed, lists, negations))
        self._unless = _Kept(PhraseBook({id_: r.unless for id_, r in spoken.items()}, lists))
        self._near = _Kept(PhraseBook({id_: rule.near for id_, rule in spoken.items()}, lists))
        self._notes = PhraseBook(
            {id_: rule.phrases for id_, rule in rules.items() if rule.look_in == "notes"}, lists
        )
        self._context = _Kept(
            PhraseBook(
                {
                    "negations": context.negations,
                    "not_negations": context.not_negations,
                    "denials": context.denials,
                    "reports": context.reports,
                    "prescriptions": context.prescriptions,
                    "conditions": context.conditions,
                    "contradictions": context.contradictions,
                    "releases": context.releases,
                    "takes_back": context.takes_back,
                },
                lists,
            )
        )
        self._ends = frozenset(context.ends)
        self._subjects = frozenset(context.subjects)
        self._joins = frozenset(context.joins)

    def in_notes(self, rule_id: str, notes: Sequence[ParsedSentence]) -> bool:
        """True if a phrase of a rule about the notes stands in them."""
        return any(rule_id in self._notes.find(sentence) for sentence in notes)

    def rules_met(self, sentence: ParsedSentence) -> Iterable[str]:
        """The rules whose phrases stand in a sentence, fine or not."""
        return self._phrases.find(sentence)

    def only_warns(self, rule_id: str, sentence: ParsedSentence, match: PhraseMatch) -> bool:
        """True if what stands there is no more than a warning: none of its other phrases does."""
        return rule_id in self._mixed and not any(
            firm.start < match.end and match.start < firm.end
            for firm in self._firm.find(sentence).get(rule_id, ())
        )

    def found(  # noqa: PLR0913
        self,
        rule_id: str,
        rule: Rule,
        spoken: Sequence[ParsedSentence],
        index: int,
        *,
        section_end: int,
        step_end: int,
    ) -> list[PhraseMatch]:
        """The phrases of a rule in one of the sentences spoken, those that are fine left out.

        Args:
            rule_id: The id of the rule.
            rule: The rule.
            spoken: All sentences, in order.
            index: The index of the sentence.
            section_end: The index after the last sentence of its section: what comes in the next
                one, such as the way back, excuses nothing.
            step_end: The index after the last sentence of its step.
        """
        sentence = spoken[index]
        matches = self._phrases.find(sentence).get(rule_id)
        if not matches or rule_id in self._unless.find(sentence):
            return []
        around = spoken[max(0, index - rule.within) : min(section_end, index + rule.within + 1)]
        if rule.near and any(self._is_near(rule_id, rule, other) for other in around):
            return []
        if rule.quotable and self._is_contradicted(spoken[index : min(section_end, index + 3)]):
            return []
        if rule.negatable and (
            self._stands_free("releases", sentence, matches)
            or (index + 1 < step_end and self._stands_free("takes_back", spoken[index + 1]))
        ):
            return []
        before = spoken[index - 1] if index else None
        return [match for match in matches if not self._is_fine(rule, sentence, match, before)]

    def _is_contradicted(self, sentences: Sequence[ParsedSentence]) -> bool:
        """True if an old sentence is named and called untrue: there, or just afterwards."""
        return any("contradictions" in self._context.find(sentence) for sentence in sentences)

    def _stands_free(
        self, name: str, sentence: ParsedSentence, matches: Sequence[PhraseMatch] = ()
    ) -> bool:
        """True if words of a list stand in a sentence that are no phrase of a rule themselves.

        "Nobody has to" lets the listener off; "nobody has to know" does not. Nor does anything
        before a semicolon or a dash after which all that was found stands.
        """
        words = self._context.find(sentence).get(name, ())
        phrases = [match for found in self._phrases.find(sentence).values() for match in found]
        return any(
            all(word.end <= match.shown[0] or match.shown[1] <= word.start for match in phrases)
            and not (
                matches
                and all(BREAK in sentence.words[word.end : match.start] for match in matches)
            )
            for word in words
        )

    def _is_near(self, rule_id: str, rule: Rule, sentence: ParsedSentence) -> bool:
        """True if a sentence makes a phrase beside it fine; "you may not open" does not."""
        return any(
            not self._is_denied(sentence, match, rule.window)
            for match in self._near.find(sentence).get(rule_id, ())
        )

    def _is_fine(
        self,
        rule: Rule,
        sentence: ParsedSentence,
        match: PhraseMatch,
        before: ParsedSentence | None,
    ) -> bool:
        return (
            (rule.negatable and self._is_denied(sentence, match, rule.window))
            or (rule.conditional and self._is_condition(sentence, match))
            or (rule.quotable and self._is_reported(sentence, match, before))
        )

    def _is_denied(self, sentence: ParsedSentence, match: PhraseMatch, window: int) -> bool:
        found = self._context.find(sentence)
        only_look_like = found.get("not_negations", [])
        governing = [
            negation for negation in found.get("negations", ())
            if negation.end <= match.start
            and not any(other.start <= negation.start < other.end for other in only_look_like)
            and self._reaches(sentence.words, negation.end, match, window)
        ]  # fmt: skip
        # "Nobody says that it is not": two of them cancel out.
        if len(governing) % 2:
            return True
        return any(
            match.end <= denial.start <= match.end + _DENIAL_WITHIN
            and self._is_one_clause(sentence.words[match.end : denial.start])
            for denial in found.get("denials", ())
        )

    def _is_one_clause(self, words: Sequence[str]) -> bool:
        over = {COMMA, BREAK, "and"} | self._ends | self._subjects
        return not over.intersection(words)

    def _reaches(self, words: Sequence[str], start: int, match: PhraseMatch, window: int) -> bool:
        """True if a negation that ends at an index governs a match after it."""
        between = words[start : match.start]
        if len(between) > window or BREAK in between or self._ends.intersection(between):
            return False
        for index in range(start, match.start):
            following = words[index + 1]
            if words[index] == "and" and following in self._subjects:
                return False
            if words[index] == COMMA and not self._goes_on(words, index, match):
                return False
        return True

    def _goes_on(self, words: Sequence[str], comma: int, match: PhraseMatch) -> bool:
        """True if a clause goes on after a comma: "not here, or there"."""
        following = words[comma + 1]
        if following in self._joins:
            return True
        if following in self._subjects:
            return False
        rest = words[comma + 1 : match.end + _LIST_GOES_ON]
        if _ALTERNATIVES.intersection(rest):
            return True
        return COMMA in words[comma + 1 : match.start]

    def _is_condition(self, sentence: ParsedSentence, match: PhraseMatch) -> bool:
        """True after "if" or "when", up to the comma where the main clause begins."""
        return any(
            condition.end <= match.start
            and not {COMMA, BREAK}.intersection(sentence.words[condition.end : match.start])
            for condition in self._context.find(sentence).get("conditions", ())
        )

    def _is_reported(
        self,
        sentence: ParsedSentence,
        match: PhraseMatch,
        before: ParsedSentence | None,
    ) -> bool:
        """True for what others said, unless the listener is asked to say it too."""
        quoted = all(sentence.quoted[match.start : match.end])
        reported = any(
            match.start - _REPORT_WITHIN <= report.start and report.end <= match.start
            for report in self._context.find(sentence).get("reports", ())
        )
        if not (quoted or reported):
            return False
        return not any(
            self._is_prescribed(other, match.start if other is sentence else None)
            for other in (sentence, *((before,) if before and quoted else ()))
        )

    def _is_prescribed(self, sentence: ParsedSentence, up_to: int | None) -> bool:
        return any(
            (up_to is None or asked.start < up_to) and not sentence.quoted[asked.start]
            for asked in self._context.find(sentence).get("prescriptions", ())
        )


class _Kept:
    """A book whose answers are kept: the variants of a script say most sentences again."""

    def __init__(self, book: PhraseBook) -> None:
        self._book = book
        self._found: dict[str, _Found] = {}

    def find(self, sentence: ParsedSentence) -> _Found:
        found = self._found.get(sentence.line)
        if found is None:
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            found = self._found[sentence.line] = self._book.find(sentence)
        return found
