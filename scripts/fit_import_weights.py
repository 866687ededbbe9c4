"""Fits the weights by which the importer tells speech from furniture, on labelled scripts.

A chain of two states is fitted to the scripts of ``scripts/import_corpus`` (conditional
likelihood, ridge penalty), as :mod:`quietude.script.importing.weighing` reads it. ``--folds N``
prints how it does on scripts it has not seen; ``--write`` writes the table of weights.

Run: ``python scripts/fit_import_weights.py [--folds 5] [--write] [FILE …]``
"""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parent))
from bench_import import CORPUS, _LINE, _MARK, corpus, source_of, words_of  # noqa: E402

from quietude.errors import ScriptError  # noqa: E402
from quietude.script.importing import text_script  # noqa: E402
from quietude.script.importing.importer import import_source, import_text  # noqa: E402
from quietude.script.importing.weighing.features import features_of  # noqa: E402
from quietude.script.importing.weighing.units import units_of  # noqa: E402
from quietude.script.importing.weighing.weigh import bond_of, language_for  # noqa: E402

BONDS = ("next", "blank", "rule", "mark", "silence", "silence blank", "silence rule", "heading")
LEAST = 3
"""The fewest scripts a feature is in, for a weight of its own."""


@dataclass
class Chain:
    name: str
    group: str
    features: list[frozenset[str]]
    bonds: list[int]
    labels: np.ndarray
    sizes: np.ndarray
    texts: list[str]
    left: list[str]


def labels_of(path: Path) -> dict[str, list[str]]:
    """Returns the marks of every line of every script of a file."""
    found: dict[str, list[str]] = {}
    name = ""
    for raw in path.read_text(encoding="utf-8").splitlines():
        if raw.startswith("=== "):
            name = raw[4:].strip()
            found[name] = []
        elif name and (match := _LINE.fullmatch(raw)):
            found[name].append(match["marks"])
    return found


def chains(names: list[str]) -> list[Chain]:
    recorded: list[list] = []
    text_script.weighed = lambda lines: (recorded.append(list(lines)), list(lines))[1]
    found: list[Chain] = []
    files = [*names] if names else []
    paths = [Path(n) for n in files] or sorted(CORPUS.glob("*.txt"))
    for path in paths:
        marks = labels_of(path)
        for script in corpus([str(path)]):
            recorded.clear()
            with suppress(ScriptError):
                source = source_of(script)
                if source:
                    import_source(source, script.name)
                else:
                    import_text("\n".join(script.lines) + "\n", script.name)
            if not recorded:
                continue
            lines = recorded[0]
            language = language_for(lines)
            if not language:
                continue
            units = units_of(lines, language)
            features = features_of(units)
            at = [i for i, u in enumerate(units) if u.kind == "words"]
            if not at:
                continue
            bonds = [BONDS.index(bond_of(units[b], units[a + 1 : b])) for a, b in zip(at, at[1:])]
            if source is None or source.unit == "line":

                def label(u):
                    ms = [marks[script.name][lines[i].number - 1] for i in u.at]
                    return (
                        float(sum("S" in m for m in ms) * 2 >= len(ms))
                        if any(c in m for m in ms for c in "SXH")
                        else float("nan")
                    )

                labels = [label(units[i]) for i in at]
            else:
                words = [w for i in at for w in words_of(units[i].text)]
                owner = [k for k, i in enumerate(at) for _ in words_of(units[i].text)]
                hit = Counter()
                for block in SequenceMatcher(
                    None, script.words, words, autojunk=False
                ).get_matching_blocks():
                    for j in range(block.b, block.b + block.size):
                        hit[owner[j]] += 1
                labels = [
                    float(2 * hit[k] > len(words_of(units[i].text))) for k, i in enumerate(at)
                ]
            found.append(
                Chain(
                    script.name,
                    path.stem,
                    [features[i] for i in at],
                    bonds,
                    np.array(labels),
                    np.array([len(words_of(units[i].text)) for i in at]),
                    [units[i].text for i in at],
                    [units[i].left_out for i in at],
                )
            )
    return found


