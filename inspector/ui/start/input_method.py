"""Which input method Qt talks to on Linux, so that Chinese can be typed under ibus and fcitx5.

Qt as it comes from PyPI brings the plug-ins `ibus` and `compose`, but none for fcitx. Desktops with fcitx5 set
QT_IM_MODULE=fcitx; Qt then finds no such plug-in and only Latin letters arrive. fcitx5 also speaks the IBus protocol,
so the `ibus` plug-in reaches both. It gives way to `compose` (dead keys) where no input-method daemon runs. Under
Wayland the compositor's own text input comes first. fcitx 4 and XIM cannot be reached.
"""

from collections.abc import Iterable, Mapping, MutableMapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLibraryInfo

LIST: Final = "QT_IM_MODULES"
"""Plug-ins in the order to try, separated by semicolons (Qt 6.7 and newer); counts before QT_IM_MODULE."""
ONE: Final = "QT_IM_MODULE"
IBUS: Final = "ibus"
REACHABLE: Final = (IBUS, "compose")
WAYLAND: Final = "wayland"
OFF: Final = "none"
MACHINE_IDS: Final = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
"""Where D-Bus finds the name of this machine. Containers and machines set up by hand may have neither."""
DBUS: Final = "DBUS_FATAL_WARNINGS"
"""D-Bus ends the process when it is asked for a machine id that is not there, unless this is "0"."""


def prepare(environment: MutableMapping[str, str]) -> None:
    """Say in the environment what Qt is to try, before there is an application."""
    environment.setdefault(DBUS, "0")
    bundled = bundled_modules() if machine_is_named(MACHINE_IDS) else bundled_modules() - {IBUS}
    modules = modules_to_try(environment, bundled)
    if modules is not None:
        environment[LIST] = modules


def machine_is_named(files: Iterable[Path]) -> bool:
    """Whether one of these files has a machine id; IBus names its socket after it, and cannot run without."""
    for path in files:
        try:
            if path.read_text(encoding="ascii", errors="replace").strip():
                return True
        except OSError:
            continue
    return False


def modules_to_try(environment: Mapping[str, str], bundled: frozenset[str]) -> str | None:
    """The value to give to QT_IM_MODULES; None to leave it as it is.

    `bundled` are the plug-ins that can be used. What a person asked for and is among them stays first; who turned input
    methods off ("none") keeps them off.
    """
    asked = [name for name in (environment.get(LIST) or environment.get(ONE, "")).split(";") if name]
    if OFF in asked:
        return None
    if not asked and environment.get("WAYLAND_DISPLAY"):
        asked = [WAYLAND]
    known = bundled | {WAYLAND}
    wanted = [name for name in asked if name in known]
    return ";".join(dict.fromkeys((*wanted, *(name for name in REACHABLE if name in bundled))))


def bundled_modules() -> frozenset[str]:
    """Names of the input-method plug-ins beside this Qt."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforminputcontexts")
    tail = "platforminputcontextplugin.so"
    return frozenset(path.name.removeprefix("lib").removesuffix(tail) for path in folder.glob(f"lib*{tail}"))
