"""Visits handed over to another laptop: sealed, taken over, taken back, put away."""
