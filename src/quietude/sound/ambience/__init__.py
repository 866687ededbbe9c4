"""The beds of the library: noise, grains of recordings and events, placed anew in every session."""
