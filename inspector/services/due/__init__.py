"""Which inspections are due, by the cycles of the workspace."""
