"""A manifest file, read and checked: the show, its episodes, its listeners."""
