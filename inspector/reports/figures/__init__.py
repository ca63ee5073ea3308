"""Figures: charts, trends, radar, single-line diagram and Duval's drawings, as shapes for screen and paper alike."""
