"""The customer file (一户一册): facts, equipment, tests, papers, diagram, portrait and risk of one customer."""
