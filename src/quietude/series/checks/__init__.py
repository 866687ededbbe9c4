"""A finished folder looked at as directories, hosts, players and strangers will look at it."""
