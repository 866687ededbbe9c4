"""A site shown on this machine before it is uploaded."""
