"""Places for personal details, as people leave them open: {first_name}, [Client name], ____.

Each becomes a slot of the definition, which is asked for and filled like any other. A name that
nobody gives is left out with its comma; another detail has the words that stood there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from quietude.script.importing.directions.reading import read_direction
from quietude.script.importing.words.blanks import CAPITALS, slot_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

_FORMS = re.compile(
    r"\{\{?\s*(?P<curly>[^\W\d_][\w .'’-]{0,40}?)\s*\}?\}|\$\{?(?P<dollar>[A-Za-z]\w{0,30})\}?|"
    r"%(?P<percent>[A-Za-z][A-Za-z_]{1,30})%|\[\[?(?P<square>[^\[\]]{2,60}?)\]\]?|"
    r"«\s?(?P<guillemet>[^«»]{2,40}?)\s?»|<(?P<angle>[A-Za-z][\w '’-]{1,40})>|"
    r"\((?P<round>[^()]{3,40})\)|(?P<blank>(?<![\w_])_{3,}(?![\w_])|(?<![.\w])\.{6,}(?=\s+\w))|"
    r"(?<![\w{\[<])(?P<capitals>" + CAPITALS.pattern + r")(?![\w}\]>])"
)
_IDENTIFIER = re.compile(r"[a-z]+(?:_[a-z]+)+|[a-z]+(?:[A-Z][a-z]+)+")
_OTHER = re.compile(
    r"(?:insert|fill in|enter|choose|name of|your) (?:a |the |your )?([\w ]{2,30})", re.IGNORECASE
)
_START, _END = "\ue000", "\ue001"
_PLACED = re.compile(
    rf"(?P<comma>,\s*)?{_START}(?P<at>\d+){_END}(?P<after>,\s+(?P<word>\w[\w'’]*))?"
)
_ADDRESSED = re.compile(
    r"(?:^|[.!?\"“]\s*)(?:dear|hello|hi|welcome,?|thank you,|good (?:morning|evening),|liebe[rs]?|"
    r"hallo|willkommen,|cher|chère|bonjour,?|querid[oa]|hola,?|bienvenid[oa],|olá,?|car[oa]|ciao,?|beste)\s+$",
    re.IGNORECASE,
)
"""Words after which an empty space is a name: "Dear ____, …"."""
_WHOSE = re.compile(r"\b(partner|friend|pet|mother|father|loved one)", re.IGNORECASE)
_NAMES = frozenset({"name", "partner_name"})
_MOST_SLOTS = 30
_NEAR = 200
"""The characters before a place that tell what it is."""
NAME_QUESTION = "What should the voice call you?"


@dataclass(slots=True)
class Blanks:
    """The open places of a script.

    Attributes:
        questions: The question for each slot.
        defaults: The words to say where a detail is not given.
        first: For each slot, its first line and the words that stand there.
    """

    questions: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    first: dict[str, tuple[int, str]] = field(default_factory=dict)
    _placed: list[str] = field(default_factory=list)
    _capitals: bool = False

    def marked(self, lines: Sequence[ScriptLine]) -> list[ScriptLine]:
        """Returns lines with a sign that nothing else reads in place of each open place."""
        return [
            replace(line, text=self.signed(line.text, line.number))
            if line.kind == "text" and line.why != "speak" and _FORMS.search(line.text)
            else line
            for line in lines
        ]

    def filled(self, text: str) -> str:
        """Returns speech with the template of each slot in place of its sign."""
        if _START not in text:
            return text
        at_start = text.startswith(_START)
        return _PLACED.sub(
            lambda match: self._template(match, begins=at_start and not match.start()), text
        )

    def signed(self, text: str, number: int) -> str:
        """Returns one line with a sign that nothing else reads in place of each open place."""
        self._capitals = text.isupper()

        def sign(match: re.Match[str]) -> str:
            slot = self._slot(match, text)
            if not slot or (slot not in self.questions and len(self.questions) >= _MOST_SLOTS):
                return match.group()
            self._placed.append(slot)
            self.first.setdefault(slot, (number, match.group().strip()))
            return f"{_START}{len(self._placed) - 1}{_END}"

        return _FORMS.sub(sign, text)

    def _slot(self, match: re.Match[str], text: str) -> str:
        kind = str(match.lastgroup)
        words = match[kind].strip(" *_")
        before = text[max(0, match.start() - _NEAR) : match.start()]
        if kind in {"blank", "capitals"} and any(
            before.count(opening) > before.count(closing) for opening, closing in ("[]", "()", "{}")
        ):
            return ""  # part of a direction: "(wait ____ seconds)"
        if kind == "blank":
            return self._open(match, text)
        if kind == "capitals":
            return "" if self._capitals else self._asked("name", "")
        if kind == "round" and slot_of(words) not in _NAMES:
            return ""
        if kind in {"square", "round"} and len(text.strip("*_ .")) <= len(words) + 2:
            return ""  # a line by itself is no place in a sentence
        direction = read_direction(words)
        if direction is not None and direction.kind != "note":
            return ""
        slot = slot_of(words)
        if not slot and kind in {"curly", "dollar", "percent"} and _IDENTIFIER.fullmatch(words):
            slot = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", words).lower()
        if not slot and kind in {"square", "curly", "angle"} and (other := _OTHER.fullmatch(words)):
            slot = "_".join(other[1].lower().split())[:30]
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", slot):
            return ""
        return self._asked(slot, words)

    def _asked(self, slot: str, words: str) -> str:
        apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", words.replace("_", " "))
        said = " ".join(apart.split())
        if slot == "name":
            self.questions.setdefault(slot, NAME_QUESTION)
        else:
            self.questions.setdefault(slot, f"{said[:1].upper()}{said[1:]}?"[:200])
            if slot == "partner_name" and (whose := _WHOSE.search(said)):
                self.defaults.setdefault(slot, f"your {whose[1].lower()}")
            elif slot not in _NAMES:
                other = _OTHER.fullmatch(said)
                words = (other[1] if other else said).lower()
                own = words if words.startswith("your") else f"your {words}"
                self.defaults.setdefault(slot, own)
        return slot

    def _open(self, match: re.Match[str], text: str) -> str:
        if _ADDRESSED.search(text[max(0, match.start() - _NEAR) : match.start()]):
            return self._asked("name", "")
        count = sum(slot.startswith("blank") for slot in self.questions) + 1
        slot = "blank" if count == 1 else f"blank_{count}"
        around = f"{text[: match.start()][-50:]}____{text[match.end() :][:50]}"
        self.questions[slot] = f"What belongs in the gap: {' '.join(around.split())}"[:200]
        return slot

    def _template(self, match: re.Match[str], *, begins: bool) -> str:
        slot = self._placed[int(match["at"])]
        comma, word = match["comma"], match["word"]
        if slot in _NAMES and begins and word:
            capital = word[:1].upper() + word[1:]
            return f'{{{{ {slot} + ", {word}" if {slot} else "{capital}" }}}}'
        if slot in _NAMES and comma:
            after = f", {word}" if word else ""
            return f'{{{{ ", " + {slot} if {slot} }}}}{after}'
        after = match["after"] or ""
        return f"{comma or ''}{{{{ {slot} }}}}{after}"
