#!/usr/bin/env python3
"""Builds what people install: the bundle, and from it a Debian package and a portable archive, or a Windows installer.

    python3 packaging/dev.py bundle [--only bundle|deb|archive|installer] [--out DIR]

Runs on the system it builds for, and needs no Python there afterwards. Everything lands in `build/bundle`: the folder
`inspector/`, `inspector_VERSION_amd64.deb`, `inspector-VERSION-linux-x86_64.tar.gz`; on Windows
`inspector-VERSION-setup.exe` where Inno Setup is installed. Ends with 1 when a part is in it that must not be, and
prints sizes.
"""

import argparse
import gzip
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Final

import licences  # type: ignore[import-not-found]  # beside this file; it is a script, not a package
import linked  # type: ignore[import-not-found]

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))
MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
FORBIDDEN = (
    "VirtualKeyboard",
    "QtCharts",
    "QtGraphs",
    "QtDataVisualization",
    "libreadline",
    "libgdbm",
    "WebEngine",
    "libgtk",
    "DarkGarden",
)
"""Parts of names of files that are under the GPL, or draw in what is; nothing may be linked with the two libraries."""
LINKED: Final = (b"libreadline.so", b"libgdbm.so", b"license: GPL")
"""What no library may hold: FFmpeg writes its licence into itself."""
WITH_SYMBOLS = (
    "zstandard/*.so", "sqlcipher3/*.so", "libpython*.so*", "python3.*/lib-dynload/*.so", "sqlalchemy/**/*.so",
    "yaml/*.so", "regex/*.so",
)  # fmt: skip
"""Files of wheels that carry tens of megabytes for debuggers; those that a wheel's maker patched are left alone."""
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)
POSTINST = """#!/bin/sh
set -e
if [ "$1" = configure ]; then
    for tool in "update-mime-database /usr/share/mime" "update-desktop-database -q" \\
                "gtk-update-icon-cache -q /usr/share/icons/hicolor"; do
        command -v "${tool%% *}" >/dev/null 2>&1 && $tool || true
    done
fi
"""


def version() -> str:
    """The version of the program."""
    from inspector import __version__  # noqa: PLC0415 - after the tree was put on the path

    return __version__


def icons(out: Path) -> None:
    """The icon in the sizes that desktops want, and as one file for Windows."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image  # noqa: PLC0415 - only for this
    from PySide6.QtCore import Qt  # noqa: PLC0415
    from PySide6.QtGui import QGuiApplication, QImage, QPainter  # noqa: PLC0415
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

    app = QGuiApplication.instance() or QGuiApplication([])
    drawing = QSvgRenderer(str(HERE / "inspector.svg"))
    for size in ICON_SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        drawing.render(painter)
        painter.end()
        image.save(str(out / f"inspector-{size}.png"))
    with Image.open(out / f"inspector-{ICON_SIZES[-1]}.png") as largest:
        largest.save(out / "inspector.ico", sizes=[(size, size) for size in ICON_SIZES])
    del app


def bundle(out: Path, entry: Path) -> Path:
    """The folder with the program and everything it needs; `entry` is the script that it starts."""
    out.mkdir(parents=True, exist_ok=True)
    icons(out)
    env = {**os.environ, "INSPECTOR_BUNDLE": str(out), "INSPECTOR_ENTRY": str(entry), "PYTHONHASHSEED": "0"}
    paths = ["--distpath", str(out), "--workpath", str(out / "work")]
    run(
        sys.executable,
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--log-level",
        "WARN",
        *paths,
        HERE / "inspector.spec",
        env=env,
    )
    made = out / "inspector"
    strip(made)
    parts = json.loads((out / "parts.json").read_text("utf-8"))
    licences.write(made / "licences", parts["distributions"], [Path(one) for one in parts["system"]])
    share = made / "share"
    share.mkdir()
    for name in ("inspector.desktop", "inspector-open.desktop", "inspector-mime.xml", "inspector.svg"):
        shutil.copy(HERE / name, share / name)
    if os.name != "nt":
        shutil.copy(HERE / "add-to-menu.sh", made)
    examined(made)
    return made


def strip(made: Path) -> None:
    """Take what only debuggers read out of the largest files."""
    if os.name == "nt" or shutil.which("strip") is None:
        return
    for pattern in WITH_SYMBOLS:
        for path in (made / "_internal").glob(pattern):
            run("strip", "--strip-debug", path)


def examined(made: Path) -> None:
    """End with 1 when something is in the bundle that must not be."""
    files = [path for path in made.rglob("*") if path.is_file()]
    found = [str(path.relative_to(made)) for path in files if any(word in path.name for word in FORBIDDEN)]
    for path in files:
        if path.suffix == ".so" or ".so." in path.name:
            held = path.read_bytes()
            found += [f"{path.relative_to(made)}: {word.decode()}" for word in LINKED if word in held]
    if found:
        print("These parts must not be in the bundle:", *found, sep="\n  ", file=sys.stderr)
        sys.exit(1)
    lost = linked.links(made).lost if sys.platform.startswith("linux") else ()
    if lost:
        print("These libraries are neither in the bundle nor in linked.py:", *lost, sep="\n  ", file=sys.stderr)
        sys.exit(1)


def deb(made: Path, out: Path) -> Path:
    """A Debian package: /opt/inspector, a command, the menu, the type of exchange files."""
    machine = MACHINES[platform.machine()]
    tree = out / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    home = tree / "opt" / "inspector"
    shutil.copytree(made, home, symlinks=True, ignore=shutil.ignore_patterns("share", "add-to-menu.sh"))
    commands = tree / "usr" / "bin"
    commands.mkdir(parents=True)
    (commands / "inspector").symlink_to("/opt/inspector/inspector")
    shared = tree / "usr" / "share"
    for name in ("inspector.desktop", "inspector-open.desktop", "zz-inspector-reply.desktop"):
        place(HERE / name, shared / "applications" / name)
    place(HERE / "inspector-mime.xml", shared / "mime" / "packages" / "inspector.xml")
    place(HERE / "inspector.svg", shared / "icons" / "hicolor" / "scalable" / "apps" / "inspector.svg")
    for size in ICON_SIZES:
        place(out / f"inspector-{size}.png", shared / "icons" / "hicolor" / f"{size}x{size}" / "apps" / "inspector.png")
    place(ROOT / "LICENSE", shared / "doc" / "inspector" / "copyright")
    packed(ROOT / "packaging" / "CHANGELOG.md", shared / "doc" / "inspector" / "changelog.gz")
    packed(HERE / "inspector.1", shared / "man" / "man1" / "inspector.1.gz")
    control = tree / "DEBIAN"
    control.mkdir()
    size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file() and not path.is_symlink()) // 1024
    told = {
        "Package": "inspector",
        "Version": version(),
        "Architecture": machine,
        "Maintainer": "Inspector developers <inspector@localhost>",
        "Installed-Size": str(size),
        "Depends": linked.depends(linked.links(made).libc),
        "Recommends": linked.recommends(),
        "Section": "misc",
        "Priority": "optional",
        "Description": "safety inspection of large power customers' substations\n"
        " Three-step inspections, hazards, ledgers and notices, also without a network.",
    }
    (control / "control").write_text("".join(f"{key}: {value}\n" for key, value in told.items()), "utf-8")
    script = control / "postinst"
    script.write_text(POSTINST, "utf-8")
    script.chmod(0o755)
    shutil.copy(script, control / "postrm")
    (control / "postrm").write_text(POSTINST.replace("= configure", "= remove"), "utf-8")
    (control / "postrm").chmod(0o755)
    package = out / f"inspector_{version()}_{machine}.deb"
    run("dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build", tree, package)
    shutil.rmtree(tree)
    return package


def place(source: Path, target: Path) -> None:
    """Copy a file into folders that are made for it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


