"""Help that comes with the program: its topics, the guided visit, and the quick card."""
