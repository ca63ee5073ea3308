"""Paper sizes, in points, and the place of text in its box."""

from enum import Enum

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
A4_LANDSCAPE = (297 * MM, 210 * MM)
HEAD_GREY = 0.94
"""Ground of table heads; 0 is black, 1 white."""


class Align(Enum):
    """Horizontal place of a line in its box; the value is the share of the free width that lies before it."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0
