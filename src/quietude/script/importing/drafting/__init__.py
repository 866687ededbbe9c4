"""The draft of a definition: steps, silences and repeats of a script, one after the other."""
