"""Care: what in a script may be hard on the person who listens, and what to write instead."""
