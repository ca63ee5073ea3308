"""A workspace as a whole: the window on it, and making one."""

import gc
import os
import sys
from pathlib import Path
from typing import Any

from inspector.commands.console import Options, ask_secretly, named_path, passphrase, show
from inspector.i18n import N_, _
from inspector.problems import Problem, ProblemKind, register

register(
    ProblemKind.ENVIRONMENT,
    {"no_screen": N_("There is no screen here. Start the window in a desktop session.")},
)

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
"""Any of these tells Qt on Linux where to draw."""


def add_to(commands: Any) -> None:
    """Making one; the window is what runs without a subcommand."""
    init = commands.add_parser("init", help=_("make a workspace"))
    init.add_argument("dir", metavar="DIR")
    init.add_argument("--key", choices=("passphrase", "keyring"), default="passphrase")
    init.set_defaults(act=command_init)
    demo = commands.add_parser("demo", help=_("make a sample workspace"))
    demo.add_argument("dir", metavar="DIR")
    demo.add_argument("--customers", type=int, default=8, metavar="N")
    demo.add_argument("--hazards", type=int, default=36, metavar="N")
    demo.add_argument("--seed", type=int, default=1, metavar="N")
    demo.set_defaults(act=command_demo)
    given = commands.add_parser("open", help=_("open the window with an exchange file or a customer's reply in it"))
    given.add_argument("file", metavar="FILE")
    given.set_defaults(act=command_window)


def command_window(options: Options) -> int:
    """Open the window."""
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in SCREENS):
        raise Problem("no_screen")
    gc.disable()  # loading makes no rings to speak of; the window collects on its own thread (`ui.start.garbage`)
    from inspector.ui.app import run_window  # noqa: PLC0415 - no other command imports Qt

    given = Path(options.file).absolute() if hasattr(options, "file") else None
    return run_window(named_path(options), passphrase=passphrase(options), person=options.person, given=given)


def command_init(options: Options) -> None:
    """Make a workspace; its recovery key is printed this once."""
    from inspector import services  # noqa: PLC0415
    from inspector.services.rescue import recovery  # noqa: PLC0415

    secret = passphrase(options)
    if options.key == "passphrase" and secret is None and sys.stdin.isatty():
        secret = ask_secretly(_("New passphrase: "))
    workspace = services.create_workspace(Path(options.dir), key=options.key, passphrase=secret)
    first = recovery.first_key(workspace)
    workspace.close()
    key = {"recovery_key": first.text} if first is not None else {}
    show(options, {"workspace": options.dir, "key": options.key, **key})
    if key and not options.json:
        print(_("Write the recovery key down and keep it apart from the laptop: it is shown this once."))


def command_demo(options: Options) -> None:
    """Make a sample workspace."""
    from inspector import services  # noqa: PLC0415

    made = services.create_demo(
        Path(options.dir), customers=options.customers, hazards=options.hazards, seed=options.seed
    )
    show(options, {"workspace": options.dir, **made})
