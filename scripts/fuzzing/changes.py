"""Changes to good files: to their bytes, to their lines, and to what they mean.

Most changes keep a file readable, so that what is deep inside is reached: a value is exchanged for
one that stands under the same key elsewhere, a key is added from a sibling, an element of a page is
moved, a part of an archive is rewritten.
"""

from __future__ import annotations

import contextlib
import copy
import io
import json
import re
import zipfile
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import yaml

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    Change = Callable[[bytes, list[bytes], random.Random], bytes]

VALUES = [
    b"null",
    b"true",
    b"-1",
    b"0",
    b"1e999",
    b"Infinity",
    b"NaN",
    b'""',
    b"[]",
    b"{}",
    b"[[[]]]",
    b'"\\u0000"',
    b'"\\ud800"',
    b"../../etc/passwd",
    b"/dev/null",
    b"9" * 400,
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"{{ name }}",
    b"{% if name %}",
    b"&a",
    b"*a",
    b"!!python/object:os.system",
    b"<!DOCTYPE x>",
    b"&amp;",
    b"\x00",
    b"\x1b[2J",
    "\u202e".encode(),
    b"a" * 3000,
    b"[" * 60,
    b"{" * 60,
    b"2026-02-30",
    b"- " * 40,
    b"12:61",
    b"1h99m",
    b"[pause 9999999 s]",
    b"5s-2s",
]
"""Contents of files that were torn, forged, or written by another program."""

ODD: list[Any] = [None, True, -1, 0, 1e308, 0.5, "", "x", "10", "1h99m", "../x", "a" * 300, [],
                  {}, [[]], ["x"], {"x": 1}, 1 << 70, "2026-02-30", "\u202e", "auto"]  # fmt: skip
"""Values of other types."""

_LARGEST = 200_000
_PIECE = re.compile(rb'"(?:[^"\\\n]|\\.)*"|[\w.+-]+|[^\s\w]|\s+')
_TAG = re.compile(rb"(<[^<>]{1,400}>)")
_ATTRIBUTE = re.compile(rb'="([^"<>]{0,200})"')


def mutated(corpus: list[bytes], choice: random.Random, suffix: str = "") -> bytes:
    """A good file with one to three changes, most of them such as its kind of file allows."""
    data = choice.choice(corpus)
    fitting = STRUCTURAL.get(suffix)
    for _ in range(choice.choice([1, 1, 1, 1, 2, 2, 3])):
        fits = fitting and choice.random() < (0.95 if suffix in ARCHIVES else 0.8)
        change = fitting if fitting and fits else choice.choice(CHANGES)
        data = change(data, corpus, choice)
    return data[:_LARGEST]


def _value(data: bytes, _corpus: list[bytes], choice: random.Random) -> bytes:
    """One value, or name, or sign replaced."""
    pieces = _PIECE.findall(data)
    if pieces:
        pieces[choice.randrange(len(pieces))] = choice.choice(VALUES)
    return b"".join(pieces)


def _swapped(data: bytes, _corpus: list[bytes], choice: random.Random) -> bytes:
    """One value in the place of another."""
    pieces = _PIECE.findall(data) or [b""]
    a, b = choice.randrange(len(pieces)), choice.randrange(len(pieces))
    pieces[a] = pieces[b]
    return b"".join(pieces)


def _lines(data: bytes, corpus: list[bytes], choice: random.Random) -> bytes:
    """A line left out, said twice, moved, indented, or taken from another file."""
    lines = data.split(b"\n")
    at = choice.randrange(len(lines))
    line = lines.pop(at)
    kind = choice.randrange(5)
    if kind == 1:
        lines[at:at] = [line] * choice.choice([2, 2, 50])
    elif kind == 2:  # noqa: PLR2004
        lines.insert(choice.randrange(len(lines) + 1), line)
    elif kind == 3:  # noqa: PLR2004
        lines.insert(at, choice.choice([b" ", b"  ", b"\t", b"- "]) + line)
    elif kind == 4:  # noqa: PLR2004
        lines[at:at] = [line, choice.choice(choice.choice(corpus).split(b"\n"))]
    return b"\n".join(lines)


def _spliced(data: bytes, corpus: list[bytes], choice: random.Random) -> bytes:
    """The beginning of one file and the end of another."""
    other = choice.choice(corpus)
    return data[: choice.randrange(len(data) + 1)] + other[choice.randrange(len(other) + 1) :]


