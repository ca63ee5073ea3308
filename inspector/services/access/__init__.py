"""Who acts on this laptop: first persons, PINs, the lock."""
