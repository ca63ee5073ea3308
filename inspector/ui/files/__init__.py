"""Files that people save from the window, open with the system's viewer, or give to it by a double click."""
