"""The editor of the single-line diagram: palette, snapping grid, properties, undo."""
