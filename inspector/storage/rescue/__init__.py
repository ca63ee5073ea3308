"""Reading what SQLite cannot read any more, page by page."""
