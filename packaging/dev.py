#!/usr/bin/env python3
"""Set-up and daily work on the project, with nothing but Python 3.11 or newer.

    python3 packaging/dev.py run [DIR]       make the environment and open the application on sample data (or on DIR)
    python3 packaging/dev.py test [--all]    lint, types, import rules and tests, as CI does (--all adds the long ones)
    python3 packaging/dev.py screenshots     pictures of the pages into build/screenshots
    python3 packaging/dev.py translations    collect, merge and compile the message catalogue
    python3 packaging/dev.py bundle          what people install: folder, Debian package, archive; installer on Windows
    python3 packaging/dev.py lock            resolve packaging/requirements.lock anew

The environment lies in `.venv` and is renewed when the lock file changes. System libraries that Qt needs are installed
when this runs as root on Debian or Ubuntu, and named in one command otherwise.
"""

import argparse
import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "packaging" / "requirements.lock"
SAMPLE = ROOT / "build" / "sample"
NEWER = ("python3.13", "python3.12", "python3.11")

LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""Shared libraries that Qt's Linux build loads, and the Debian packages they come from."""
CAMERA_LIBRARIES = {"libpulse.so.0": "libpulse0", "libXrandr.so.2": "libxrandr2"}
"""What the camera needs besides; the window starts without, the tests of the camera do not."""

BUNDLE_TOOLS = {"objdump": "binutils"}
"""Programs that look into the libraries of a bundle, and their Debian packages."""
SCREEN_TOOLS = {
    **BUNDLE_TOOLS,
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "dpkg-deb": "dpkg",
    "desktop-file-validate": "desktop-file-utils",
    "update-mime-database": "shared-mime-info",
}
"""Programs that the tests of the bundle need, and their Debian packages."""
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
NO_SCREEN = """There is no screen here. Start this in a desktop session, or on a virtual screen:

    xvfb-run -a python3 packaging/dev.py run

(Debian, Ubuntu: apt-get install xvfb xauth)
"""


def fail(message: str) -> NoReturn:
    """End with a message and exit code 3 (environment)."""
    print(message, file=sys.stderr)
    sys.exit(3)


def need_python() -> None:
    """Go on with a newer interpreter if this one is too old."""
    if tuple(sys.version_info) >= (3, 11):
        return
    for name in NEWER:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, *sys.argv])  # noqa: S606 - replaces this process on purpose
    fail("Python 3.11 or newer is needed (Debian: apt-get install python3.11 python3.11-venv). Install it and retry.")


def run(*command: object, env: "dict[str, str] | None" = None) -> None:
    """Run a command and end with its exit code if it fails."""
    line = [str(part) for part in command]
    print("$", " ".join(line), flush=True)
    code = subprocess.run(line, cwd=ROOT, env=env, check=False).returncode
    if code:
        sys.exit(code)


def apt_install(packages: "list[str]", why: str) -> None:
    """Install Debian packages as root, or name the one command that does."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print(why)
        subprocess.run(["apt-get", "update"], check=False, stdout=subprocess.DEVNULL)  # noqa: S607
        run(*command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
        return
    fail(f"{why} Run this once, then try again:\n\n    sudo {' '.join(command)}\n")


def missing_packages(libraries: "dict[str, str]") -> "list[str]":
    """The packages of those shared libraries that cannot be loaded here."""
    missing = []
    for library, package in libraries.items() if sys.platform.startswith("linux") else ():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def need_libraries(*, camera: bool) -> None:
    """Find the shared libraries that Qt loads at start, and those of the camera when a test wants them."""
    missing = missing_packages({**LIBRARIES, **(CAMERA_LIBRARIES if camera else {})})
    if missing:
        apt_install(missing, "System libraries that the window needs are missing.")
    for package in [] if camera else missing_packages(CAMERA_LIBRARIES):
        print(f"Without the package {package} photos come from files only: sudo apt-get install {package}")


def need_tools(tools: "dict[str, str]", why: str) -> None:
    """Find programs of the system, or install them."""
    missing = [package for name, package in tools.items() if shutil.which(name) is None]
    if missing and sys.platform.startswith("linux"):
        apt_install(missing, why)


def python() -> Path:
    """The environment's interpreter."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def tool(name: str) -> Path:
    """A command installed in the environment."""
    return python().with_name(name + (".exe" if os.name == "nt" else ""))


