"""Plain text and Markdown → a draft of a definition."""

from __future__ import annotations

import operator
from dataclasses import replace
from typing import TYPE_CHECKING

from quietude.script.importing.asides.notations import tidy_paste
from quietude.script.importing.blocks.classify import classified
from quietude.script.importing.blocks.doubts import Doubts
from quietude.script.importing.blocks.optional_marks import take_optional_marks
from quietude.script.importing.blocks.paragraphs import (
    column_of,
    guess_policy,
    joined,
    unfinished,
    with_titles,
    without_hyphens,
)
from quietude.script.importing.blocks.stated_rules import StatedRule, rule_in
from quietude.script.importing.blocks.times import (
    counted_from_start,
    with_heading_times,
    without_dense_times,
)
from quietude.script.importing.corrections import Corrections, corrected, in_comments
from quietude.script.importing.directions.direction import about
from quietude.script.importing.drafting.draft import Draft
from quietude.script.importing.drafting.paragraph import Paragraph
from quietude.script.importing.drafting.repeats import with_repeat
from quietude.script.importing.drafting.silences import add_pause, anchor, end_at
from quietude.script.importing.drafting.steps import short
from quietude.script.importing.inline import Piece, pieces
from quietude.script.importing.lines import read_lines
from quietude.script.importing.marks import PLAIN, ScriptNotation, legend_of
from quietude.script.importing.pronunciation import take_pronunciations
from quietude.script.importing.title_and_length import (
    take_information,
    take_title_and_length,
    with_title,
    without_front_matter,
    without_mail_head,
)
from quietude.script.importing.weighing.weigh import weighed
from quietude.script.speaking_time import CALM_RATE_WPM, speaking_seconds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quietude.script.importing.directions.direction import Direction
    from quietude.script.importing.lines import LinePolicy, ScriptLine

_NEAR = 25
"""The lines at the top within which a script explains its own signs."""


def read_text(
    text: str,
    policy: LinePolicy | None = None,
    corrections: Corrections | None = None,
    numbers: Sequence[int] = (),
) -> Draft:
    """Returns the draft of a script.

    Args:
        text: The whole script.
        policy: The meaning of its line breaks; None to judge it paragraph by paragraph.
        corrections: Words of a person about its lines.
        numbers: The number of each line in the file it came from; empty if they are the same.
    """
    draft = Draft()
    given = corrections or Corrections()
    given = replace(given, by_line={**in_comments(text), **given.by_line})
    policy = policy or given.policy
    text = without_mail_head(without_front_matter(text, draft), draft)
    text, marked = take_optional_marks(tidy_paste(_without_comments(text)))
    read = read_lines(text, numbers)
    draft.ranks = {**_placed(marked, numbers), **given.ranks(read)}
    for target in given.for_no_line(read):
        draft.assume(1, f"the correction of {target} fits no line of this script")
    judged = classified(read)
    by_weight = weighed(judged)
    lines, slots = corrected(by_weight, given)
    lines = draft.blanks.marked(lines)
    for slot, (number, words) in draft.blanks.first.items():
        draft.assume(number, f'"{short(words)}" is asked for: fill it with --set {slot}=…')
    draft.slots = slots
    lines, titles = with_titles(without_dense_times(counted_from_start(with_heading_times(lines))))
    titles += [after for before, after in zip(judged, by_weight, strict=True)
               if before.kind == "text" and after.kind == "heading"]  # fmt: skip
    for title in sorted(titles, key=operator.attrgetter("number")):
        draft.assume(title.number, f'"{title.text}" stands alone, so it is a title and not spoken')
    guessed, why = guess_policy(lines)
    if policy is None:
        draft.assume(1, f"line breaks are read as {guessed}: {why}")
    lines = with_title(draft, lines)
    take_title_and_length(draft, text, lines)
    _ScriptReader(draft, lines, policy, guessed).read()
    return draft


