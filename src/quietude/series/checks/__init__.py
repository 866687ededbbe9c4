"""Checks of a finished site: everything that directories, hosts and players will look at."""
