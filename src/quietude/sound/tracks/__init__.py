"""Tracks of the listener: a file of any length as a bed that never ends."""
