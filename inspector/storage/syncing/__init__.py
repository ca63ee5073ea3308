"""What synchronising keeps in mind: what goes out, what came, from whom, and what waits for a decision."""
