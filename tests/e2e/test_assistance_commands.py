"""The quick card and the error report from a shell; a mistake of a command is in the report afterwards."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from inspector.reports.pdf.raster import page_count, page_text
from tests.e2e.running import inspector

BREAK = """
import sys
from inspector import __main__ as entry
sys.excepthook = entry.report
raise LookupError("户号 50102237816")
"""


def test_the_quick_card_is_written_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    for language, words in (("zh_CN", "速查卡"), ("en", "Quick card")):
        out = tmp_path / f"{language}.pdf"
        assert inspector("quick-card", "--language", language, "--out", out).code == 0
        pdf = out.read_bytes()
        assert page_count(pdf) == 1
        assert words in page_text(pdf, 0).replace("\xa0", " ")


def test_the_report_names_the_mistake_and_not_the_customer(copied: Callable[[str], Path], tmp_path: Path) -> None:
    env = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "LOCALAPPDATA": str(tmp_path),
    }
    broken = subprocess.run([sys.executable, "-c", BREAK], env=env, capture_output=True, text=True, check=False)
    assert "LookupError" in broken.stderr
    out = tmp_path / "report.zip"
    command = [sys.executable, "-m", "inspector", "--workspace", str(copied("w")), "error-report"]
    shown = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    subprocess.run([*command, "--out", str(out)], env=env, check=True)
    with zipfile.ZipFile(out) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(texts) == {"versions.txt", "workspace.txt", "errors.txt"}
    assert "LookupError" in texts["errors.txt"]
    assert "customers: " in texts["workspace.txt"]
    for text in (shown, *texts.values()):
        assert "50102237816" not in text
        assert str(tmp_path) not in text
