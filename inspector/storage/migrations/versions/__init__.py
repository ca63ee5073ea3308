"""One module for each revision, oldest first: see `inspector.storage.schema.tables.REVISIONS`."""
