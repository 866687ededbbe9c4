"""The published folder: episode pages, feed, record and checksums."""
