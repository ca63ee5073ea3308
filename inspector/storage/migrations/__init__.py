"""Migrations of the workspace database; run by `inspector.storage.schema.migrate`, never by hand."""
