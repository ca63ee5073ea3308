"""What the programs and libraries of a Linux bundle are linked with: all of it is in the bundle, or the system's.

The build ends when something is linked with a library that is in neither place: a part of the program would not load,
and often without a word. The Debian package declares what stands here.
"""

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

NEEDED: Final = {
    "libbrotli1": ("libbrotlidec.so.1", "libbrotlicommon.so.1"),
    "libc6": (
        "libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libresolv.so.2", "libutil.so.1",
        "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1",
    ),
    "libdbus-1-3": ("libdbus-1.so.3",),
    "libegl1": ("libEGL.so.1",),
    "libfontconfig1": ("libfontconfig.so.1",),
    "libfreetype6": ("libfreetype.so.6",),
    "libgcc-s1": ("libgcc_s.so.1",),
    "libgl1": ("libGL.so.1",),
    "libglib2.0-0 | libglib2.0-0t64": (
        "libglib-2.0.so.0", "libgthread-2.0.so.0", "libgio-2.0.so.0", "libgobject-2.0.so.0",
    ),
    "libgssapi-krb5-2": ("libgssapi_krb5.so.2",),
    "libstdc++6": ("libstdc++.so.6",),
    "libx11-6": ("libX11.so.6",),
    "libxcb1": ("libxcb.so.1",),
    "libzstd1": ("libzstd.so.1",),
    "xkb-data": (),
}  # fmt: skip
"""Debian package -> libraries that the window, the network and the commands load; tables of keys are no library."""
WANTED: Final = {
    "libcups2 | libcups2t64": ("libcups.so.2",),
    "libdrm2": ("libdrm.so.2",),
    "libpulse0": ("libpulse.so.0",),
    "libwayland-client0": ("libwayland-client.so.0",),
    "libwayland-cursor0": ("libwayland-cursor.so.0",),
    "libwayland-egl1": ("libwayland-egl.so.1",),
    "libxext6": ("libXext.so.6",),
    "libxrandr2": ("libXrandr.so.2",),
}
"""The same for what the program can do without: printers, the camera, a window of Wayland's own."""
SYSTEM: Final = {library for packages in (NEEDED, WANTED) for some in packages.values() for library in some}
LIBC: Final = re.compile(r"\bGLIBC_2\.(\d+)\b")


@dataclass(frozen=True)
class Links:
    """`lost`: "file: library" for what is nowhere. `libc`: the oldest C library that is enough, 2.libc."""

    lost: tuple[str, ...]
    libc: int


def links(made: Path) -> Links:
    """What everything in a bundle is linked with."""
    files = [path for path in made.rglob("*") if path.is_file() and not path.is_symlink()]
    programs = [path for path in files if ".so" in path.name or (path.parent == made and path.stat().st_mode & 0o100)]
    here = {path.name for path in made.rglob("*")} | SYSTEM
    lost, libc = [], 0
    for path in programs:
        told = subprocess.run(["objdump", "-p", str(path)], capture_output=True, text=True, check=False).stdout  # noqa: S607
        wanted = re.findall(r"^\s+NEEDED\s+(\S+)$", told, re.MULTILINE)
        lost += [f"{path.relative_to(made)}: {name}" for name in wanted if name not in here]
        libc = max(libc, newest(told.partition("Version References:")[2].splitlines()))
    return Links(tuple(sorted(lost)), libc)


def newest(lines: Iterable[str]) -> int:
    """The newest minor version of the C library that these lines name."""
    return max((int(found[1]) for line in lines if (found := LIBC.search(line))), default=0)


def depends(libc: int) -> str:
    """The packages without which nothing runs, as a Debian package declares them."""
    return ", ".join(f"{name} (>= 2.{libc})" if name == "libc6" else name for name in NEEDED)


def recommends() -> str:
    """The packages without which something is missing."""
    return ", ".join(WANTED)
