"""Quality of speech as two models estimate it that need no reference, where they are installed.

DistillMOS (Stahl and Gamper 2025) and DNSMOS (Reddy et al. 2021, through ``speechmos``) guess how
listeners would judge a recording, from 1 to 5. Both hear 16 kHz. ``pip install distillmos
speechmos`` brings them and torch, which nothing else here needs.
"""

from __future__ import annotations

import sys
import types
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from quietude.audio.clip import Clip

_RATE_HZ = 16_000


def open_judges() -> list[Callable[[NDArray[np.float32]], list[float]] | None]:
    """The two models, each None where it is not installed."""
    return [_opened(_distillmos), _opened(_dnsmos)]


@dataclass(frozen=True, slots=True)
class Quality:
    """Estimates of quality, from 1 to 5: means over some clips.

    Attributes:
        distillmos: As DistillMOS hears it.
        least: The least of the clips, as DistillMOS hears it.
        overall: DNSMOS, overall.
        p808: DNSMOS, by the method of ITU-T P.808.
    """

    distillmos: float
    least: float
    overall: float
    p808: float


def quality_of(
    judges: Sequence[Callable[[NDArray[np.float32]], list[float]] | None], clips: Sequence[Clip]
) -> Quality | None:
    """The quality of some clips; None where a model is missing."""
    distill, dns = judges
    if distill is None or dns is None:
        return None
    sounds = [np.clip(clip.resampled(_RATE_HZ).samples, -1.0, 1.0) for clip in clips]
    scores = [distill(sound)[0] for sound in sounds]
    overall, p808 = np.mean([dns(sound) for sound in sounds], axis=0)
    return Quality(float(np.mean(scores)), min(scores), float(overall), float(p808))


def _opened(
    opener: Callable[[], Callable[[NDArray[np.float32]], list[float]]],
) -> Callable[[NDArray[np.float32]], list[float]] | None:
    try:
        return opener()
    except ImportError as error:
        print(f"(a column is missing: {error})", file=sys.stderr)
        return None


def _distillmos() -> Callable[[NDArray[np.float32]], list[float]]:
    # Its command line reads files with torchaudio; the model does not need it.
    sys.modules.setdefault("torchaudio", types.ModuleType("torchaudio"))
    import distillmos
    import torch

    torch.set_num_threads(1)
    model: Any = distillmos.ConvTransformerSQAModel()
    model.eval()

    def judge(sound: NDArray[np.float32]) -> list[float]:
        with torch.no_grad():
            return [float(model(torch.from_numpy(sound.astype(np.float32))[None]))]

    return judge


def _dnsmos() -> Callable[[NDArray[np.float32]], list[float]]:
    from speechmos import dnsmos

    def judge(sound: NDArray[np.float32]) -> list[float]:
        found = dnsmos.run(sound, _RATE_HZ)
        return [float(found["ovrl_mos"]), float(found["p808_mos"])]

    return judge
