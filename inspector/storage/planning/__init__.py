"""What is due, and which visits are planned."""
