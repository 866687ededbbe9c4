"""The rooms of the studio: the pages of each, and what they ask of the server."""
