"""The ledgers on the server: folded from the frames into tables of its own, asked by the web page (`pages`)."""
