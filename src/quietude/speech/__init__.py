"""Utterance → Clip: engines behind one protocol, the worker process, the cache."""
