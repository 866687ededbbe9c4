"""One long recording of a script, cut into its lines."""
