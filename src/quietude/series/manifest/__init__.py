"""Read and check a manifest: the show, its episodes, its listeners."""
