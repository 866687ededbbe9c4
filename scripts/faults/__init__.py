"""The campaign of faults: what is done to the program, kind by kind."""
