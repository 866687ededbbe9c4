"""The published folder: feed, page, outline, record and checksums."""
