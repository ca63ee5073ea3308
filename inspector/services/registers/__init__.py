"""Registers: customers, equipment, persons; what their editors and commands ask for and suggest."""
