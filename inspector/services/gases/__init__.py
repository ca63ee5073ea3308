"""Dissolved-gas analysis: from an open visit or from records, and its sheet as PDF."""
