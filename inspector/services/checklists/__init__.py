"""Checklists in the hands of those who write them: checked, given out as workbooks, tried, installed, taken back."""