def make_venv() -> None:
    """Make an empty environment with pip in it."""
    shutil.rmtree(VENV, ignore_errors=True)
    done = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False, capture_output=True, text=True)
    if done.returncode:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        apt_install([version], "Python's venv module is missing.")
        run(sys.executable, "-m", "venv", VENV)


def need_environment() -> None:
    """Make or renew `.venv` from the lock file; a stamp tells whether it is current."""
    stamp = VENV / "stamp"
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted and python().exists():
        return
    print("Making the environment; this takes a minute or two the first time.", flush=True)
    if not python().exists():
        make_venv()
    pip = [python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(*pip, "--require-hashes", "-r", LOCK)
    run(*pip, "--no-deps", "--no-build-isolation", "-e", ROOT)
    run(python(), "-m", "compileall", "-q", ROOT / "inspector")  # the first start is as fast as the later ones
    stamp.write_text(wanted)


def before_run(_options: argparse.Namespace) -> None:
    """What the window needs of the system, asked before minutes are spent on the environment."""
    need_libraries(camera=False)
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in SCREENS):
        fail(NO_SCREEN)


def command_run(options: argparse.Namespace) -> None:
    """Open the application on the sample workspace unless a folder is given."""
    workspace = Path(options.workspace).resolve() if options.workspace else SAMPLE
    if workspace == SAMPLE and not (SAMPLE / "workspace.json").exists():
        run(python(), "-m", "inspector", "demo", SAMPLE)
    run(python(), "-m", "inspector", "--workspace", workspace)


def before_test(options: argparse.Namespace) -> None:
    """What the tests need of the system."""
    need_libraries(camera=True)
    if options.all:
        need_tools(SCREEN_TOOLS, "Programs that the tests of the bundle need are missing.")


def command_test(options: argparse.Namespace) -> None:
    """Lint, types, import rules, then the tests."""
    run(tool("ruff"), "check", ".")
    run(tool("ruff"), "format", "--check", ".")
    run(tool("mypy"))
    run(tool("lint-imports"))
    chosen = [] if options.all else ["-m", "not long"]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONHASHSEED": "0"}
    run(python(), "-m", "pytest", "-n", "2", "--dist", "worksteal", *chosen, *options.rest, env=env)


def command_screenshots(options: argparse.Namespace) -> None:
    """Render the pages offscreen in both sizes, themes and languages."""
    need_libraries(camera=True)
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    run(python(), "-m", "tests.ui.screenshots", *options.rest, env=env)


def command_translations(_options: argparse.Namespace) -> None:
    """Collect msgids, merge them into each catalogue and compile it; ends with the number of missing translations."""
    run(python(), ROOT / "packaging" / "translations.py")


def command_bundle(options: argparse.Namespace) -> None:
    """Build what people install, for the system this runs on."""
    need_libraries(camera=True)
    need_tools(BUNDLE_TOOLS, "Programs that look into a bundle are missing.")
    run(python(), ROOT / "packaging" / "bundle" / "build.py", *options.rest)


def command_lock(_options: argparse.Namespace) -> None:
    """Resolve the lock file: universal, hashed, without index addresses."""
    options = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--all-extras"]
    named = ["--python-version", "3.11", "--custom-compile-command", "python3 packaging/dev.py lock", "-o", LOCK]
    run(tool("uv"), "pip", "compile", "--quiet", *options, *named, "pyproject.toml", LOCK.with_name("build.in"))


def main() -> None:
    """Parse the command line and do what it says."""
    need_python()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    start = commands.add_parser("run")
    start.add_argument("workspace", nargs="?")
    start.set_defaults(act=command_run, before=before_run)
    test = commands.add_parser("test")
    test.add_argument("--all", action="store_true")
    test.add_argument("rest", nargs="*")
    test.set_defaults(act=command_test, before=before_test)
    pictures = commands.add_parser("screenshots")
    pictures.add_argument("rest", nargs="*")
    pictures.set_defaults(act=command_screenshots)
    bundle = commands.add_parser("bundle", add_help=False)
    bundle.set_defaults(act=command_bundle)
    commands.add_parser("translations").set_defaults(act=command_translations)
    commands.add_parser("lock").set_defaults(act=command_lock)
    options, more = parser.parse_known_args()
    if options.command == "bundle":
        options.rest = more  # its options are those of the script it starts
    elif more:
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    if hasattr(options, "before"):
        options.before(options)
    need_environment()
    options.act(options)


if __name__ == "__main__":
    main()
