"""How far something is, as outlines, tables and courses show it."""

from enum import StrEnum


class ItemState(StrEnum):
    """The state dot of a section, a piece of equipment or a group; the worst wins."""

    TODO = "todo"
    PROGRESS = "progress"
    DONE = "done"
    ATTENTION = "attention"
    FAIL = "fail"