def packed(source: Path, target: Path) -> None:
    """The same compressed; as often as it is built alike."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(source.read_bytes(), mtime=0))


def archive(made: Path, out: Path) -> Path:
    """The bundle as one file, to be unpacked anywhere."""
    package = out / f"inspector-{version()}-linux-{platform.machine()}.tar.gz"

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        return entry

    with tarfile.open(package, "w:gz", compresslevel=6) as tar:
        tar.add(made, f"inspector-{version()}", filter=plain)
    return package


def installer(made: Path, out: Path) -> "Path | None":
    """The Windows installer, where Inno Setup is installed."""
    usual = Path(os.environ.get("PROGRAMFILES(X86)", "")).glob("Inno Setup */ISCC.exe")  # its set-up changes no path
    compiler = shutil.which("ISCC") or next(usual, None)
    if compiler is None:
        print("Inno Setup (ISCC) was not found: no installer was made, the folder is ready.", file=sys.stderr)
        return None
    settings = [f"/DVersion={version()}", f"/DSource={made}", f"/O{out}"]
    run(compiler, "/Q", *settings, HERE / "inspector.iss")
    return out / f"inspector-{version()}-setup.exe"


def run(*words: object, env: "dict[str, str] | None" = None) -> None:
    """Run a command and end with its exit code if it fails."""
    code = subprocess.run([str(word) for word in words], cwd=ROOT, env=env, check=False).returncode
    if code:
        sys.exit(code)


def size(path: Path) -> str:
    """Bytes of a file or folder, in MB."""
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file() and not one.is_symlink()]
    return f"{sum(one.stat().st_size for one in files) / 1e6:.0f} MB"


def main() -> None:
    """Build what this system installs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    windows = os.name == "nt"
    choices = ("bundle", "installer") if windows else ("bundle", "deb", "archive")
    parser.add_argument("--only", action="append", choices=choices)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bundle")
    parser.add_argument("--entry", type=Path, default=HERE / "entry.py", help="another script to start, for measuring")
    options = parser.parse_args()
    out, only = options.out.resolve(), options.only or choices
    made = bundle(out, options.entry.resolve())
    packages = [made]
    packages += [deb(made, out)] if "deb" in only and shutil.which("dpkg-deb") else []
    packages += [archive(made, out)] if "archive" in only else []
    packages += filter(None, [installer(made, out)]) if "installer" in only else []
    for one in packages:
        print(f"{size(one):>8}  {one}")


if __name__ == "__main__":
    main()
