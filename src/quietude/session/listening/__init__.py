"""Sounds to hear at once or to choose by: auditions at one loudness, and streams for a player."""
