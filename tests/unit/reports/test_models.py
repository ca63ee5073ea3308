"""What the window may import at start-up."""

import subprocess
import sys


def test_models_load_no_drawing_library() -> None:
    code = (
        "import sys, inspector.reports.notice, inspector.reports.ledger, inspector.reports.words;"
        "print([name for name in ('reportlab', 'PIL', 'openpyxl', 'pypdfium2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
