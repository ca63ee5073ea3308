"""What is the case now: rows for lists and screens, folded from the frames; all of it can be made anew."""
