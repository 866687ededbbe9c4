"""The written form of a definition: its keys and their values, and errors with lines."""
