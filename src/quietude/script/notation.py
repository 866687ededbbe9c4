"""The notation of exports in Markdown and text: a script to read and edit.

A line is speech. What is not speech stands in square brackets: the kind of the step with its value,
then its other keys, parted by commas; the words of a question, an echo or a note follow the
bracket::

    ## Finding the place [resource]

    Welcome{{ ", " + name if name }}.

    [pause 5-20s]

    [ask, reflect 12-40s] What do you notice first?

    [optional 2] You might stay a little longer.

    [repeat 3, optional 1]

    Sounds can come and go.

    [end]

A value is a word or a length as it is, anything else in double quotes, a list in parentheses.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quietude._util.strict_reading import parse_json
from quietude.script.schema.steps import STEP_FORMS, step_kind
from quietude.script.schema.yaml_source import plain_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WITH_WORDS = (*(kind for kind, form in STEP_FORMS.items() if form.is_spoken),
              "imagine", "note", "chapter")  # fmt: skip
"""Kinds whose words follow the bracket."""
MARKS = ("optional", "heart", "id", "needs")
_SAY_KEYS = {*MARKS, "says"}
_KEY = re.compile(r"[A-Za-z_][\w-]*")
_PLAIN_VALUE = re.compile(r"[\w.%+/°'’-](?:[\w .:%+/°'’-]*[\w.%+/°'’-])?")
_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_PLAIN_TEXT = re.compile(r"[^\[\]#\s\"][^\[\]\n]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Directive:
    """The contents of brackets: a kind, with or without a value, and its other keys."""

    kind: str
    value: Any
    keys: Mapping[str, Any]
    has_value: bool


class NotationError(ValueError):
    """Brackets that cannot be read."""


def section_lines(section: Mapping[str, Any]) -> list[str]:
    """Returns the heading of a section: its title, then its role and other keys in brackets."""
    title = str(section["title"])
    shown = title if _plain_title(title) else json.dumps(title, ensure_ascii=False)
    keys = {key: section[key] for key in section if key not in {"title", "steps"}}
    role = keys.pop("role", None)
    parts = ([] if role is None else [_value(role)]) + _items(keys)
    return [f"## {shown}{f' [{_joined(parts)}]' if parts else ''}"]


def _plain_title(title: str) -> bool:
    return bool(_PLAIN_TEXT.fullmatch(title)) and title == " ".join(title.split())


def step_lines(step: Any) -> Iterator[str]:
    """Yields the paragraphs of a step: one, or several where it holds other steps."""
    kind = step_kind(step)
    if kind == "text":
        yield _text(step)
    elif isinstance(step, str):
        yield f"[{step}]"
    elif kind is None:
        yield f"[step {json.dumps(step, ensure_ascii=False)}]"
    else:
        yield from _mapping_lines(kind, step)


def _mapping_lines(kind: str, step: Mapping[str, Any]) -> Iterator[str]:
    rest = {key: step[key] for key in step if key != kind}
    value = step[kind]
    if kind == "repeat" and isinstance(rest.get("steps"), list):
        inner = rest.pop("steps")
        yield f"[{_joined([f'repeat {_value(value)}', *_items(rest)])}]"
        for one in inner:
            yield from step_lines(one)
        yield "[end]"
    elif kind == "choose" and isinstance(value, list) and value:
        yield f"[{_joined(['choose', *_items(rest)])}]"
        for number, option in enumerate(value):
            if number:
                yield "[or]"
            yield from _option_lines(option)
        yield "[end]"
    elif kind in WITH_WORDS and isinstance(value, str):
        marks = [] if kind == "say" and rest and _SAY_KEYS & rest.keys() else [kind]
        yield f"[{_joined([*marks, *_items(rest)])}] {_text(value)}"
    elif isinstance(value, dict) and value and _are_settings(kind, value):
        first, *others = _items(value)
        yield f"[{_joined([f'{kind} {first}', *others, *_items(rest)])}]"
    else:
        yield f"[{_joined([f'{kind} {_value(value)}', *_items(rest)])}]"


def _option_lines(option: Any) -> Iterator[str]:
    several = isinstance(option, list)
    if several and len(option) > 1:
        for one in option:
            yield from step_lines(one)
    elif several:  # a list of one is not the same as the one
        yield "[group]"
        for one in option:
            yield from step_lines(one)
        yield "[end]"
    else:
        yield from step_lines(option)


def _are_settings(kind: str, value: Mapping[str, Any]) -> bool:
    return set(value) <= settings_of(kind) and not set(value) & set(MARKS)


def settings_of(kind: str) -> set[str]:
    """Returns the keys of the mapping that a kind of step may hold; none for most kinds."""
    form = STEP_FORMS[kind].settings
    fields = form.model_fields.items() if form else ()
    extra = {"pattern"} if kind == "breathe" else set()
    return {field.alias or name for name, field in fields} | extra


def _text(text: str) -> str:
    words = " ".join(str(text).split())
    plain = _PLAIN_TEXT.fullmatch(words) and not words.startswith(("---", "```"))
    return words if plain else json.dumps(words, ensure_ascii=False)


def _joined(parts: list[str]) -> str:
    return ", ".join(parts)


def _items(keys: Mapping[str, Any]) -> list[str]:
    return [key if value is True else f"{key} {_value(value)}" for key, value in keys.items()]


def _value(value: Any, *, inside: bool = False) -> str:
    if isinstance(value, list):
        return f"({', '.join(_value(one, inside=True) for one in value)})"
    if isinstance(value, dict):
        pairs = [
            f"{_value(str(key), inside=True)}: {_value(value[key], inside=True)}" for key in value
        ]
        return f"({', '.join(pairs)})" if pairs else "(:)"
    if isinstance(value, str):
        plain = _PLAIN_VALUE.fullmatch(value) and plain_scalar(value) == value
        alone = plain and not (inside and ":" in value)
        return value if alone else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)


def text_of(words: str) -> str:
    """Returns the text of a paragraph, which may be quoted."""
    return str(parse_json(words)) if _QUOTED.fullmatch(words) else words


def read_section(heading: str) -> dict[str, Any]:
    """Returns the keys of a section from its heading, without "##".

    Raises:
        NotationError: saying what is wrong.
    """
    title, rest = heading.strip(), ""
    if match := re.match(r'("(?:[^"\\]|\\.)*")\s*(\[.*\])?$', title):
        title, rest = parse_json(match[1]), match[2] or ""
    elif match := re.fullmatch(r"([^\[\]]*?)\s*(\[[^\[\]]*\])", title):
        title, rest = match[1], match[2]
    section: dict[str, Any] = {"title": title}
    if rest:
        reader = _BracketReader(rest)
        reader.take("[")
        directive = reader.items()
        role = directive.kind.lower()
        if directive.has_value or role == "optional":
            section[role] = directive.value if directive.has_value else 5
        else:
            section["role"] = role
        section |= directive.keys
    return section


def read_directive(text: str) -> tuple[Directive, str]:
    """Returns what a paragraph has in brackets at its beginning, and the words after it.

    Raises:
        NotationError: saying what is wrong.
    """
    reader = _BracketReader(text)
    reader.take("[")
    directive = reader.items()
    return directive, text[reader.at :].strip()


def step_of(directive: Directive, words: str) -> Any:
    """Returns the step that brackets and the words after them stand for.

    Raises:
        NotationError: if there is no such kind.
    """
    kind, keys = directive.kind, dict(directive.keys)
    if kind in _SAY_KEYS:
        first = directive.value if directive.has_value else (5 if kind == "optional" else True)
        return {"say": text_of(words), kind: first, **keys}
    if kind not in STEP_FORMS:
        message = f'there is no step "{kind[:30]}"'
        raise NotationError(message)
    if kind in WITH_WORDS and not directive.has_value and words:
        return {kind: text_of(words), **keys}
    settings = settings_of(kind)
    inner = {key: keys.pop(key) for key in list(keys) if key in settings}
    if directive.has_value and inner:
        message = f"[{kind} …] has a value and keys of its own"
        raise NotationError(message)
    if inner:
        return {kind: inner, **keys}
    if directive.has_value:
        return {kind: directive.value, **keys}
    if STEP_FORMS[kind].stands_alone:
        return {kind: None, **keys} if keys else kind
    message = f"[{kind}] needs a value"
    raise NotationError(message)


class _BracketReader:
    """Reads what stands in brackets, character by character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def take(self, expected: str) -> None:
        self._space()
        if not self.text.startswith(expected, self.at):
            shown = self.text[self.at : self.at + 20] or "the end"
            message = f'"{expected}" is expected before "{shown}"'
            raise NotationError(message)
        self.at += len(expected)

    def items(self) -> Directive:
        """Reads "kind value, key value, key]"; of "breathe in 4" the value is a key of its own."""
        kind = self._key().lower()
        keys: dict[str, Any] = {}
        value, has_value = None, False
        if not self._is_next(",]"):
            before = self.at
            inner = self._key() if _KEY.match(self.text, self.at) else ""
            if kind in STEP_FORMS and inner in settings_of(kind) and not self._is_next(",]"):
                keys[inner] = self.value()
            else:
                self.at = before
                value, has_value = self.value(), True
        while self._is_next(","):
            self.at += 1
            key = self._key()
            if key in keys:
                message = f'"{key}" is here twice'
                raise NotationError(message)
            keys[key] = True if self._is_next(",]") else self.value()
        self.take("]")
        return Directive(kind, value, keys, has_value)

    def value(self) -> Any:
        """Reads a value: quoted, in parentheses, or plain up to the next comma or bracket."""
        self._space()
        if self.text.startswith('"', self.at):
            try:
                value, self.at = _DECODER.raw_decode(self.text, self.at)
            except ValueError as error:
                message = "a quotation mark is not closed"
                raise NotationError(message) from error
            return value
        if self.text.startswith("(", self.at):
            return self._group()
        match = re.compile(r"[^,\[\]()\"\n]+").match(self.text, self.at)
        if not match:
            message = f'a value is expected before "{self.text[self.at : self.at + 20]}"'
            raise NotationError(message)
        self.at = match.end()
        return plain_scalar(match.group().strip())

    def _group(self) -> Any:
        self.take("(")
        if self._is_next(":"):
            self.take(":")
            self.take(")")
            return {}
        listed: list[Any] = []
        pairs: dict[str, Any] = {}
        while not self._is_next(")"):
            if listed or pairs:
                self.take(",")
            key = self._part()
            if self._is_next(":"):
                self.take(":")
                pairs[str(key)] = self.value()
            else:
                listed.append(key)
            if listed and pairs:
                message = "a list and pairs are mixed here"
                raise NotationError(message)
        self.take(")")
        return pairs or listed

    def _part(self) -> Any:
        """Reads an item of a group: a value, or a key before its colon."""
        self._space()
        if self.text[self.at : self.at + 1] in {'"', "("}:
            return self.value()
        match = re.compile(r"[^,:\[\]()\"\n]+").match(self.text, self.at)
        if not match:
            message = "a parenthesis is not closed"
            raise NotationError(message)
        self.at = match.end()
        word = match.group().strip()
        return word if self._is_next(":") else plain_scalar(word)

    def _key(self) -> str:
        self._space()
        match = _KEY.match(self.text, self.at)
        if not match:
            message = f'a word is expected before "{self.text[self.at : self.at + 20]}"'
            raise NotationError(message)
        self.at = match.end()
        if self.text.startswith(":", self.at):  # "[pause: 5s]", as people write it
            self.at += 1
        return match.group()

    def _is_next(self, characters: str) -> bool:
        self._space()
        return self.at < len(self.text) and self.text[self.at] in characters

    def _space(self) -> None:
        while self.text[self.at : self.at + 1] in {" ", "\t"}:
            self.at += 1
