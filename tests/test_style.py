"""The style rules of CONTRIBUTING.md that can be checked: names, docstrings, words, folders."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "quietude"
FOLDERS = ("src", "scripts", "tests")
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
OTHER_FILES = sorted(
    [
        path
        for folder in ("src", "docs", "packaging", ".github")
        for suffix in ("js", "css", "html", "yaml", "yml", "desktop", "spec")
        for path in (ROOT / folder).rglob(f"*.{suffix}")
    ]
    + [
        path
        for path in (ROOT / "Makefile", ROOT / "pyproject.toml", ROOT / ".ci/run")
        if path.exists()
    ]
)
"""Files with comments in other languages: pages of the studio, rules, workflows."""

MAX_MODULES = 17

_DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
_QUESTION = re.compile(
    r"(What|How|Whether|Where|Which|Who|Whom|Whose|When|Why|It"
    r"|Whatever|However|Wherever|Whichever|Whoever|Whenever)\b"
)
# "Where there is no terminal, …" and "When …" are conditions in a comment, and fine.
_ASKING_COMMENT = re.compile(
    r"^[ \t]*(?:#|//|/\*+|<!--|\{#)[ \t]*"
    r"((?:What|How|Whether|Which|Who|Whose|Why|Whatever|Whoever)\b.*)",
    re.MULTILINE,
)
_COMMENT = re.compile(r"[ \t]*(#|//|\*)")
_FIELD = re.compile(r"^\s+\w+(, \w+)*: " + _QUESTION.pattern, re.MULTILINE)
_MAY_ASK = re.compile(
    rf"^\s+\w+(, \w+)*: {_QUESTION.pattern}|[\"']\s*{_QUESTION.pattern}", re.MULTILINE
)
"""Everything that could be a docstring with a question, and some prose, as with the name."""
_DOCSTRING = re.compile(r'(?:#.*\n|\s)*r?"""\s*\S')
_CLASS = re.compile(r"^\s*class _*(\w+)", re.MULTILINE)

_MAY_BIND_IT = re.compile(
    r"\bit\s*(?:[-+*/|&@%^:<>]|//|\*\*)?=(?!=)"  # an assignment, a default
    r"|^[ \t]*\*{0,2}it\s*[,:)\]]"  # an argument or a target on a line of its own
    r"|[(\[,{=|*]\s*it\s*[,:)\]|}]"  # one among others, a capture in a pattern
    r"|\bfor\b[^\n\"]*\bit\b[^\n]*\bin\b|\blambda\b[^:\n]*\bit\b|\bcase\b[^\n]*\bit\b"
    r"|\bit\s*,[^\n]*=|\b(?:as|def|class)\s+it\b\s*[:,)(\n]",
    re.MULTILINE,
)
"""Everything that could bind the name, and some prose: other files need not be parsed."""

BANNED = {
    r"\banswers? (None|True|False|whether|what|the|a|an)\b": "returns",
    r"\bit comes to\b|\bwhat \w+ comes to\b|\bcame to be\b": "is, results in",
    r"(?<!there )\b(is|are) (?-i:none)\b(?! of)": "is not one, has none",
    r"\ba night\b(?! (of|in|at)\b)": "a long session",
    r"\bto be had\b|\bcan(not)? be had\b": "available",
    r"\bhow far (it|they) may\b": "the limit",
    r"\b(it|they) (is|are) told\b": "gets, knows",
    r"\bof its own kind\b": "special",
    r"\bwhat is asked of\b": "requested",
    r"\b(to|be) mend(ed)?\b|\bmended\b": "fix",
    r"\bgoes nowhere\b|\blets? go of\b": "is dropped, closes",
    r"\b(hold|holds|held) down\b": "limit",
    r"\bbrought in\b": "levelled",
    r"\bgone through\b": "walked",
    r"\bfor whom, how\b": "listener, length",
}
"""Phrases of a private dialect, each with plainer words."""


