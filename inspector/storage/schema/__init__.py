"""The tables of `data.db`, and how those of an older program become them."""