def fit(train: list[Chain], ridge: float, weights_of=None, blind=()):
    counts: Counter[str] = Counter()
    for c in train:
        for f in set().union(*c.features):
            counts[f] += 1
    names = sorted(f for f, n in counts.items() if n >= LEAST)
    index = {f: i for i, f in enumerate(names)}
    nf, nb = len(names), len(BONDS)
    data = []
    for c in train:
        rows = [np.array([index[f] for f in fs if f in index], dtype=int) for fs in c.features]
        rule = np.array([1.0 if l else 0.0 for l in c.left])
        isblind = 1.0 if c.group in blind else 0.0
        data.append((rows, np.array(c.bonds, dtype=int), c.labels, rule, isblind))

    # flatten for speed
    flat_rows = np.concatenate([r for d in data for r in d[0]])
    lens = np.array([len(r) for d in data for r in d[0]])
    starts = np.repeat(np.arange(len(lens)), lens)
    offs = np.cumsum([0] + [len(d[0]) for d in data])
    rule_all = np.concatenate([d[3] for d in data])
    blind_all = np.concatenate([np.full(len(d[0]), d[4]) for d in data])

    def unary(theta):
        w = theta[:nf]
        u = np.bincount(starts, weights=w[flat_rows], minlength=len(lens)) + theta[nf + 2 * nb]
        # the rules are only evidence on scripts they were not made with
        u = u + blind_all * (
            rule_all * theta[nf + 2 * nb + 1] + (1 - rule_all) * theta[nf + 2 * nb + 2]
        )
        return u

    # all chains side by side, padded to the longest
    n_c, longest = len(data), max(len(d[0]) for d in data)
    place = np.full((n_c, longest), -1)
    bond = np.zeros((n_c, longest - 1), dtype=int)
    label = np.full((n_c, longest), np.nan)
    for k, d in enumerate(data):
        n = len(d[0])
        place[k, :n] = np.arange(offs[k], offs[k] + n)
        bond[k, : n - 1] = d[1]
        label[k, :n] = d[2]
    real = place >= 0
    linked = real[:, 1:]

    def objective(theta):
        u = unary(theta)
        bs, bl = theta[nf : nf + nb][bond] * linked, theta[nf + nb : nf + 2 * nb][bond] * linked
        x = np.where(real, u[place], 0.0)
        total, mu, ps, pl = forward_backward(x, bs, bl, real, None)
        clamped, mu_c, ps_c, pl_c = forward_backward(x, bs, bl, real, label)
        value = (total - clamped).sum()
        gu = np.zeros_like(u)
        gu[place[real]] = (mu - mu_c)[real]
        gb = np.concatenate(
            [
                np.bincount(bond[linked], weights=(ps - ps_c)[linked], minlength=nb),
                np.bincount(bond[linked], weights=(pl - pl_c)[linked], minlength=nb),
            ]
        )
        grad = np.zeros_like(theta)
        grad[:nf] = np.bincount(flat_rows, weights=gu[starts], minlength=nf)
        grad[nf : nf + 2 * nb] = gb
        grad[nf + 2 * nb] = gu.sum()
        grad[nf + 2 * nb + 1] = (gu * blind_all * rule_all).sum()
        grad[nf + 2 * nb + 2] = (gu * blind_all * (1 - rule_all)).sum()
        pen = np.full(len(theta), ridge)
        pen[nf : nf + 2 * nb] = ridge / 4
        pen[nf + 2 * nb :] = ridge / 20
        value += 0.5 * (pen * theta * theta).sum()
        return value, grad + pen * theta

    theta0 = np.zeros(nf + 2 * nb + 3)
    res = minimize(objective, theta0, jac=True, method="L-BFGS-B", options={"maxiter": 150})
    t = res.x
    return {
        "w": {n: float(t[index[n]]) for n in names},
        "b": [(float(t[nf + i]), float(t[nf + nb + i])) for i in range(nb)],
        "bias": float(t[nf + 2 * nb]),
        "rule": float(t[nf + 2 * nb + 1]),
        "norule": float(t[nf + 2 * nb + 2]),
    }


