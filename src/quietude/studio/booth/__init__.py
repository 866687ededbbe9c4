"""The booth: a person's own voice recorded at the page, line by line."""
