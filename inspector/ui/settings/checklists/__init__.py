"""检查表: the checklists of a visit, given out to Excel, checked, tried, installed and taken back."""
