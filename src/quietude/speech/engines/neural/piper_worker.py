"""The process in which Piper speaks; see :mod:`quietude.speech.engines.worker` for the requests.

Run as ``python -m quietude.speech.engines.neural.piper_worker``. It is a process of its own so that
a crash of the runtime takes no render with it. It keeps the last model in memory.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile

from quietude._util.strict_reading import SMALL_BYTES, read_json
from quietude.errors import SpeechError
from quietude.speech.engines.neural.piper_model import NOISE_INPUT, NOISE_LENGTH, repeatable
from quietude.speech.engines.phrase_checks import cut_long, has_words
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


class _SeededSession:
    """onnxruntime's session with the random numbers of the current phrase.

    Attributes:
        seed: Seed of these numbers.
    """

    def __init__(self, session: Any) -> None:
        self._session = session
        self._wants_noise = NOISE_INPUT in {value.name for value in session.get_inputs()}
        self.seed = (0, 0)

    def run(self, names: Any, values: dict[str, Any]) -> Any:
        if self._wants_noise:
            rng = np.random.default_rng(self.seed)
            noise = rng.standard_normal(NOISE_LENGTH, dtype=np.float32)
            values = {**values, NOISE_INPUT: noise}
        return self._session.run(names, values)


class _Model:
    """One voice, loaded.

    Args:
        path: The model; its configuration has the same name with ``.json`` added.
        sha256: Hash of the model when it was installed, or "" to accept any.

    Raises:
        ValueError: if its files are damaged, or it needs a reader of its own.
    """

    def __init__(self, path: Path, sha256: str) -> None:
        import onnxruntime
        from piper import PiperVoice
        from piper.config import PiperConfig

        data = path.read_bytes()
        if sha256 and hashlib.sha256(data).hexdigest() != sha256:
            message = f"{path.name} is not the file that was installed; install the voice again"
            raise ValueError(message)
        config = read_json(Path(f"{path}.json"), SMALL_BYTES)
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
        self._session = _SeededSession(session)
        self._voice = PiperVoice(session=self._session, config=PiperConfig.from_dict(config))

    def speak(self, text: str, stretch: float, path: Path) -> list[int]:
        """Writes a phrase to a file; returns the frame at which each word starts, if known."""
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
            starts: list[int] = []
            for chunk in self._voice.synthesize(piece, settings, include_alignments=True):
                starts += [frames + start for start in _word_starts(chunk.phoneme_alignments or ())]
                parts += [chunk.audio_float_array, gap]
                frames += len(chunk.audio_float_array) + len(gap)
            # Where words run together or a number becomes many, starts cannot be matched to words.
            whole = len(starts) == len(spoken_words(_PHONEMES.sub("x", piece)))
            marks = marks + starts if whole and marks is not None else None
        if not parts:
            message = "the engine left no sound for this phrase"
            raise SpeechError(message, hint="It may hold letters this voice does not know.")
        soundfile.write(path, np.concatenate(parts[:-1]), rate_hz, "FLOAT", format="WAV")
        return marks or []

    def check(self, text: str) -> None:
        """Refuses a text that cannot be read, without speaking.

        Raises:
            SpeechError: if there are such letters.
        """
        for piece in pieces(text):
            self._check_readable(piece)

    def _check_readable(self, text: str) -> None:
        """Refuses a text that would be spoken with a sound missing, or letter by letter.

        Piper itself gives no warning of either.
        """
        check_letters(_PHONEMES.sub(" ", text), self._sound_of)
        known = self._voice.config.phoneme_id_map
        sounds = {sound for sentence in self._voice.phonemize(text) for sound in sentence}
        lost = sorted(sound for sound in sounds - set(known) if any(map(_is_letter, sound)))
        if lost:
            message = f'this voice has no sound for "{"".join(lost)[:20]}" in this phrase'
            raise SpeechError(message, hint="Choose another with --voice, or spell it otherwise.")

    def _sound_of(self, word: str) -> str:
        return " ".join("".join(sounds) for sounds in self._voice.phonemize(word))


def _word_starts(alignments: Iterable[Any]) -> list[int]:
    """The frames at which the words of a sentence start, from the lengths of its phonemes."""
    starts: list[int] = []
    frames, between = 0, True
    for aligned in alignments:
        if aligned.phoneme == " ":
            between = True
        elif between and any(map(_is_letter, aligned.phoneme)):
            starts.append(frames)
            between = False
        frames += int(aligned.num_samples)
    return starts


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] == "L"


def pieces(text: str) -> list[str]:
    """Cuts a text into sentences for Piper, without control characters, and none of them long."""
    plain = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in text)
    # Double brackets hold phonemes, as the lexicon writes them; other brackets are no words.
    rest = "".join(
        part if _PHONEMES.fullmatch(part) else part.translate(_NO_BRACKETS)
        for part in _PHONEMES.split(plain)
    )
    sentences = _ONCE.findall(" ".join(rest.split()))
    return [piece for sentence in sentences for piece in cut_long(sentence) if has_words(piece)]


def main() -> None:
    """Serves requests until the input ends."""
    loaded: tuple[str, _Model] | None = None

    def handle(request: dict[str, Any]) -> dict[str, Any]:
        nonlocal loaded
        if loaded is None or loaded[0] != request["model"]:
            loaded = None  # free the old one before the new one is read
            model = _Model(Path(request["model"]), request["sha256"])
            loaded = (request["model"], model)
        if request["op"] == "speak":
            path = Path(request["path"])
            return {"marks": loaded[1].speak(request["text"], request["stretch"], path)}
        if request["op"] == "check":
            loaded[1].check(request["text"])
        return {}

    serve(handle)


if __name__ == "__main__":
    main()
