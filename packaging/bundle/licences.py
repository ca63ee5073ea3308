"""The licences of everything in a bundle: a list, and the texts, as their authors hand them out.

Ends with 1 for a part under the GPL, AGPL or EUPL alone. What is offered under several licences is used under the first
free one: Qt and PySide6 under the LGPL 3 (their libraries lie in the folder as files that can be replaced).
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from importlib.metadata import Distribution, distribution
from pathlib import Path

import native  # type: ignore[import-not-found]  # beside this file; it is a script, not a package

TEXT = re.compile(r"(licen[cs]e|copying|notice|copyright|authors|ofl)", re.IGNORECASE)
STRONG = re.compile(
    r"(?<!L)(?<!Lesser )\b(A?GPL|GNU General Public|GNU Affero|EUPL|European Union Public)", re.IGNORECASE
)
LEFT_OUT = ("DarkGarden", "bitstream-vera")
"""How the texts about fonts begin that ReportLab brings and the bundle leaves out; the first is under the GPL."""
HEAD = """Parts of this program and their licences

The program itself: Apache-2.0 (LICENSE in this folder). Python: PSF-2.0.
The file that starts it: PyInstaller's bootloader, GPL-2.0 with an exception for the programs it starts.
Qt and PySide6: LGPL-3.0; the libraries are files in _internal/PySide6 and may be replaced by other builds of them.
FFmpeg (LGPL-2.1-or-later), libheif and libde265 (LGPL-3.0-or-later) are files that may be replaced as well.
Texts of the licences are in the folders beside this file; the LGPL, and the GPL that it refers to, in texts.

"""


def of(found: Distribution) -> str:
    """The licence that a distribution names."""
    told = found.metadata.json
    named = str(told.get("license_expression") or "")
    classified = [one.rpartition(" :: ")[2] for one in told.get("classifier") or () if one.startswith("License ::")]
    written = str(told.get("license") or "").strip().splitlines()
    return named or ", ".join(classified) or (written[0][:120] if written else "")


def is_free(words: str) -> bool:
    """Whether a licence may be used: none of the strong ones, or a choice that has another."""
    choices = re.split(r"\s+OR\s+|,\s*", words)
    return any(choice.strip() and not STRONG.search(choice) for choice in choices)


def write(folder: Path, names: Sequence[str], libraries: Sequence[Path]) -> None:
    """Write the list and the texts; ends with 1 when a part must not be there."""
    folder.mkdir(parents=True, exist_ok=True)
    root = Path(__file__).resolve().parents[2]
    shutil.copy(root / "LICENSE", folder / "LICENSE")
    rows, bad = [], []
    for name in names:
        found = distribution(name)
        words = of(found)
        rows.append(f"{name} {found.version}: {words or 'see its text'}")
        if not is_free(words or "unknown"):
            bad.append(rows[-1])
        for path in found.files or ():
            handed_out = ".dist-info/licenses/" in path.as_posix() or TEXT.search(path.name)
            if handed_out and path.suffix.lower() not in (".py", ".pyc") and not path.name.startswith(LEFT_OUT):
                copy(Path(str(path.locate())), folder / name)
    fonts = root / "resources" / "fonts" / "OFL.txt"
    copy(fonts, folder / "fonts")
    copy(root / "resources" / "icons" / "LICENSE", folder / "icons")
    rows += ["Noto Sans SC: OFL-1.1", "Lucide icons: ISC"]
    system, unknown = packages(libraries)
    for package in system:
        rows.append(f"system library {package}: see {package}/copyright")
        copy(Path(f"/usr/share/doc/{package}/copyright"), folder / "system" / package)
    rows += [f"inside {name}: {words}" for name, words in native.INSIDE.items() if name in names]
    known, strange = native.described(native.libraries(folder.parent))
    rows += known
    told = [f"library {name}: native.py does not know it" for name in strange]
    if os.name == "nt":  # whoever builds there first completes the list
        rows += told
        print(*told, sep="\n", file=sys.stderr)
    else:
        bad += told
    modules = [path.name for path in unknown if native.EXTENSION.search(path.name)]
    rows += [f"Python's own modules, PSF-2.0: {', '.join(modules)}"] if modules else []
    for text in (Path(__file__).parent / "texts").iterdir():
        copy(text, folder / "texts")
    copy(Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", folder / "Python")
    if os.name == "nt":
        copy(Path(sys.base_prefix) / "LICENSE.txt", folder / "Python")
    if bad:
        print("These parts may not be given away with the program:", *bad, sep="\n  ", file=sys.stderr)
        sys.exit(1)
    (folder / "PARTS.txt").write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8")


def copy(source: Path, folder: Path) -> None:
    """Copy a text, if it is there; one of the same name from another place gets a number."""
    if not source.is_file():
        return
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / source.name
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{source.stem}-{number}{source.suffix}"
    shutil.copyfile(source, target)


def packages(libraries: Sequence[Path]) -> "tuple[list[str], list[Path]]":
    """The Debian packages that these libraries are of, and those of none."""
    if shutil.which("dpkg") is None:
        return [], list(libraries)
    found: set[str] = set()
    unknown = []
    for path in libraries:
        names = {str(path), str(path.resolve()), str(path).replace("/lib/", "/usr/lib/", 1)}
        for name in sorted(names):
            done = subprocess.run(["dpkg", "-S", name], capture_output=True, text=True, check=False)  # noqa: S607
            if done.returncode == 0:
                found.add(done.stdout.partition(":")[0])
                break
        else:
            unknown.append(path)
    return sorted(found), unknown
