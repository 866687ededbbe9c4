"""``python -m quietude``."""

from quietude.cli import main

main()
