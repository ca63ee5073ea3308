"""Every icon the window names is bundled, and nothing else is."""

import re
from pathlib import Path

from inspector import assets, ui
from inspector.ui.kit.icons import pixmap


def test_named_icons_are_bundled_and_drawn() -> None:
    bundled = {path.stem for path in assets.resource("icons").glob("*.svg")}
    source = "\n".join(path.read_text("utf-8") for path in Path(str(ui.__file__)).parent.rglob("*.py"))
    named = set(re.findall(r'"([a-z0-9-]+)"', source))
    assert bundled <= named
    for name in sorted(bundled):
        image = pixmap(name, "text-1", 22).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(22) for y in range(22)), name


def test_icons_passed_by_name_exist() -> None:
    bundled = {path.stem for path in assets.resource("icons").glob("*.svg")}
    source = "\n".join(path.read_text("utf-8") for path in Path(str(ui.__file__)).parent.rglob("*.py"))
    passed = set(re.findall(r'(?:icon=|IconButton\(|EmptyState\(\s*)"([a-z0-9-]+)"', source))
    assert passed <= bundled
