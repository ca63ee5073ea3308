"""The measured side of `startup` as people install it: frozen, one bundle of the product and one of a bare window.

Both are made as `packaging/bundle` makes what people install; only the script that is started is the benchmark's. They
are kept below build/ until anything that goes into them changes.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.places import FOLDER

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
MADE_FROM = ("inspector", "forms", "resources", "packaging/bundle", "tests/benchmarks")


def bundles() -> dict[str, Path]:
    """The programs to start, "bare" and "product"; none where they cannot be built. Building takes a minute or two."""
    if not sys.platform.startswith("linux") or shutil.which("objdump") is None:
        return {}
    out = FOLDER / "startup-bundle"
    stamp, now = out / "stamp", _stamp()
    programs = {"bare": out / "bare" / "bare", "product": out / "product" / "inspector" / "inspector"}
    if stamp.is_file() and stamp.read_text() == now:
        return programs
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    build = [sys.executable, str(ROOT / "packaging" / "bundle" / "build.py"), "--only", "bundle"]
    _run([*build, "--out", str(out / "product"), "--entry", str(HERE / "product_window.py")])
    paths = ["--distpath", str(out), "--workpath", str(out / "work"), "--specpath", str(out / "work")]
    freeze = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", "--name", "bare", *paths]
    _run([*freeze, "--paths", str(ROOT), str(HERE / "bare_window.py")])
    stamp.write_text(now)
    return programs


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[1]} ended with {done.returncode}: {done.stderr[-2000:]}")


def _stamp() -> str:
    """What everything that goes into the bundles is now."""
    found = hashlib.sha256()
    for name in MADE_FROM:
        for folder, folders, files in os.walk(ROOT / name):
            folders[:] = sorted(one for one in folders if one != "__pycache__")
            for file in sorted(files):
                path = Path(folder) / file
                found.update(f"{path.relative_to(ROOT)} {path.stat().st_mtime_ns}\n".encode())
    return found.hexdigest()
