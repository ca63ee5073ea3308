"""`python -m tests.benchmarks NAME`: measures on this machine and prints one JSON document.

Each benchmark measures its yardstick in the same run, so that its ratio means something on any machine. Exit 1 when a
target is missed.
"""

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from tests.benchmarks import (
    answer,
    figures,
    form,
    home,
    judge,
    ledger,
    ledger_pdf,
    scroll,
    search,
    server,
    startup,
    sync,
)

BENCHMARKS: dict[str, Callable[..., dict[str, Any]]] = {
    "startup": startup.measure,
    "answer": answer.measure,
    "home": home.measure,
    "figures": figures.measure,
    "form": form.measure,
    "judge": judge.measure,
    "scroll": scroll.measure,
    "search": search.measure,
    "server": server.measure,
    "sync": sync.measure,
    "ledger": ledger.measure,
    "ledger-pdf": ledger_pdf.measure,
}


def main() -> int:
    """Run one benchmark."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("name", choices=BENCHMARKS)
    parser.add_argument("--rounds", type=int, default=0, help="measurements of each kind; 0 = the benchmark's own")
    parser.add_argument("--peer", action="store_true", help="sync, form: beside PouchDB or ODK's engine, from npm")
    options = parser.parse_args()
    if options.peer and options.name not in {"form", "sync"}:
        parser.error("--peer is for form and sync only")
    more = {"peer": True} if options.peer else {}
    found: dict[str, Any] = BENCHMARKS[options.name](options.rounds, **more)
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    return 0 if found["met"] else 1


if __name__ == "__main__":
    sys.exit(main())
