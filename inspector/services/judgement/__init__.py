"""What a company decides about the criteria: rows confirmed, switched, chosen; packs of its own; all of it in words."""
