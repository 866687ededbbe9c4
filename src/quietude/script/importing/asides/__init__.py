"""What people put around and between the lines of a script: remarks, acts, pastes, open blanks."""
