"""This machine: what works here, what is kept here, and what its user has set."""
