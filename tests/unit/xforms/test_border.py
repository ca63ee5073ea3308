"""What services and screens import of the engine: its one narrow module, and the linter's."""

import re
from pathlib import Path

import inspector

ROOT = Path(inspector.__file__).parent
IMPORT = re.compile(r"^\s*(?:from (inspector\.xforms[\w.]*) import|import (inspector\.xforms[\w.]*))", re.MULTILINE)


def test_services_and_screens_use_the_narrow_module_only() -> None:
    found = {
        (str(path.relative_to(ROOT)), name)
        for folder in ("services", "ui", "server", "criteria", "reports")
        for path in (ROOT / folder).rglob("*.py")
        for names in IMPORT.findall(path.read_text(encoding="utf-8"))
        for name in names
        if name and name != "inspector.xforms" and not name.startswith("inspector.xforms.lint")
    }
    assert found == set()
