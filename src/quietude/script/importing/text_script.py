"""Plain text and Markdown → a draft of a definition."""

from __future__ import annotations

import operator
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from quietude.script.importing.asides.notations import tidy_paste
from quietude.script.importing.blocks.classify import classified
from quietude.script.importing.blocks.doubts import Doubts
from quietude.script.importing.blocks.headings import length_of
from quietude.script.importing.blocks.marking import left
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
from quietude.script.importing.draft import Draft, short
from quietude.script.importing.inline import Piece, pieces
from quietude.script.importing.language import code_of
from quietude.script.importing.lines import read_lines
from quietude.script.importing.marks import PLAIN, ScriptNotation, legend_of
from quietude.script.importing.paragraph import Paragraph
from quietude.script.importing.pronunciation import take_pronunciations
from quietude.script.importing.repeats import with_repeat
from quietude.script.importing.weighing.weigh import weighed
from quietude.script.importing.words.heads import LENGTH_KEYS, TITLE_KEYS
from quietude.script.speaking_time import CALM_RATE_WPM, speaking_seconds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quietude.script.importing.directions.direction import Direction
    from quietude.script.importing.lines import LinePolicy, ScriptLine

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.{0,8000}?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_RULE = re.compile(r"\s*[-_=~*]{3,}\s*")
_MAIL = re.compile(
    r"\s*(?:(?:from|to|cc|bcc|subject|date|sent|reply-to):[^\n]*\n){2,}(?=\s*\n)", re.IGNORECASE
)
"""The head of a script that came by mail: two such lines at least, and an empty one."""
_TITLE_AND_PART = 2
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
    text = _mail_head(_front_matter(text, draft), draft)
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
    lines = _with_title(draft, lines)
    _take_front(draft, text, lines)
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
            self.draft.end_at(end_s, heads[-1].number)

    def take(self, line: ScriptLine) -> None:
        if line.clock_s is not None:
            self.draft.anchor(line.clock_s, line.number)
        if line.kind == "heading":
            self.draft.section(line.text, line.number)
        elif line.kind == "meta":
            _meta(self.draft, line)

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
                    self.draft.pause(
                        rule.span, self.paragraph[-1].number, words="as the script states once"
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
                self.draft.pause(
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


def _take_front(draft: Draft, text: str, lines: Sequence[ScriptLine]) -> None:
    """Keep the title of a script, and the length it says it has, wherever they stand."""
    draft.title = draft.title or _only_top_heading(text, lines)
    for line in lines:
        if line.kind == "meta" and line.key in LENGTH_KEYS:
            _declare(draft, line.text, line.number)
    heads = [line for line in lines if line.kind == "heading" or line.key == "title"]
    subtitles = [line.length_s for line in lines if line.kind == "left" and line.length_s]
    if draft.declared_s is None and not heads and subtitles:
        draft.declared_s = subtitles[0]
    if draft.declared_s is not None or not heads:
        return
    lengths = [line.length_s for line in heads]
    if lengths[0] and (len(heads) == 1 or not all(lengths)):
        draft.declared_s = lengths[0]
    elif len(heads) > _TITLE_AND_PART and all(lengths[1:]):  # the first is the title
        draft.declared_s = sum(length for length in lengths if length)
    elif subtitles:
        draft.declared_s = subtitles[0]
    elif len(heads) > 1 and all(lengths):
        draft.declared_s = sum(length for length in lengths if length)
    ends = [line.end_s for line in heads if line.end_s is not None]
    times = [line.clock_s for line in lines if line.clock_s is not None]
    increasing = all(one < two for one, two in pairwise(ends))
    if draft.declared_s is None and ends and increasing and ends[-1] >= max(times):
        draft.declared_s = ends[-1]


def _front_matter(text: str, draft: Draft) -> str:
    match = _FRONT.match(text)
    if not match:
        return text
    for line in match[1].splitlines():
        key, colon, value = line.partition(":")
        value = value.strip().strip("\"'")
        if colon and key.strip().lower() == "title" and value:
            draft.title = value[:200]
        elif colon and key.strip().lower() in {"duration", "length"}:
            _declare(draft, value, 1)
        elif colon and key.strip().lower() in {"language", "lang"}:
            draft.language = code_of(value)
    for number, line in enumerate(match[1].splitlines(), 2):
        draft.leave_out(number, line, "front matter")
    draft.assume(1, "the front matter is not spoken")
    return "\n" * match.group().count("\n") + text[match.end() :]


def _mail_head(text: str, draft: Draft) -> str:
    match = _MAIL.match(text)
    if not match:
        return text
    if subject := re.search(r"^subject:(.*)", match.group(), re.IGNORECASE | re.MULTILINE):
        draft.title = subject[1].strip()[:200]
    for number, line in enumerate(match.group().splitlines(), 1):
        if line.strip():
            draft.leave_out(number, line, "head of a mail")
    draft.assume(1, "the head of a mail is not spoken")
    above = match.group().count("\n")
    return "\n" * above + _between_rules(text[match.end() :], above, draft)


def _between_rules(text: str, above: int, draft: Draft) -> str:
    """Returns a mail without the words around a script that stands between two rules."""
    lines = text.split("\n")
    rules = [at for at, line in enumerate(lines) if _RULE.fullmatch(line)]
    if len(rules) != 2:  # noqa: PLR2004
        return text
    for at, line in enumerate(lines):
        if not rules[0] < at < rules[1]:
            if line.strip() and at not in rules:
                draft.leave_out(above + at + 1, line, "words of a mail")
            lines[at] = ""
    return "\n".join(lines)


def _without_comments(text: str) -> str:
    parts = text.split("<!--")
    kept = [parts[0]]
    for part in parts[1:]:
        comment, closed, rest = part.partition("-->")
        kept.append("\n" * comment.count("\n") + rest if closed else part)
    return "".join(kept)


def _with_title(draft: Draft, lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines whose only heading, "# Title" above all speech, is the title and no part."""
    found = list(lines)
    at = next((at for at, line in enumerate(found) if line.kind in {"heading", "text"}), None)
    if at is None or found[at].kind != "heading":
        return found
    raw = found[at].raw.strip("*_ ")
    if not raw.startswith("# ") and not found[at].length_s and not raw.isupper():
        return found
    alone = sum(line.kind == "heading" for line in found) == 1 and found[at].clock_s is None
    if not alone or draft.title:
        return found
    draft.title = found[at].text[:200]
    draft.declared_s = draft.declared_s or found[at].length_s
    found[at] = left(found[at], "title")
    return found


def _only_top_heading(text: str, lines: Sequence[ScriptLine]) -> str:
    """Returns the title of a Markdown script: its only "#" above "##"; "" if it has none."""
    tops = {number for number, raw in enumerate(text.splitlines(), 1) if raw.startswith("# ")}
    if len(tops) != 1 or not re.search(r"^##+ ", text, re.MULTILINE):
        return ""
    headings = (line for line in lines if line.kind == "heading" and line.number in tops)
    return next((line.text for line in headings), "")


def _meta(draft: Draft, line: ScriptLine) -> None:
    if line.key in TITLE_KEYS and not draft.title:
        draft.title = line.text[:200]
    draft.leave_out(
        line.number, line.raw or line.text, "title" if line.key in TITLE_KEYS else "information"
    )
    draft.assume(line.number, f'"{line.key}" is taken as information and not spoken')


def _declare(draft: Draft, text: str, line: int) -> None:
    """Keep the length that a script says it has; a bare number is minutes."""
    if draft.declared_s is not None or not any(map(str.isdigit, text)):
        return
    declared = length_of(text)
    if declared is None:
        draft.assume(line, f'the length "{text[:40]}" is not understood')
    draft.declared_s = declared
