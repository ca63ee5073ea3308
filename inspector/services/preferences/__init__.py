"""Every option of the product, declared once as typed data: read, chosen, exported and imported by its key."""
