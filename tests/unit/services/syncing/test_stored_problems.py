"""Codes that were written down speak again, also with less than they need."""

import subprocess
import sys

from inspector.services.syncing.stored_problems import NOTHING, sentence


def test_a_code_speaks_with_what_was_kept_and_a_dash_for_the_rest() -> None:
    assert "https://x" in sentence("sync_offline", {"url": "https://x"})
    assert NOTHING in sentence("sync_offline", {"url": "https://x"})
    assert sentence("never_heard_of") == "never_heard_of"


def test_sentences_of_what_nobody_asked_for_yet_are_loaded() -> None:
    words = (
        "from inspector.services.syncing.stored_problems import sentence; print(sentence('epoch_changed', {'lost': 3}))"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True, timeout=60)
    assert "3" in done.stdout
    assert "epoch_changed" not in done.stdout
