"""Filling in any form without a visit: what stands on the page, line by line, and what an answer changes."""
