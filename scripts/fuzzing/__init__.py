"""The fuzzer's parts: changes to good files, the branches they reach, and the files themselves."""
