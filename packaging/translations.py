"""Collect the messages of the source, merge them into every catalogue and compile it (Babel); words of Qt by lrelease.

Runs under a lock file, because it rewrites the catalogues. Exits 1 when a catalogue misses a translation.
"""

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

try:
    import fcntl
except ImportError:  # Windows has no flock; one translator at a time there
    fcntl = None  # type: ignore[assignment]

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "resources" / "translations"
KEYWORDS = {
    "_": None,
    "N_": None,
    "t": None,
    "_t": None,
    "Message": None,
    "ngettext": (1, 2),
    "plural": (1, 2),
    "pgettext": ((1, "c"), 2),
    "context": ((1, "c"), 2),
}
"""Calls that mark text; `Message`, `t`, `plural` and `context` are the i18n module's own."""


def marked(source: str) -> Iterator[tuple[tuple[str, ...], str | None]]:
    """Every marked text of a module, with its context; read from the syntax tree, so that f-strings count as well."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        texts = [one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else "" for one in node.args]
        if name in KEYWORDS and texts and texts[0]:
            contextual = name in {"pgettext", "context"}
            several = name in {"ngettext", "plural"}
            message = tuple(texts[1:2] if contextual else texts[:2] if several else texts[:1])
            if all(message) and len(message) == (2 if several else 1):
                yield message, texts[0] if contextual else None


def extract() -> Catalog:
    """Every msgid of the source, with where it stands (file only, so that a moved line changes nothing)."""
    found = Catalog(charset="utf-8")
    for path in sorted((ROOT / "inspector").rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        for texts, context in marked(path.read_text(encoding="utf-8")):
            found.add(texts if len(texts) > 1 else texts[0], locations=[(place, 0)], context=context)
    pages = extract_from_dir(str(ROOT / "resources" / "web"), [("**.html", "jinja2")], keywords=KEYWORDS)
    for name, _line, message, _comments, context in pages:
        first = message[0] if isinstance(message, tuple) else message
        if first:
            found.add(message, locations=[(f"resources/web/{Path(name).as_posix()}", 0)], context=context)
    return found


def translated(message: Message) -> bool:
    """Whether every form of a message has a translation."""
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def merge(path: Path, found: Catalog) -> int:
    """Bring one catalogue up to date and compile it; returns the number of messages without translation."""
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale=path.parent.parent.name)
    catalogue.update(found, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with path.open("wb") as stream:
        write_po(stream, catalogue, width=120, sort_output=True, include_lineno=False)
    with path.with_suffix(".mo").open("wb") as stream:
        write_mo(stream, catalogue)
    missing = [message for message in catalogue if message.id and not translated(message)]
    for message in missing:
        print(f"{path.parent.parent.name}: {message.id}")
    return len(missing)


def compile_words_of_qt(path: Path) -> None:
    """Compile what we add to Qt's own catalogue, with the compiler that comes with PySide."""
    found = importlib.util.find_spec("PySide6")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("PySide6 is missing: python3 packaging/dev.py run installs it")
    lrelease = Path(found.submodule_search_locations[0]) / "lrelease"
    subprocess.run([lrelease, "-silent", path, "-qm", path.with_suffix(".qm")], check=True)


def main() -> int:
    """Update all catalogues, one process at a time."""
    with (CATALOGUES / ".lock").open("w") as lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        for path in CATALOGUES.glob("*/qt_words.ts"):
            compile_words_of_qt(path)
        found = extract()
        return 1 if sum([merge(path, found) for path in sorted(CATALOGUES.glob("*/LC_MESSAGES/inspector.po"))]) else 0


if __name__ == "__main__":
    sys.exit(main())
