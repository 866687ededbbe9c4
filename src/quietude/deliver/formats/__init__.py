"""Output formats: blocks of samples to encoded files, and back."""
