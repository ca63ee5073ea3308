"""Backups: written beside the work, kept one a day in a folder, restored as a workspace of a device of its own."""
