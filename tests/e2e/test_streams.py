"""What may be wrong around a command: closed streams, a full disk, arguments in another encoding, wrong usage."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector.commands.parsing import SENTENCES
from inspector.i18n import Translator
from tests.e2e.running import ROOT, Copy, Ended, environment, inspector, ok

EVENT = '{"id":"a","entity":"e","type":"hazard_registered","par":[]}\n'
REPLAYED = '{"op":"snap"}\n'
MARK = "\ufeff"


def shell(line: str, *words: str | bytes | Path, **more: str) -> Ended:
    """`inspector …` as a shell line has it: `line` says what becomes of its streams."""
    command = [os.fsencode(word) for word in (sys.executable, "-m", "inspector", *words)]
    done = subprocess.run(
        [b"/bin/sh", b"-c", f'"$@" {line}'.encode(), b"sh", *command],
        cwd=ROOT,
        env=environment(**more),
        capture_output=True,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("words", [("fold",), ("judge",), ("dga",), ("form", "xpath"), ("form", "replay")])
def test_a_closed_stdin_is_an_empty_one(words: tuple[str, ...]) -> None:
    assert shell("<&-", *words) == Ended(0, "", "")


def test_nobody_has_to_read_what_is_printed(demo: Path) -> None:
    assert shell(">&-", "customer", "list", "--workspace", demo) == Ended(0, "", "")
    assert shell(">&- 2>&-", "nonsense").code == 2
    assert shell("| true; echo done", "customer", "list", "--json", "--workspace", demo).err == ""


def test_a_full_disk_behind_stdout_is_told(demo: Path) -> None:
    for words in (("customer", "list"), ("ledger", "export", "--format", "csv")):
        ended = shell(">/dev/full", *words, "--workspace", demo)
        assert (ended.code, ended.problem) == (3, "output_failed")


def test_an_argument_in_another_encoding_is_told(demo: Path) -> None:
    for words in (("customer", "show"), ("ledger", "list", "--search")):
        ended = shell("", *words, "江北".encode("gbk"), "--workspace", demo)
        assert (ended.code, ended.problem) == (1, "argument_not_text")


def test_a_file_whose_name_is_in_another_encoding_can_be_read(copied: Copy, tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/" + "台账".encode("gbk") + b".xlsx"
    here = copied()
    assert shell("", "export", name, "--workspace", here) == Ended(0, "", "")
    assert ok(shell("", "import", name, "--dry-run", "--workspace", here)).out.startswith("0 added")


def test_a_byte_order_mark_begins_no_line() -> None:
    assert ok(inspector("fold", stdin=MARK + EVENT)).json["status"] == "open"
    assert ok(inspector("form", "replay", stdin=MARK + REPLAYED)).json["error"] == "replay_no_form"
    asked = '{"id":1,"xml":"<a/>","context":"/","expr":"1+1","type":"number"}\n'
    assert ok(inspector("form", "xpath", stdin=MARK + asked)).json == {"id": 1, "value": 2}


def test_a_script_may_begin_with_a_byte_order_mark(copied: Copy) -> None:
    ended = ok(inspector("visit", "replay", "-", "--workspace", copied(), stdin=MARK + '{"op":"status"}\r\n'))
    assert ended.json["error"] == "visit_not_started"


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("visit",),
        ("fold", "a", "b"),
        ("visit", "due", "--limit", "many"),
        ("ledger", "list", "--kind"),
        ("visit", "plan", "1", "--inspectors", "a", "--on", "2026-02-30"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_a_code_and_a_sentence(words: tuple[str, ...]) -> None:
    usage, last = _usage(inspector("--language", "en", *words))
    assert usage.startswith("usage: inspector")
    assert last.isascii()
    usage, last = _usage(inspector("--language", "zh_CN", *words))
    assert usage.startswith("用法：inspector")
    assert not any(word in last for word in ("argument", "expected", "required", "invalid", "choose"))


def _usage(ended: Ended) -> tuple[str, str]:
    assert (ended.code, ended.out) == (2, "")
    usage, *_rest, last = ended.err.splitlines()
    assert last.startswith("usage_wrong: ")
    return usage, last


def test_the_help_is_in_one_language() -> None:
    said = ok(inspector("--language", "zh_CN", "ledger", "list", "--help")).out
    assert not any(word in said for word in ("usage", "options", "show this", "positional"))


def test_argparse_is_translated_whole() -> None:
    chinese = Translator("zh_CN")
    assert [sentence for sentence in SENTENCES if chinese(sentence) == sentence] == []
