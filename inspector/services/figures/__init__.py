"""Key figures and charts of a period, on screen and paper."""
