"""The commands of a series: build it, keep it up to date, look through it before listeners do."""
