"""Sound as samples: clips, decoding, filters, loudness, true peak. Knows no session."""
