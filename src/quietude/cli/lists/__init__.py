"""Lists of what comes with Quietude: exercises, programmes and beds, a line for each."""
