"""Photos: intake of image files (orientation, stamp, thumbnail, hashes) as pure functions of bytes.

Knows no paths, no database and no clock; any thread.
"""
