"""Help: the panel beside the page (F1), the keyboard map, the quick card, the guided visit, the error report."""
