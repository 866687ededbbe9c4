"""The features of a unit that tell speech from furniture: its words, its looks, its place."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from quietude.script.importing.weighing.vocabulary import concepts_of, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.weighing.units import Unit

_ENDS = re.compile(r"[.!?…。！？।][\"'”’»)*_\s]*$")
_KEY = re.compile(r"[^\W\d_][^:：.!?。]{0,40}[:：]\s*\S")
_LABEL = re.compile(r"[^:：.!?。]{1,50}[:：]\W*$")
_BULLET = re.compile(r"\s*(?:[-*•+–‣◦▪●○☐☑✓✔·※]|\d{1,2}[.)]|[a-z]\)|\[\w{1,2}\])\s*(?=\S)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s?(?:am|pm|h|uhr)\b", re.IGNORECASE)
_CODE = re.compile(r"\b(?=\w*\d)(?=\w*[A-Z])[\w/.-]{2,}|\d{4,}|\bv\d|\d/\d|#\w")
_NUMBER = re.compile(r"\d\d|\d[a-z]|\d\.\d", re.IGNORECASE)
_SIGNS = re.compile(r"[|•·©®™@&/]|\s[–—]\s|https?:|www\.")
_ACRONYM = re.compile(r"\b[A-Z]{2,6}\b")
_QUOTED = re.compile(r"[\"“„«「].*[\"”“»」][.,]?\W*$")
_SENTENCES = re.compile(r"[.!?…。！？।]+[\"”’]?\s+(?=\S)|[。！？।](?=\S)")
_EMOJI = re.compile(r"[\u2600-\u27bf\U0001f300-\U0001faff]")
_SMALL = frozenset("a an the of and or in on at to for with by from der die das und im am zur für de la le les du des "  # noqa: SIM905
                   "et à en el los las y o do da dos das e em il lo gli di del della van het een met".split())  # fmt: skip


def features_of(units: Sequence[Unit]) -> list[frozenset[str]]:
    """Returns the features of each unit; none for a mark that is no words."""
    own = [_own(unit) if unit.kind == "words" else frozenset[str]() for unit in units]
    placed = _placed(units)
    spoken = [at for at, unit in enumerate(units) if unit.kind == "words"]
    found: list[frozenset[str]] = []
    for at, unit in enumerate(units):
        if unit.kind != "words":
            found.append(frozenset())
            continue
        named = own[at] | placed[at] | _around(units, own, at)
        found.append(frozenset(named | _together(named)))
    del spoken
    return found


def _own(unit: Unit) -> frozenset[str]:
    """Returns the features of the words and looks of a unit by itself."""
    text, words, counts = unit.text, unit.words, unit.counts
    cjk = sum("\u3040" <= letter <= "\u9fff" for letter in text)
    length = len(words) if not cjk else max(len(words), cjk // 2)
    found = {f"has {concept}" for concept, count in counts.items() if count}
    found |= {f"much {concept}" for concept, count in counts.items()
              if count >= 2 and count >= 0.25 * length}  # fmt: skip
    found.add(next(f"length {name}" for most, name in _LENGTHS if length <= most))
    if unit.directed:
        found.add("has a direction in it")
    if _ENDS.search(text):
        found.add("ends as a sentence")
    elif text.rstrip(' *_"”')[-1:] in ",;:：、，；":
        found.add("ends with a comma or colon")
    else:
        found.add("ends openly")
    if len(_SENTENCES.findall(text)) >= 1:
        found.add("several sentences")
    if "?" in text or "？" in text:
        found.add("asks")
    if "..." in text or "…" in text:
        found.add("has dots")
    bare = _BULLET.sub("", text, count=1)
    if _BULLET.match(unit.raw):
        found.add("is an item")
    if _KEY.match(bare):
        label = re.split(r"[:：]", bare, maxsplit=1)[0]
        found.add("has a key" if len(label.split()) <= 3 else "has a long key")
        found |= _of_key(label)
    if _LABEL.fullmatch(bare) and length <= _LABEL_WORDS:
        found.add("is a label")
        found |= _of_key(bare)
    for name, pattern in _LOOKS:
        if pattern.search(unit.raw):
            found.add(name)
    if _NUMBER.search(text):
        found.add("has numbers")
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) > 3 and all(map(str.isupper, letters)) and letters[0].lower() != letters[0]:
        found.add("capitals")
    named = [word for word in re.findall(r"[^\W\d_][\w'’.-]*", text)[1:]
             if word.lower() not in _SMALL]  # fmt: skip
    large = sum(word[0].isupper() for word in named)
    if named and large == len(named) and not cjk:
        found.add("title case")
    elif large >= 2 and large >= 0.4 * len(named):
        found.add("many names")
    elif not large and not cjk:
        found.add("no names")
    if text.lstrip("\"'“”«*_- ")[:1].islower():
        found.add("begins small")
    first = words[0] if words else ""
    if counts["invites"] and ("invites" in concepts_of(first, "en") or _invites(unit)):
        found.add("begins with an invitation")
    if not (counts["listener"] or counts["invites"] or counts["felt"] or counts["self"]
            or counts["linking"]):  # fmt: skip
        found.add("speaks to nobody")
    return frozenset(found)


def _invites(unit: Unit) -> bool:
    # The first words of the unit, in whatever language its counts were made.
    return unit.first_invites


def _of_key(label: str) -> set[str]:
    found: set[str] = set()
    for word in tokens(label):
        for concept in concepts_of(word, "en"):
            if concept in {"others", "paper", "studio", "lesson", "web", "manner", "kin"}:
                found.add("its key is about the text")
    return found


_LABEL_WORDS = 5
_LENGTHS = ((1, "1"), (3, "3"), (6, "6"), (10, "10"), (18, "18"), (35, "35"), (9999, "more"))
_LOOKS = (
    ("has a year", _YEAR), ("has a clock time", _CLOCK), ("has a code", _CODE),
    ("has signs", _SIGNS), ("has an acronym", _ACRONYM), ("is quoted", _QUOTED),
    ("has a picture sign", _EMOJI),
)  # fmt: skip


def _placed(units: Sequence[Unit]) -> list[set[str]]:
    """Returns the features of each unit's place in the script."""
    silences = [at for at, unit in enumerate(units)
                if unit.kind == "silence" or (unit.kind == "words" and unit.directed)]  # fmt: skip
    words = [at for at, unit in enumerate(units) if unit.kind == "words"]
    blocks, head, since = list[int](), list[str](), list[int]()
    block, current, count = 0, "", 0
    for at, unit in enumerate(units):
        if at and (unit.gap or unit.kind in {"heading"}):
            block += 1
        if unit.kind == "heading":
            current, count = unit.head or "plain", 0
        elif unit.kind == "words":
            count += 1
        blocks.append(block)
        head.append(current)
        since.append(count)
    quiet = {blocks[at] for at in silences}
    quoted = sum(bool(_QUOTED.search(units[at].raw)) for at in words)
    speech_is_quoted = quoted >= 2 and quoted >= 0.3 * len(words)
    parts = _parts(units)
    played = Counter(parts[at] for at in silences)
    size: dict[int, int] = {}
    for at in words:
        size[blocks[at]] = size.get(blocks[at], 0) + 1
    places: list[set[str]] = [set() for _ in units]
    inside = False
    for place, at in enumerate(words):
        unit, found = units[at], places[at]
        opens = sum(map(unit.raw.count, "“„«「")) - sum(map(unit.raw.count, "”»」"))
        odd = unit.raw.count('"') % 2
        if inside or (opens > 0 or odd):
            found.add("in a long quotation")
        inside = (inside != bool(odd)) if odd else inside + opens > 0
        if unit.kind == "words" and blocks[at] != blocks[words[min(place + 1, len(words) - 1)]]:
            inside = False
        if place < 3:
            found.add(f"unit {place + 1}")
        if len(words) - place <= 3:
            found.add(f"unit -{len(words) - place}")
        if blocks[at] == 0:
            found.add("first block")
        if words and blocks[at] == blocks[words[-1]]:
            found.add("last block")
        if len(silences) >= 2 and max(played.values()) >= 2:
            if not played[parts[at]]:
                found.add("its part has no silence")
            if blocks[at] not in quiet:
                found.add("its block has no silence")
        if parts[at] == 0 and parts[-1] > 0:
            found.add("in the first part")
        elif parts[at] == parts[-1] > 0:
            found.add("in the last part")
        if size[blocks[at]] == 1:
            found.add("alone in its block")
        if len(silences) >= 2:
            if at < silences[0]:
                found.add("before all silences")
                if blocks[at] == blocks[silences[0]]:
                    found.add("before all silences, in the block of the first")
            elif at > silences[-1]:
                found.add("after all silences")
                if blocks[at] == blocks[silences[-1]]:
                    found.add("after all silences, in the block of the last")
            else:
                found.add("between silences")
        else:
            found.add("a script without silences")
        if head[at]:
            found.add(f"under a heading: {head[at]}")
            if since[at] == 1:
                found.add(f"first under a heading: {head[at]}")
        if speech_is_quoted:
            found.add("quoted among quoted" if _QUOTED.search(unit.raw) else "bare among quoted")
        share = place / max(len(words) - 1, 1)
        found.add("in the first quarter" if share < 0.25 else
                  "in the last quarter" if share > 0.75 else "in the middle")  # fmt: skip
    return places


