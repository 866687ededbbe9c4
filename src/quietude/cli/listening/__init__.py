"""Hearing things: ``play``, and auditions of voices and beds."""
