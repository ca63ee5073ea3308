"""What documents are built from: blocks that `flow` puts on pages, tables, framed rows, letterhead, photos, signing."""
