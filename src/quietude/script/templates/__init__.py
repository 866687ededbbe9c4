"""Templates in the lines of a script: what they may hold, and their filling with details."""
