"""The tests' own guards, and what the window says when a font is missing."""

from pathlib import Path

import pytest

from inspector.i18n import describe
from inspector.problems import Problem
from inspector.ui.files.saving import write_file
from inspector.ui.theme import fonts
from inspector.ui.visit.photos import from_files
from tests.gui_thread_guard import GUARD


def test_a_workspace_file_opened_by_the_window_on_the_gui_thread_is_noticed(sample_folder: Path) -> None:
    read, _name = from_files([str(sample_folder / "workspace.json")])[0]
    read()
    found = GUARD.stop()
    GUARD.start()
    assert len(found) == 1
    assert "workspace.json" in found[0]


def test_other_files_and_test_code_are_not(sample_folder: Path, tmp_path: Path) -> None:
    (sample_folder / "note.txt").write_bytes(b"x")
    write_file(tmp_path / "note.txt", b"x")
    assert GUARD.stop() == []


def test_a_missing_font_is_a_problem_that_names_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FILES", ("NotThere.ttf",))
    with pytest.raises(Problem) as caught:
        fonts.load_fonts()
    assert caught.value.code == "window_font_missing"
    assert "NotThere.ttf" in describe(caught.value)
