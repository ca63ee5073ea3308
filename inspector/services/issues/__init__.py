"""Numbered issues of ledgers: frozen when printed, checked and compared later."""
