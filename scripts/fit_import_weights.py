"""Fits the weights by which the importer tells speech from furniture, on the labelled scripts.

A chain of two states (spoken, or not) is fitted to the scripts of ``scripts/import_corpus`` by
conditional likelihood with a ridge penalty (Lafferty, McCallum and Pereira, 2001), over the
features of :mod:`quietude.script.importing.weighing`. The rules of the importer were made with the
older scripts of the corpus, so what they say counts as evidence only in those of ``BLIND``.

Without ``--write`` it prints how scripts are read that the weights have not seen, in six folds.

Run: ``python scripts/fit_import_weights.py [--write]``
"""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

from bench_import import CORPUS, corpus, source_of, words_of
from quietude.errors import ScriptError
from quietude.script.importing import text_script
from quietude.script.importing.importer import import_source, import_text
from quietude.script.importing.weighing.features import features_of
from quietude.script.importing.weighing.units import units_of
from quietude.script.importing.weighing.weigh import LEFT_OUT, UNSURE, bond_of, language_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from quietude.script.importing.lines import ScriptLine

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

BONDS = ("next", "blank", "rule", "mark", "silence", "silence blank", "silence rule", "heading")
BLIND = ("strangers-four", "strangers-five", "strangers-six")
"""The files of the corpus that the rules were not made with."""
RIDGE, FEWEST, FOLDS = 0.7, 3, 6
"""The penalty, the fewest scripts of a feature that has a weight, and the folds."""
_IMPOSSIBLE = -1e9
_TABLE = Path(__file__).parents[1] / "src/quietude/script/importing/weighing/weights.py"
_HEAD = '''"""Weights of features, in log-odds of speech; by ``scripts/fit_import_weights.py``.

``RULE`` is added to a line that a rule has left out, ``NO_RULE`` to any other; ``BONDS`` are those
of two neighbours that are both speech, and of two that are both not, by what lies between them.
"""
'''


@dataclass(frozen=True)
class Chain:
    """The units of a script: features, bonds, labels (1 spoken, 0 not, NaN unknown), words."""

    blind: bool
    features: list[frozenset[str]]
    bonds: Ints
    labels: Floats
    sizes: Ints
    ruled: Floats


@dataclass(frozen=True)
class Model:
    """Weights by feature, of bonds (spoken, left out), and of what the rules say."""

    weights: dict[str, float]
    spoken: Floats
    left: Floats
    rule: float
    no_rule: float

    def chances(self, chain: Chain) -> Floats:
        """Returns the chance of each unit to be spoken."""
        scores = [sum(self.weights.get(name, 0.0) for name in names) for names in chain.features]
        scored = np.array(scores) + np.where(chain.ruled > 0, self.rule, self.no_rule)
        real = np.ones((1, len(scored)), dtype=bool)
        bonds = chain.bonds
        found = summed(scored[None], self.spoken[bonds][None], self.left[bonds][None], real)
        chance: Floats = found[1][0]
        return chance


