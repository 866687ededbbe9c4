"""Remarks, acts, pastes and open places: all that stands around and between the lines to say."""
