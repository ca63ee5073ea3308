"""Changes that nobody saw of each other: found, shown in words, decided."""
