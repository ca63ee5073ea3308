"""The workspace's folder: what names it, who owns it, the keys that open it, the sealed files in it."""
