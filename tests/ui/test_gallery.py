"""The gallery of the kit can be drawn in both themes, and the themes differ."""

from pathlib import Path

from PySide6.QtGui import QImage

from tests.ui.gallery import save_all


def test_every_widget_is_drawn_in_both_themes(tmp_path: Path) -> None:
    files = {path.name: QImage(str(path)) for path in save_all(tmp_path)}
    light, dark = files["gallery-light.png"], files["gallery-dark.png"]
    assert light.pixelColor(3, 3).name() == "#f4f6f9"
    assert dark.pixelColor(3, 3).name() == "#181d23"
    assert light.size() == dark.size()