def _parts(units: Sequence[Unit]) -> list[int]:
    """Returns the number of the part of each unit: headings and rules begin one."""
    parts, part = list[int](), 0
    for at, unit in enumerate(units):
        part += bool(at and (unit.gap == "rule" or unit.kind == "heading"))
        parts.append(part)
    return parts


_ECHOED = ("has a key", "is an item", "is a label",  "much paper", "has others",
            "ends openly", "speaks to nobody",  "has signs",
           "title case", "has a year")  # fmt: skip


def _around(units: Sequence[Unit], own: Sequence[frozenset[str]], at: int) -> set[str]:
    """Returns the features of what stands beside a unit."""
    found: set[str] = set()
    unit = units[at]
    before = units[at - 1] if at else None
    after = units[at + 1] if at + 1 < len(units) else None
    for side, other, index, gap in (("before", before, at - 1, unit.gap),
                                    ("after", after, at + 1, after.gap if after else "")):  # fmt: skip
        if other is None:
            found.add(f"nothing {side}")
            continue
        far = "far " if gap else ""
        found.add(f"{far}{other.kind} {side}")
        if other.kind == "words":
            found |= {f"{far}{side}: {name}" for name in _ECHOED if name in own[index]}
    if unit.gap == "rule":
        found.add("a rule before")
    if after is not None and after.gap == "rule":
        found.add("a rule after")
    return found


