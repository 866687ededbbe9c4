"""The series of a studio: their manifests, and their builds as jobs."""
