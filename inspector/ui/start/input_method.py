"""Which input method Qt talks to on Linux, so that Chinese can be typed under ibus and fcitx5.

Qt as it comes from PyPI brings the plug-ins `ibus` and `compose`, but none for fcitx. Desktops with fcitx5 set
QT_IM_MODULE=fcitx; Qt then finds no such plug-in and only Latin letters arrive. fcitx5 also speaks the IBus protocol,
so the `ibus` plug-in reaches both. It gives way to `compose` (dead keys) where no input-method daemon runs. Under
Wayland the compositor's own text input comes first. fcitx 4 and XIM cannot be reached.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLibraryInfo

LIST: Final = "QT_IM_MODULES"
"""Plug-ins in the order to try, separated by semicolons (Qt 6.7 and newer); counts before QT_IM_MODULE."""
ONE: Final = "QT_IM_MODULE"
REACHABLE: Final = ("ibus", "compose")
WAYLAND: Final = "wayland"
OFF: Final = "none"


def modules_to_try(environment: Mapping[str, str], bundled: frozenset[str]) -> str | None:
    """The value to give to QT_IM_MODULES; None to leave it as it is.

    `bundled` are the plug-ins that this Qt has. What a person asked for and this Qt has stays first; who turned input
    methods off ("none") keeps them off.
    """
    asked = [name for name in (environment.get(LIST) or environment.get(ONE, "")).split(";") if name]
    if OFF in asked:
        return None
    if not asked and environment.get("WAYLAND_DISPLAY"):
        asked = [WAYLAND]
    known = bundled | {WAYLAND}
    wanted = [name for name in asked if name in known]
    return ";".join(dict.fromkeys((*wanted, *REACHABLE)))


def bundled_modules() -> frozenset[str]:
    """Names of the input-method plug-ins beside this Qt."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforminputcontexts")
    tail = "platforminputcontextplugin.so"
    return frozenset(path.name.removeprefix("lib").removesuffix(tail) for path in folder.glob(f"lib*{tail}"))