_PLACES = ("after all silences", "before all silences", "between silences", "last block", "first block",
           "a script without silences", "unit 1", "unit -1", "bare among quoted", "alone in its block")  # fmt: skip
_MARKS = ("has listener", "begins with an invitation", "ends as a sentence", "ends openly", "has others",
          "has felt", "speaks to nobody", "has a key", "several sentences", "title case", "much paper",
          "has a direction in it")  # fmt: skip


def _together(found: set[str]) -> set[str]:
    """Returns pairs of features that say more together."""
    pairs = {f"{place} + {mark}" for place in _PLACES if place in found
             for mark in _MARKS if mark in found}  # fmt: skip
    if "has others" in found and "has listener" not in found:
        pairs.add("has others + no listener")
    if "has paper" in found and "has listener" not in found:
        pairs.add("has paper + no listener")
    pairs |= {
        f"{place} + {quiet}"
        for quiet in ("its block has no silence", "its part has no silence")
        for place in ("after all silences", "before all silences")
        if quiet in found and place in found
    }
    if "has writer" in found and not {"has felt", "begins with an invitation"} & found:
        pairs.add("has writer + nothing felt")
    if "ends as a sentence" in found and "has listener" in found and "has felt" in found:
        pairs.add("a sentence to somebody about what is felt")
    return pairs
