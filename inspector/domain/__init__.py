"""Nouns and rules of the product: customers, equipment, persons, visits, hazards, ledger rows; events and their merge.

No input or output, no clock, no randomness: what a rule needs comes in as an argument.
"""
