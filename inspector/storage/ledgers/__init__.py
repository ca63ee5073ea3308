"""How the ledgers are read: hazards, signed visits, notices, issues, reviews, and the sums over them."""