def _bytes(data: bytes, _corpus: list[bytes], choice: random.Random) -> bytes:
    """A byte changed, or some cut away, as a crash does."""
    at = choice.randrange(len(data) + 1)
    if choice.randrange(2):
        return data[:at]
    return data[:at] + bytes([choice.randrange(256)]) + data[at + 1 :]


def _nested(data: bytes, _corpus: list[bytes], choice: random.Random) -> bytes:
    """One value within many brackets."""
    pieces = _PIECE.findall(data) or [b""]
    at, depth = choice.randrange(len(pieces)), choice.choice([3, 30, 300, 3000])
    opening, closing = choice.choice([(b"[", b"]"), (b'{"a":', b"}"), (b"(", b")"), (b"{{", b"}}")])
    pieces[at] = opening * depth + pieces[at] + closing * depth
    return b"".join(pieces)


def _structured(data: bytes, corpus: list[bytes], choice: random.Random) -> bytes:
    """YAML or JSON with one thing changed that leaves it YAML or JSON."""
    plain = _plain(data)
    if not isinstance(plain, dict | list):
        return _value(data, corpus, choice)
    changed = copy.deepcopy(plain)
    _restructure(changed, _pool(tuple(corpus)), choice)
    with contextlib.suppress(TypeError, ValueError, RecursionError):
        return json.dumps(changed, ensure_ascii=False, indent=choice.choice([None, 1])).encode(
            errors="surrogatepass"
        )
    return _value(data, corpus, choice)


def _structured_line(data: bytes, corpus: list[bytes], choice: random.Random) -> bytes:
    """JSON Lines with one thing changed in a line."""
    lines = [line for line in data.split(b"\n") if line]
    if not lines:
        return data
    at = choice.randrange(len(lines))
    others = [line for text in corpus[:50] for line in text.split(b"\n") if line][:200]
    lines[at] = _structured(lines[at], others, choice).replace(b"\n", b" ")
    return b"\n".join(lines) + b"\n"


def _restructure(plain: Any, pool: dict[Any, list[Any]], choice: random.Random) -> None:
    places = list(_places(plain))
    if not places:
        return
    container, key = choice.choice(places)
    kind = choice.random()
    if kind < 0.6 and pool.get(key):  # noqa: PLR2004
        container[key] = copy.deepcopy(choice.choice(pool[key]))
    elif kind < 0.7 and isinstance(container, dict):  # noqa: PLR2004
        name = choice.choice([name for name in pool if isinstance(name, str)] or ["x"])
        container[name] = copy.deepcopy(choice.choice(pool.get(name) or ODD))
    elif kind < 0.8:  # noqa: PLR2004
        del container[key]
    elif kind < 0.9 and isinstance(container, list):  # noqa: PLR2004
        container[key:key] = [copy.deepcopy(container[key])] * choice.choice([1, 2, 30])
    else:
        container[key] = copy.deepcopy(choice.choice(ODD))


def _places(plain: Any) -> Iterator[tuple[Any, Any]]:
    todo = [plain]
    while todo:
        part = todo.pop()
        keys = list(part) if isinstance(part, dict) else range(len(part))
        for key in keys:
            yield part, key
            if isinstance(part[key], dict | list):
                todo.append(part[key])


@lru_cache(maxsize=4096)
def _plain(data: bytes) -> Any:
    """The data of YAML or JSON; None if it is neither, or nests too deep."""
    if len(data) > 20_000 or b"[" * 50 in data or b"{" * 50 in data:  # noqa: PLR2004
        return None
    with contextlib.suppress(ValueError, RecursionError, yaml.YAMLError):
        return json.loads(data)
    with contextlib.suppress(ValueError, RecursionError, yaml.YAMLError):
        return yaml.safe_load(data)
    return None


@lru_cache(maxsize=8)
def _pool(corpus: tuple[bytes, ...]) -> dict[Any, list[Any]]:
    """All values of the good files by their keys."""
    pool: dict[Any, list[Any]] = {}
    for data in corpus[:60]:
        plain = _plain(data)
        if isinstance(plain, dict | list):
            for container, key in _places(plain):
                pool.setdefault(key if isinstance(container, dict) else "-", []).append(
                    container[key]
                )
    return pool