class _ScriptReader:
    """Takes the lines of a script one after the other, and fills the draft."""

    def __init__(
        self,
        draft: Draft,
        lines: Sequence[ScriptLine],
        policy: LinePolicy | None,
        guessed: LinePolicy,
    ) -> None:
        self.draft, self.lines, self.policy, self.guessed = draft, lines, policy, guessed
        self.notation, self.rules = _stated(lines)
        self.doubts = Doubts.of(lines)
        self.column = column_of(lines)
        self.paragraph: list[ScriptLine] = []

    def read(self) -> None:
        for at, line in enumerate(self.lines):
            match line.kind:
                case "text":
                    self.paragraph.append(line)
                case "blank" if self._goes_on(at):
                    continue
                case "left":
                    if line.why == "label" or line.step:
                        self.flush()
                    if line.step:
                        self.draft.number(line.step)
                    self.draft.leave_out(line.number, line.text, line.why)
                case _:
                    self.flush()
                    self.take(line)
        self.flush()
        self._end()

    def _end(self) -> None:
        """Fill the last part up to the time its heading ends at: "[1:00 - 3:00] Rest"."""
        heads = [line for line in self.lines if line.kind == "heading"]
        end_s = heads[-1].end_s if heads else None
        times = [line.clock_s for line in self.lines if line.clock_s is not None]
        if end_s is not None and end_s > max(times):
            end_at(self.draft, end_s, heads[-1].number)

    def take(self, line: ScriptLine) -> None:
        if line.clock_s is not None:
            anchor(self.draft, line.clock_s, line.number)
        if line.kind == "heading":
            self.draft.section(line.text, line.number)
        elif line.kind == "meta":
            take_information(self.draft, line)

    def _goes_on(self, at: int) -> bool:
        """Returns True if a sentence goes on over an empty line."""
        if self.lines[at].why or not self.paragraph or not unfinished(self.paragraph[-1].text):
            return False
        following = next(
            (line for line in self.lines[at + 1 : at + 4] if line.kind != "blank"), None
        )
        if following is None or following.kind != "text":
            return False
        if (self.policy or self.guessed) == "transcript":
            return True
        return (
            self.policy is None
            and following.text[:1].islower()
            and self.paragraph[-1].text[-1] != ","
        )

    def flush(self) -> None:
        """Add the paragraph to the draft, and empty it."""
        self.draft.block()
        policy = self.policy or ("transcript" if self.guessed == "transcript" else None)
        first = [line.number for line in self.paragraph[:1]]
        for group in joined(self.paragraph, policy, self.column):
            # A mark at its first line is the paragraph's, any other that of its own line.
            self.draft.begin_paragraph([*first, *(line.number for line in group)])
            self._group(without_hyphens(group))
        if self.paragraph:
            for rule in self.rules:
                if rule.after == "paragraph":
                    add_pause(
                        self.draft,
                        rule.span,
                        self.paragraph[-1].number,
                        words="as the script states once",
                    )
        self.draft.end_paragraph()
        self.paragraph = []

    def _group(self, group: Sequence[ScriptLine]) -> None:
        spoken = Paragraph(self.draft, [rule for rule in self.rules if rule.after != "paragraph"])
        if group[0].step:
            self.draft.number(group[0].step)
        for line in group:
            if line.why == "speak":
                spoken.take(Piece("speech", line.text), line.number)
                continue
            taken = take_pronunciations(line.text)
            spoken.says |= taken.says
            for report in taken.reports:
                self.draft.assume(line.number, report)
            doubt = self.doubts.about(line) or line.doubt
            text = with_repeat(taken.text)
            if text != taken.text and not text.lstrip().startswith("["):
                spoken.end()
                self.draft.block()  # the line is repeated, and not its paragraph
            for piece in pieces(text, self.notation):
                spoken.take(piece, line.number, doubt)
        spoken.end()
        length_s = next((line.length_s for line in group if line.length_s), None)
        if length_s:
            said = sum(speaking_seconds(line.text, CALM_RATE_WPM) for line in group)
            if length_s - said >= 1:
                add_pause(self.draft,
                    about(round(length_s - said, 1)), group[-1].number,
                    words=f"the rest of its {length_s:g} s",
                )  # fmt: skip


def _placed(marked: Mapping[int, int], numbers: Sequence[int]) -> dict[int, int]:
    """Returns ranks by the number of their line in the file."""
    return {numbers[line - 1] if line <= len(numbers) else line: rank
            for line, rank in marked.items()}  # fmt: skip


def _stated(lines: Sequence[ScriptLine]) -> tuple[ScriptNotation, list[StatedRule]]:
    """Returns what a script says once about its own signs and silences."""
    signs: dict[str, Direction] = {}
    seconds, rules = False, list[StatedRule]()
    for at, line in enumerate(lines):
        told = line.kind in {"left", "meta"} or line.text[:1] in "([{" or line.raw[:1] in "*_>"
        if not told or line.kind in {"blank", "rule", "heading"}:
            continue
        if rule := rule_in(line.raw):
            rules.append(rule)
        elif at < _NEAR and (legend := legend_of(line.raw)):
            signs |= legend.signs
            seconds = seconds or legend.numbers_are_seconds
    return (ScriptNotation(signs, seconds) if signs or seconds else PLAIN), rules[:1]


def _without_comments(text: str) -> str:
    parts = text.split("<!--")
    kept = [parts[0]]
    for part in parts[1:]:
        comment, closed, rest = part.partition("-->")
        kept.append("\n" * comment.count("\n") + rest if closed else part)
    return "".join(kept)
