"""The library as people look through it: search, programmes, show notes, and the index of lists."""
