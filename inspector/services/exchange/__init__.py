"""The exchange file: written for the other side, taken over, and who the other side is."""
