"""Paces of Kokoro's voices: each has its own, from a quick one to a whisper."""

from __future__ import annotations

WORD_S = {
    "af_alloy": 0.280, "af_aoede": 0.243, "af_bella": 0.256, "af_heart": 0.243,
    "af_jessica": 0.236, "af_kore": 0.248, "af_nicole": 0.377, "af_nova": 0.270,
    "af_river": 0.242, "af_sarah": 0.261, "af_sky": 0.255, "am_adam": 0.252,
    "am_echo": 0.278, "am_eric": 0.238, "am_fenrir": 0.237, "am_liam": 0.245,
    "am_michael": 0.274, "am_onyx": 0.270, "am_puck": 0.234, "am_santa": 0.276,
    "bf_alice": 0.262, "bf_emma": 0.256, "bf_isabella": 0.251, "bf_lily": 0.263,
    "bm_daniel": 0.257, "bm_fable": 0.270, "bm_george": 0.296, "bm_lewis": 0.280,
}  # fmt: skip
"""Seconds a word at a stretch of one, over the sentences of :mod:`quietude.speech.speaking_rate`:
the lengths the model predicts for all phonemes between the first and the last, less the tenth that
is too soft to count (0.897 of them were heard from af_heart, 0.908 from hibari's heart)."""

_CALM_SPEED = 0.765
_STEP_WPM = 5

CALM_WPM = {
    name: _STEP_WPM * round(60.0 * _CALM_SPEED / seconds / _STEP_WPM)
    for name, seconds in WORD_S.items()
}
"""The rate at which each sounds calm, in words a minute: three quarters of its own pace."""