def forward_backward(x, bs, bl, real, labels):
    """Returns log totals (c,), chances (c, n) and pair chances (c, n-1) of chains side by side."""
    c, n = x.shape
    big = -1e9
    e0, e1 = x.copy(), np.zeros_like(x)
    if labels is not None:
        e0[labels == 0] = big
        e1[labels == 1] = big
    e1[~real] = big  # what follows the end is one state, and adds nothing
    e0[~real] = 0.0
    lae = np.logaddexp
    f0, f1, b0, b1 = (np.zeros((c, n)) for _ in range(4))
    f0[:, 0], f1[:, 0] = e0[:, 0], e1[:, 0]
    for i in range(1, n):
        f0[:, i] = e0[:, i] + lae(f0[:, i - 1] + bs[:, i - 1], f1[:, i - 1])
        f1[:, i] = e1[:, i] + lae(f0[:, i - 1], f1[:, i - 1] + bl[:, i - 1])
    for i in range(n - 2, -1, -1):
        q0, q1 = b0[:, i + 1] + e0[:, i + 1], b1[:, i + 1] + e1[:, i + 1]
        b0[:, i] = lae(q0 + bs[:, i], q1)
        b1[:, i] = lae(q0, q1 + bl[:, i])
    total = lae(f0[:, -1], f1[:, -1])
    t = total[:, None]
    mu = np.exp(np.minimum(f0 + b0 - t, 0))
    ps = np.exp(np.minimum(f0[:, :-1] + bs + e0[:, 1:] + b0[:, 1:] - t, 0))
    pl = np.exp(np.minimum(f1[:, :-1] + bl + e1[:, 1:] + b1[:, 1:] - t, 0))
    return total, mu, ps, pl


def predict(m, c: Chain, rules=True):
    x = np.array([sum(m["w"].get(f, 0) for f in fs) for fs in c.features]) + m["bias"]
    if rules:
        x = x + np.array([m["rule"] if l else m["norule"] for l in c.left])
    b = np.array(c.bonds, dtype=int)
    bs = np.array([m["b"][i][0] for i in b])
    bl = np.array([m["b"][i][1] for i in b])
    one = np.ones((1, len(x)), dtype=bool)
    return forward_backward(x[None], bs[None], bl[None], one, None)[1][0]


def report(name, chains_, ps, lo=0.2, hi=0.6, show=False):
    words = wrong = unsure = lost = rule_lost = 0
    for c, p in zip(chains_, ps):
        for k in range(len(c.labels)):
            y, s = c.labels[k], c.sizes[k]
            said = p[k] >= lo
            words += s * said
            if y == 0 and said:
                if p[k] < hi:
                    unsure += s
                else:
                    wrong += s
            if y == 1 and not said:
                lost += s
            if show and ((y == 0 and said) or (y == 1 and p[k] < hi)):
                print(f"   {c.name} y={y:.0f} p={p[k]:.2f} [{c.left[k]}] {c.texts[k][:110]}")
    nuns = sum(((p >= lo) & (p < hi)).sum() for p in ps)
    print(
        f"{name}: wrong {wrong} ({wrong / words:.2%}) unsure-wrong {unsure} ({unsure / words:.2%}) lost {lost} ({lost / words:.2%}); unsure units {nuns} of {sum(len(p) for p in ps)}"
    )


_TABLE = Path(__file__).parents[1] / "src/quietude/script/importing/weighing/weights.py"
_HEAD = """\"\"\"Weights of the features, in log-odds of being speech; made by scripts/fit_import_weights.py.

``RULE`` is added to a line that a rule has left out, ``NO_RULE`` to any other; ``BONDS`` are those of
two neighbours that are both speech, and of two that are both not, by what lies between them.
\"\"\"
"""


def write(model: dict) -> None:
    """Writes the table of weights."""
    lines = [_HEAD, f"RULE = {model['rule'] + model['bias']:.3f}", f"NO_RULE = {model['norule'] + model['bias']:.3f}",
             "BONDS: dict[str, tuple[float, float]] = {"]
    lines += [f'    "{b}": ({s:.3f}, {l:.3f}),' for b, (s, l) in zip(BONDS, model["b"])]
    lines += ["}", "WEIGHTS: dict[str, float] = {"]
    lines += [f'    "{name}": {w:.3f},' for name, w in sorted(model["w"].items()) if abs(w) >= 0.005]
    _TABLE.write_text("\n".join([*lines, "}", ""]), encoding="utf-8")
