"""Migrations of the workspace database; run by `inspector.storage.migrate`, never by hand."""