@cache
def source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(source(path))


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def bound_names(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Yields every name that is bound in a module, with its line."""
    for node in ast.walk(module):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                yield name, node.lineno
            case ast.arg(arg=name) | ast.alias(asname=str(name)):
                yield name, node.lineno
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name, node.lineno
            case ast.ClassDef(name=name):
                yield name, node.lineno
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                yield name, node.lineno
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                yield name, node.lineno


def docstrings(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Yields every docstring, those of attributes and constants too, with its first line."""
    for node in ast.walk(module):
        if isinstance(node, _DOCUMENTED):
            for statement in node.body:
                match statement:
                    case ast.Expr(value=ast.Constant(value=str(text))):
                        yield text, statement.lineno


def prose(path: Path) -> Iterator[tuple[str, int]]:
    """Yields the comments and docstrings of a file, with their first lines."""
    yield from docstrings(tree(path))
    for token in tokenize.generate_tokens(io.StringIO(source(path)).readline):
        if token.type == tokenize.COMMENT:
            yield token.string, token.start[0]


def plainer(phrase: str) -> str:
    """Returns plainer words for a banned phrase."""
    found = (words for banned, words in BANNED.items() if re.search(banned, phrase, re.IGNORECASE))
    return next(found, "say it plainly")


def test_nothing_is_named_it() -> None:
    names = [
        place(path, line)
        for path in FILES
        if _MAY_BIND_IT.search(source(path))
        for name, line in bound_names(tree(path))
        if name == "it"
    ]
    assert names == []


def test_no_docstring_starts_with_a_question_word() -> None:
    """A docstring starts with a noun or a verb; so does the description of an attribute."""
    questions = [
        place(path, line + text[: match.start()].count("\n"))
        for path in FILES
        if _MAY_ASK.search(source(path))
        for text, line in docstrings(tree(path))
        for match in [*_FIELD.finditer(text), *filter(None, [_QUESTION.match(text.lstrip())])]
    ]
    assert questions == []


def test_no_comment_starts_with_a_question_word() -> None:
    """The first line of a comment, in every language of the tree; a later line may begin anyhow."""
    questions = [
        (place(path, source(path)[: found.start()].count("\n") + 1), found[1])
        for path in (*FILES, *OTHER_FILES)
        for found in _ASKING_COMMENT.finditer(source(path))
        if not _COMMENT.match(source(path)[: found.start()].rpartition("\n")[0].rpartition("\n")[2])
    ]
    assert questions == []


def test_no_test_is_named_by_a_question_word() -> None:
    """The name of a test starts with the thing that it tests."""
    named = re.compile(
        r"^def (test_(?:what|whatever|who|whoever|how|whether|which|when|why|it)_\w+)", re.MULTILINE
    )
    questions = [
        (place(path, source(path)[: found.start()].count("\n") + 1), found[1])
        for path in FILES
        if path.name.startswith("test_")
        for found in named.finditer(source(path))
    ]
    assert questions == []


def test_docstrings_and_comments_are_plain_english() -> None:
    banned = re.compile("|".join(BANNED), re.IGNORECASE)
    dialect = [
        (place(path, line), match[0], plainer(match[0]))
        for path in FILES
        if path != Path(__file__) and banned.search(" ".join(source(path).replace("#", "").split()))
        for text, line in prose(path)
        for match in banned.finditer(" ".join(text.split()))
    ]
    assert dialect == []


def test_a_class_name_has_one_meaning() -> None:
    classes = defaultdict(list)
    for path in PACKAGE.rglob("*.py"):
        for found in _CLASS.finditer(source(path)):
            classes[found[1].strip("_")].append(
                place(path, source(path).count("\n", 0, found.start(1)) + 1)
            )
    assert {name: places for name, places in classes.items() if len(places) > 1} == {}


def test_a_folder_is_small_enough_to_look_through() -> None:
    counts = Counter(path.parent for path in PACKAGE.rglob("*.py") if path.stem != "__init__")
    full = {str(folder.relative_to(ROOT)): n for folder, n in counts.items() if n > MAX_MODULES}
    assert full == {}


def test_every_module_has_a_docstring() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in FILES
        if "tests" not in path.relative_to(ROOT).parts and not _DOCSTRING.match(source(path))
    ]
    assert silent == []
