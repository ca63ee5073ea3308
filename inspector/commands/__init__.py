"""The commands by topic: `add_to` says what can be said, the functions beside it call one service and print.

No logic here, and no import of services at the top: `inspector --help` and the commands without a workspace start fast.
"""
