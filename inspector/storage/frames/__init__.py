"""What happened: signed frames and their files, as they are written here and as they arrive from others."""
