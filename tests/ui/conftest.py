"""Fixtures of the window's tests: the application with fonts and theme, and settings of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from inspector.ui.theme import Mode, load_fonts, theme


@pytest.fixture(scope="session", autouse=True)
def _themed_application(qapp: QApplication) -> None:
    """Fonts and theme as in the product."""
    qapp.setApplicationName("inspector-test")
    qapp.setOrganizationName("inspector-test")
    load_fonts()
    theme().motion = False
    theme().start(Mode.LIGHT)


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path) -> Iterator[None]:
    """Settings in a folder of the test; light theme at the end."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    yield
    theme().set_mode(Mode.LIGHT)
