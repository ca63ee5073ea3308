"""Synchronising with a server: rounds and when they run, what waits, what was put aside, all of it in words."""
