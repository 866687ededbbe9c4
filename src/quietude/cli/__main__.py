"""``python -m quietude.cli``."""

from quietude.cli.app import main

main()
