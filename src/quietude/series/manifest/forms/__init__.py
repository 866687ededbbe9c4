"""The written form of a manifest: the keys of a show, of an episode, of a series."""
