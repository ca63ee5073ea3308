"""The laptop's side of synchronising, in stages: sign in, push, pull, compare, repair, files.

`round.run_round` goes through all of them once. Everything comes from outside: the workspace (`local.Local`), the
server (`remote.Remote`), the clock and randomness, so that a simulation drives it in one thread.
"""

from inspector.sync import refusals  # noqa: F401 - its sentences are there wherever the engine runs
