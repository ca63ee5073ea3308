"""Hazards between inspection and closure: what may be done about them, the library that words them."""
