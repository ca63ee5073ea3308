"""Use cases, one verb per function."""
