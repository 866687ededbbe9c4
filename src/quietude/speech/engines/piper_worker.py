"""The process in which Piper speaks; see :mod:`.worker` for the requests.

Run as ``python -m quietude.speech.engines.piper_worker``. A process of its own, so that a crash of
the runtime takes no render with it; it keeps the last model it was asked for.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile

from quietude.errors import SpeechError
from quietude.speech.engines.phrase_checks import cut_long
from quietude.speech.engines.piper_model import NOISE_INPUT, NOISE_LENGTH, repeatable
from quietude.speech.engines.worker import serve
from quietude.speech.script_coverage import check_letters
from quietude.speech.word_times import spoken_words

if TYPE_CHECKING:
    from collections.abc import Iterable

_SENTENCE_GAP_S = 0.4
_READABLE = ("espeak", "text")
_PHONEMES = re.compile(r"(\[\[ [^\[\]]+ \]\])")
_NO_BRACKETS = str.maketrans("[]", "  ")
_ONCE = re.compile(r"\S.*?(?:[.!?…]+(?=\s)|$)")


class _Session:
    """onnxruntime's session with the random numbers of the phrase at hand."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._wants_noise = NOISE_INPUT in {it.name for it in session.get_inputs()}
        self.seed = (0, 0)

    def run(self, names: Any, values: dict[str, Any]) -> Any:
        if self._wants_noise:
            rng = np.random.default_rng(self.seed)
            noise = rng.standard_normal(NOISE_LENGTH, dtype=np.float32)
            values = {**values, NOISE_INPUT: noise}
        return self._session.run(names, values)


class _Model:
    """One voice, loaded.

    Raises:
        ValueError: if its files are not what they should be.
    """

    def __init__(self, path: Path, sha256: str) -> None:
        import onnxruntime
        from piper import PiperVoice
        from piper.config import PiperConfig

        data = path.read_bytes()
        if sha256 and hashlib.sha256(data).hexdigest() != sha256:
            message = f"{path.name} is not the file that was installed; install the voice again"
            raise ValueError(message)
        config = json.loads(Path(f"{path}.json").read_bytes())
        if config.get("phoneme_type", "espeak") not in _READABLE:
            message = f"{path.stem} needs a reader of its own for its language"
            raise ValueError(message)
        model, self._repeatable = repeatable(data)
        options = onnxruntime.SessionOptions()
        # As many processes speak as there are cores; more threads would get in their way, and
        # sums would be added up in another order.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(
            model, sess_options=options, providers=["CPUExecutionProvider"]
        )
        self._session = _Session(session)
        self._voice = PiperVoice(session=self._session, config=PiperConfig.from_dict(config))

    def speak(self, text: str, stretch: float, path: Path) -> list[int]:
        """Write a phrase to a file; answers the frame at which each word starts, if known."""
        from piper import SynthesisConfig

        noise = None if self._repeatable else 0.0  # None: as much as its makers chose
        settings = SynthesisConfig(
            length_scale=stretch, noise_scale=noise, noise_w_scale=noise, normalize_audio=False
        )
        rate_hz = self._voice.config.sample_rate
        gap = np.zeros(round(_SENTENCE_GAP_S * rate_hz), np.float32)
        parts: list[Any] = []
        marks: list[int] | None = []
        frames = 0
        for piece in pieces(text):
            self._session.seed = (zlib.crc32(piece.encode()), len(parts))
            self._check_readable(piece)
            told: list[int] = []
            for chunk in self._voice.synthesize(piece, settings, include_alignments=True):
                told += [frames + it for it in _word_starts(chunk.phoneme_alignments or ())]
                parts += [chunk.audio_float_array, gap]
                frames += len(chunk.audio_float_array) + len(gap)
            # Where words run together or a number becomes many, nobody can tell which is which.
            whole = len(told) == len(spoken_words(_PHONEMES.sub("x", piece)))
            marks = marks + told if whole and marks is not None else None
        if not parts:
            message = "the engine left no sound for this phrase"
            raise SpeechError(message, hint="It may hold letters this voice does not know.")
        soundfile.write(path, np.concatenate(parts[:-1]), rate_hz, "FLOAT", format="WAV")
        return marks or []

    def _check_readable(self, text: str) -> None:
        """Refuse what would be spoken with a sound missing, or letter by letter.

        Of neither does Piper say a word.
        """
        check_letters(_PHONEMES.sub(" ", text), self._sound_of)
        known = self._voice.config.phoneme_id_map
        sounds = {it for sentence in self._voice.phonemize(text) for it in sentence}
        lost = sorted(
            it for it in sounds - set(known) if any(unicodedata.category(c)[0] == "L" for c in it)
        )
        if lost:
            message = f'this voice has no sound for "{"".join(lost)[:20]}" in this phrase'
            raise SpeechError(message, hint="Choose another with --voice, or spell it otherwise.")

    def _sound_of(self, word: str) -> str:
        return " ".join("".join(it) for it in self._voice.phonemize(word))


def _word_starts(alignments: Iterable[Any]) -> list[int]:
    """The frames at which the words of a sentence start, from the lengths of its phonemes."""
    starts: list[int] = []
    frames, between = 0, True
    for it in alignments:
        if it.phoneme == " ":
            between = True
        elif between and any(unicodedata.category(c)[0] == "L" for c in it.phoneme):
            starts.append(frames)
            between = False
        frames += int(it.num_samples)
    return starts


def pieces(text: str) -> list[str]:
    """The sentences of a text as Piper is to read them, in plain words, and none of them long."""
    plain = "".join(" " if unicodedata.category(it)[0] == "C" else it for it in text)
    # Double brackets hold phonemes, as the lexicon writes them; any others are no words.
    rest = "".join(
        it if _PHONEMES.fullmatch(it) else it.translate(_NO_BRACKETS)
        for it in _PHONEMES.split(plain)
    )
    sentences = _ONCE.findall(" ".join(rest.split()))
    return [it for sentence in sentences for it in cut_long(sentence) if any(map(str.isalnum, it))]


def main() -> None:
    """Serve requests until the input ends."""
    loaded: tuple[str, _Model] | None = None

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        nonlocal loaded
        if loaded is None or loaded[0] != request["model"]:
            loaded = None  # let go of the old one first
            model = _Model(Path(request["model"]), request["sha256"])
            loaded = (request["model"], model)
        if request["op"] == "speak":
            path = Path(request["path"])
            return {"marks": loaded[1].speak(request["text"], request["stretch"], path)}
        return {}

    serve(answer)


if __name__ == "__main__":
    main()
