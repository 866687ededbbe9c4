"""Checks of a feed by its text alone: each episode, all of them together, and the feed before."""
