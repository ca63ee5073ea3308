"""A notice is saved with its reply file beside it, over nothing that belongs to somebody else."""

from pathlib import Path

from inspector.services.printing.reply_files import ReplyFile
from inspector.ui.files.notices import saved_words, write_notice

REPLY = ReplyFile("TZ-2026-K7-0001.xlsx", b"PK reply", "K7QF-3MPA")


def test_the_reply_file_is_written_beside_the_notice_under_its_own_name(tmp_path: Path) -> None:
    written = write_notice(tmp_path / "n.pdf", b"%PDF", [REPLY])
    assert [path.name for path in written] == ["n.pdf", REPLY.name]
    assert (tmp_path / REPLY.name).read_bytes() == REPLY.data
    assert REPLY.name in saved_words(written)
    assert write_notice(tmp_path / "n.pdf", b"%PDF", [REPLY]) == written, "the same file is no second one"


def test_another_file_of_that_name_stays(tmp_path: Path) -> None:
    (tmp_path / REPLY.name).write_bytes(b"another")
    written = write_notice(tmp_path / "n.pdf", b"%PDF", [REPLY])
    assert written[1].name == "TZ-2026-K7-0001 (2).xlsx"
    assert (tmp_path / REPLY.name).read_bytes() == b"another"


def test_a_notice_without_a_reply_file_is_saved_alone(tmp_path: Path) -> None:
    assert write_notice(tmp_path / "n.pdf", b"%PDF", []) == (tmp_path / "n.pdf",)
    assert sorted(tmp_path.iterdir()) == [tmp_path / "n.pdf"]