def _marked(data: bytes, corpus: list[bytes], choice: random.Random) -> bytes:
    """A page or XML with an element moved, doubled or opened, or an attribute exchanged."""
    kind = choice.randrange(5)
    values = _ATTRIBUTE.findall(data)
    if kind == 0 and values:
        old, new = choice.choice(values), choice.choice([*values, *VALUES, b"1", b"-1", b"5s"])
        return data.replace(b'="' + old + b'"', b'="' + new.replace(b'"', b"") + b'"', 1)
    parts = _TAG.split(data)
    if len(parts) < 3:  # noqa: PLR2004
        return _value(data, corpus, choice)
    a, b = choice.randrange(len(parts)), choice.randrange(len(parts))
    if kind == 1:
        parts[a], parts[b] = parts[b], parts[a]
    elif kind == 2:  # noqa: PLR2004
        first, last = sorted((a, b))
        piece = parts[first:last]
        at = choice.randrange(len(parts))
        parts[at:at] = piece * choice.choice([1, 1, 5])
    elif kind == 3:  # noqa: PLR2004
        del parts[a]
    else:
        parts[a : a + 1] = (choice.choice(_TAG.split(choice.choice(corpus))[:2000] or [b""]),)
    return b"".join(parts)


def _elements(data: bytes, corpus: list[bytes], choice: random.Random) -> bytes:
    """XML with one element moved, doubled, emptied or left out, and still well-formed."""
    try:
        root = ET.fromstring(data)  # noqa: S314  (of our own making)
    except (ET.ParseError, ValueError, LookupError):
        return _marked(data, corpus, choice)
    parents = [parent for parent in root.iter() if len(parent)]
    if not parents or len(data) > _LARGEST // 4:
        return _marked(data, corpus, choice)
    parent, other = choice.choice(parents), choice.choice(parents)
    element = choice.choice(list(parent))
    kind = choice.randrange(6)
    if kind == 0:
        parent.remove(element)
    elif kind == 1:
        copies = [copy.deepcopy(element) for _ in range(choice.choice([1, 2, 40]))]
        other[0:0] = copies
    elif kind == 2 and element.attrib:  # noqa: PLR2004
        values = [value for one in root.iter() for value in one.attrib.values()]
        element.set(choice.choice(list(element.attrib)), choice.choice([*values, "", "-1", "5s"]))
    elif kind == 3:  # noqa: PLR2004
        element.text = choice.choice(["", "[pause 5s]", "a" * 300, "\u202e", "  ", "12:61", None])
    elif kind == 4:  # noqa: PLR2004
        element.tag = choice.choice([one.tag for one in root.iter()])
    else:
        parent[:] = sorted(parent, key=lambda _: choice.random())
    return bytes(ET.tostring(root, encoding="utf-8"))


def _archived(data: bytes, corpus: list[bytes], choice: random.Random) -> bytes:
    """An archive with one part rewritten, left out, doubled or renamed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception:  # noqa: BLE001  (whatever a torn archive does to the library)
        return _bytes(data, corpus, choice)
    if not parts:
        return _bytes(data, corpus, choice)
    at = choice.randrange(len(parts))
    name, content = parts[at]
    kind = choice.randrange(10)
    if kind == 0:
        del parts[at]
    elif kind == 1:
        parts[at] = (
            choice.choice(["../x.xml", "/x", "a\\b", "", name.upper(), name * 30]),
            content,
        )
    elif kind == 2:  # noqa: PLR2004
        parts.append((name, content))
    else:
        with contextlib.suppress(IndexError):
            content = choice.choice([_elements] * 5 + [_marked, _value])(content, [content], choice)
        parts[at] = (name, content)
    packed = io.BytesIO()
    with contextlib.suppress(ValueError, UserWarning), zipfile.ZipFile(packed, "w") as archive:
        for part, content in parts:
            archive.writestr(part or "x", content)
    return packed.getvalue() or data


ARCHIVES = (".docx", ".odt", ".epub")

STRUCTURAL: dict[str, Change] = {
    **dict.fromkeys((".yaml", ".json"), _structured),
    **dict.fromkeys((".jsonl",), _structured_line),
    **dict.fromkeys((".xml", ".ssml", ".pls"), _elements),
    ".html": _marked,
    **dict.fromkeys(ARCHIVES, _archived),
    **dict.fromkeys((".txt", ".md", ".csv", ".srt", ".vtt", ".toml", ".fountain"), _lines),
}
"""Changes that keep a file of its kind readable, by its suffix."""

CHANGES: list[Change] = [_value, _value, _swapped, _lines, _spliced, _bytes, _nested]