def chains() -> Iterator[Chain]:
    """Yields the chains of all scripts of the corpus that are in a known language."""
    seen: list[list[ScriptLine]] = []

    def record(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
        seen.append(list(lines))
        return list(lines)

    vars(text_script)["weighed"] = record
    for path in sorted(CORPUS.glob("*.txt")):
        for script in corpus([path.stem]):
            seen.clear()
            source = None
            with suppress(ScriptError):
                source = source_of(script)
                text = "\n".join(script.lines) + "\n"
                import_source(source, script.name) if source else import_text(text, script.name)
            if not seen or not (language := language_for(seen[0])):
                continue
            units = units_of(seen[0], language)
            features = features_of(units)
            at = [place for place, unit in enumerate(units) if unit.kind == "words"]
            if not at:
                continue
            texts = [units[place].text for place in at]
            bonds = [BONDS.index(bond_of(units[two], units[one + 1 : two]))
                     for one, two in pairwise(at)]  # fmt: skip
            yield Chain(
                path.stem in BLIND,
                [features[place] for place in at],
                np.array(bonds, dtype=np.int64),
                labels(texts, script.words),
                np.array([len(words_of(text)) for text in texts]),
                np.array([float(bool(units[place].left_out)) for place in at]),
            )


def labels(texts: Sequence[str], expected: Sequence[str]) -> Floats:
    """Returns 1 for each text most of whose words are among the expected ones, in their order."""
    words = [(word, at) for at, text in enumerate(texts) for word in words_of(text)]
    said: Counter[int] = Counter()
    matcher = SequenceMatcher(None, expected, [word for word, _ in words], autojunk=False)
    for block in matcher.get_matching_blocks():
        said.update(at for _, at in words[block.b : block.b + block.size])
    return np.array([float(2 * said[at] > len(words_of(text))) for at, text in enumerate(texts)])


def summed(scores: Floats, spoken: Floats, left: Floats, real: Any, known: Any = None) -> Any:
    """Returns log totals, chances and pair chances of chains side by side (forward-backward)."""
    said, gone = scores.copy(), np.zeros_like(scores)
    if known is not None:
        said[known == 0] = _IMPOSSIBLE
        gone[known == 1] = _IMPOSSIBLE
    said[~real], gone[~real] = 0.0, _IMPOSSIBLE  # what follows the end is one state
    count = scores.shape[1]
    f0, f1, b0, b1 = (np.zeros(scores.shape) for _ in range(4))
    f0[:, 0], f1[:, 0] = said[:, 0], gone[:, 0]
    for at in range(1, count):
        f0[:, at] = said[:, at] + np.logaddexp(f0[:, at - 1] + spoken[:, at - 1], f1[:, at - 1])
        f1[:, at] = gone[:, at] + np.logaddexp(f0[:, at - 1], f1[:, at - 1] + left[:, at - 1])
    for at in range(count - 2, -1, -1):
        one, two = b0[:, at + 1] + said[:, at + 1], b1[:, at + 1] + gone[:, at + 1]
        b0[:, at] = np.logaddexp(one + spoken[:, at], two)
        b1[:, at] = np.logaddexp(one, two + left[:, at])
    total = np.logaddexp(f0[:, -1], f1[:, -1])
    whole = total[:, None]
    chance = np.exp(np.minimum(f0 + b0 - whole, 0))
    both = np.exp(np.minimum(f0[:, :-1] + spoken + said[:, 1:] + b0[:, 1:] - whole, 0))
    none = np.exp(np.minimum(f1[:, :-1] + left + gone[:, 1:] + b1[:, 1:] - whole, 0))
    return total, chance, both, none


def fitted(train: Sequence[Chain]) -> Model:
    """Returns the model of some chains."""
    counts = Counter(name for chain in train for name in frozenset().union(*chain.features))
    names = sorted(name for name, count in counts.items() if count >= FEWEST)
    index = {name: at for at, name in enumerate(names)}
    rows = [[index[name] for name in found if name in index]
            for chain in train for found in chain.features]  # fmt: skip
    flat = np.array([at for row in rows for at in row])
    owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    ruled = np.concatenate([chain.ruled * chain.blind for chain in train])
    unruled = np.concatenate([(1 - chain.ruled) * chain.blind for chain in train])
    longest = max(len(chain.features) for chain in train)
    place = np.full((len(train), longest), -1)
    bond = np.zeros((len(train), longest - 1), dtype=np.int64)
    known = np.full((len(train), longest), np.nan)
    first = 0
    for at, chain in enumerate(train):
        count = len(chain.features)
        place[at, :count] = np.arange(first, first + count)
        bond[at, : count - 1] = chain.bonds
        known[at, :count] = chain.labels
        first += count
    real, n, m = place >= 0, len(names), len(BONDS)
    linked = real[:, 1:]
    penalty = np.full(n + 2 * m + 3, RIDGE)
    penalty[n : n + 2 * m] /= 4
    penalty[n + 2 * m :] /= 20

    def objective(theta: Floats) -> tuple[float, Floats]:
        bias, rule, no_rule = theta[n + 2 * m :]
        unary = np.bincount(owner, weights=theta[flat], minlength=len(rows)) + bias
        unary = unary + ruled * rule + unruled * no_rule
        spoken, left = theta[n : n + m][bond] * linked, theta[n + m : n + 2 * m][bond] * linked
        scores = np.where(real, unary[place], 0.0)
        free = summed(scores, spoken, left, real)
        held = summed(scores, spoken, left, real, known)
        push = np.zeros(len(rows))
        push[place[real]] = (free[1] - held[1])[real]
        slope = np.concatenate([
            np.bincount(flat, weights=push[owner], minlength=n),
            *(np.bincount(bond[linked], weights=(free[side] - held[side])[linked], minlength=m)
              for side in (2, 3)),
            [push.sum(), (push * ruled).sum(), (push * unruled).sum()],
        ])  # fmt: skip
        value = (free[0] - held[0]).sum() + 0.5 * (penalty * theta * theta).sum()
        return float(value), slope + penalty * theta

    found = minimize(objective, np.zeros(len(penalty)), jac=True, method="L-BFGS-B",
                     options={"maxiter": 150}).x  # fmt: skip
    bias, rule, no_rule = found[n + 2 * m :]
    weights = {name: float(found[at]) for name, at in index.items()}
    return Model(weights, found[n : n + m], found[n + m : n + 2 * m], bias + rule, bias + no_rule)


def folded(scripts: Sequence[Chain]) -> None:
    """Prints how blind scripts are read by weights that have not seen them."""
    blind = [chain for chain in scripts if chain.blind]
    order = np.random.default_rng(1).permutation(len(blind))
    words = wrong = shown = lost = 0
    for fold in range(FOLDS):
        held = {id(blind[at]) for at in order[fold::FOLDS]}
        model = fitted([chain for chain in scripts if id(chain) not in held])
        for chain in (chain for chain in blind if id(chain) in held):
            chance = model.chances(chain)
            said = chance >= LEFT_OUT
            words += int(chain.sizes[said].sum())
            lost += int(chain.sizes[~said & (chain.labels == 1)].sum())
            shown += int(chain.sizes[said & (chance < UNSURE) & (chain.labels == 0)].sum())
            wrong += int(chain.sizes[(chance >= UNSURE) & (chain.labels == 0)].sum())
    print(f"{len(blind)} scripts in {FOLDS} folds, {words} words spoken by the score alone")
    print(f"wrongly spoken {wrong / words:.2%}, and listed as unsure {shown / words:.2%}; "
          f"lost {lost / words:.2%}")  # fmt: skip


def write(model: Model) -> None:
    """Writes the table of weights."""
    rows = [_HEAD, f"RULE, NO_RULE = {model.rule:.3f}, {model.no_rule:.3f}"]
    rows += ["BONDS: dict[str, tuple[float, float]] = {"]
    rows += [f'    "{name}": ({model.spoken[at]:.3f}, {model.left[at]:.3f}),'
             for at, name in enumerate(BONDS)]  # fmt: skip
    rows += ["}", "WEIGHTS: dict[str, float] = {"]
    rows += [f'    "{name}": {weight:.3f},' for name, weight in sorted(model.weights.items())]
    _TABLE.write_text("\n".join([*rows, "}", ""]), encoding="utf-8")


def main() -> int:
    """Prints how unseen scripts are read, or writes the weights of all."""
    scripts = list(chains())
    if "--write" in sys.argv:
        write(fitted(scripts))
    else:
        folded(scripts)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
