"""The written form of a definition: its keys, what they take, and errors with lines."""
