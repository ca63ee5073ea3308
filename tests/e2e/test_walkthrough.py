"""The first day of somebody who has no mouse: from the first start to a signed notice, also with a power cut in it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from inspector import services
from inspector.domain.hazard import HazardStatus
from inspector.domain.ledger import LedgerKind
from inspector.domain.visit import VisitStatus
from inspector.reports.pdf.raster import page_count, page_text
from inspector.services.ledgers.views import LedgerQuery
from tests.e2e.walk import ACCOUNT, COMPANY, CUSTOMER, PASSPHRASE

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 300


def walk(folder: Path, *stages: str) -> int:
    """Walk some stages in a process of its own; returns how it ended."""
    command = [sys.executable, "-m", "tests.e2e.walk", str(folder), *stages]
    done = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, timeout=PATIENCE_S, check=False)
    said = done.stderr.decode()
    assert "Error" not in said, said
    return done.returncode


def check(folder: Path) -> None:
    """What the day left: one signed visit by both, its notice, its hazard in the ledger."""
    workspace = services.open_workspace(folder, passphrase=PASSPHRASE)
    try:
        [row] = workspace.call(lambda: services.visit_rows(workspace))
        assert (row.status, row.hazards, row.customer) == (VisitStatus.SIGNED, 1, CUSTOMER)
        pdf = workspace.call(lambda: services.result_notice(workspace, row.id))
        text = "".join(page_text(pdf, page) for page in range(page_count(pdf)))
        text = "".join(text.replace("\xa0", "").split())
        for words in (COMPANY, CUSTOMER, ACCOUNT, row.number, "王工（PIN）", "李工（PIN）", "赵明", "电缆沟"):
            assert words in text, words
        page = workspace.call(lambda: services.ledger_page(workspace, LedgerKind.RECTIFICATION, LedgerQuery(limit=50)))
        assert len(page.rows) == 1
        hazards = workspace.call(lambda: workspace.unclosed(workspace.db.visits.get(row.id).customer))
        assert [hazard.status for hazard in hazards.values()] == [HazardStatus.OPEN]
    finally:
        workspace.close()


def test_from_the_first_start_to_a_signed_notice_by_keyboard(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    assert walk(folder, "make_workspace", "issue") == 0
    check(folder)


@pytest.mark.long
def test_the_same_with_the_plug_pulled_in_the_middle(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    assert walk(folder, "make_workspace", "answer_some", "kill") == -signal.SIGKILL
    assert json.loads((folder / "workspace.json").read_text())
    assert walk(folder, "come_back", "issue") == 0
    check(folder)
