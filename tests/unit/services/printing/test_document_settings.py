"""Patterns of numbers that can never meet, the logo, signature lines; what they do to documents."""

import io
from pathlib import Path

import pytest
from PIL import Image

from inspector.domain.ledger import LedgerKind
from inspector.problems import Problem
from inspector.reports.pdf.raster import page_text
from inspector.services import LedgerQuery, Workspace, export_ledger
from inspector.services.preferences.numbering import check_pattern
from inspector.services.printing.settings import (
    LOGO_BYTES,
    LOGO_KEPT,
    SignatureLine,
    document_settings,
    prepare_logo,
    read_logo,
    set_logo,
    set_pattern,
    set_signature_lines,
)
from inspector.services.visits.numbers import hazard_number, ledger_number, notice_number


def png(size: tuple[int, int], kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (10, 90, 160)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("YH-{year}-{count}", "numbering_incomplete"),
        ("YH-{device}-{count}", "numbering_incomplete"),
        ("YH-{year}-{device}", "numbering_incomplete"),
        ("YH-{year}-{device}{count}", "numbering_device"),
        ("YH{device}-{year}-{count}", "numbering_device"),
        ("YH-{year}-{device}-0{count}", "numbering_device"),
        ("YH/{year}-{device}-{count}", "numbering_shape"),
        ("YH {year}-{device}-{count}", "numbering_shape"),
        ("YH-{year}-{device}-{count:d}", "numbering_shape"),
        ("YH-{year}-{device}-{count!r}", "numbering_shape"),
        ("YH-{year}-{device.code}-{count}", "numbering_shape"),
        ("YH-{year}-{device}-{count", "numbering_shape"),
        ("YH-{year}-{year}-{device}-{count}", "numbering_shape"),
        ("Y" * 40 + "-{year}-{device}-{count}", "numbering_shape"),
        ("TZ-{year}-{device}-{count}", "numbering_taken"),
    ],
)
def test_patterns_that_could_give_a_number_twice_or_no_file_name_are_refused(pattern: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        check_pattern(pattern, ["TZ-{year}-{device}-{count}"])
    assert caught.value.code == code


@pytest.mark.parametrize(
    "pattern", ["隐患〔{year}〕{month}-{device}-{count}", "{device}-{year}.{count}", "A_{year}-{device}-{count}"]
)
def test_patterns_may_be_chinese_and_in_any_order(pattern: str) -> None:
    assert check_pattern(pattern) == pattern


def test_counting_goes_on_when_a_pattern_changes_and_peeking_takes_no_number(workspace: Workspace) -> None:
    def work() -> list[str]:
        now, code = workspace.now(), workspace.store.device.code
        workspace.act_as("liu")
        first = hazard_number(workspace, now)
        set_pattern(workspace, "hazard", "隐患-{year}{month}-{device}-{count}")
        peeked = hazard_number(workspace, now, peek=True)
        second = hazard_number(workspace, now)
        set_pattern(workspace, "hazard", "")
        third = hazard_number(workspace, now)
        count = int(first.rsplit("-", 1)[1])
        assert peeked == second == f"隐患-{now:%Y%m}-{code}-{count + 1:04d}"
        return [first, second, third, f"YH-{now:%Y}-{code}-{count + 2:04d}"]

    first, _second, third, expected = workspace.call(work)
    assert first != third == expected


def test_every_series_counts_by_itself_and_no_two_share_a_pattern(workspace: Workspace) -> None:
    def work() -> None:
        now = workspace.now()
        assert ledger_number(workspace, LedgerKind.SUPERVISION, now).startswith("ZD-")
        assert ledger_number(workspace, LedgerKind.RECTIFICATION, now).endswith("-0001")
        with pytest.raises(Problem) as caught:
            set_pattern(workspace, "hazard", "TZ-{year}-{device}-{count}")
        assert caught.value.code == "numbering_taken"
        assert notice_number(workspace, now, peek=True) == document_settings(workspace).examples["notice"]

    workspace.call(work)


def test_a_logo_is_kept_small_and_stands_on_ledgers(workspace: Workspace) -> None:
    small = prepare_logo(png((3000, 1500), "JPEG"))
    with Image.open(io.BytesIO(small)) as kept:
        assert kept.format == "PNG"
        assert max(kept.size) == LOGO_KEPT
    query = LedgerQuery(filters=("critical",))
    plain = workspace.call(lambda: export_ledger(workspace, LedgerKind.RECTIFICATION, query, "pdf"))
    workspace.call(lambda: workspace.act_as("liu"))
    workspace.call(lambda: set_logo(workspace, small))
    with_logo = workspace.call(lambda: export_ledger(workspace, LedgerKind.RECTIFICATION, query, "pdf"))
    assert b"/Subtype /Image" not in plain
    assert b"/Subtype /Image" in with_logo


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (png((30, 400)), "logo_size"),
        (b"<svg/>", "logo_unreadable"),
        (png((100, 100))[:200], "logo_unreadable"),
        (b"\0" * (LOGO_BYTES + 1), "logo_too_large"),
    ],
)
def test_a_picture_that_cannot_be_a_logo_is_refused_with_its_reason(data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "logo").write_bytes(data)
    with pytest.raises(Problem) as caught:
        read_logo(tmp_path / "logo")
    assert caught.value.code == code


def test_signature_lines_stand_under_ledgers(workspace: Workspace) -> None:
    lines = [SignatureLine("", "王工"), SignatureLine("复核", "李工"), SignatureLine("", "")]
    workspace.call(lambda: workspace.act_as("liu"))
    workspace.call(lambda: set_signature_lines(workspace, lines))
    pdf = workspace.call(lambda: export_ledger(workspace, LedgerKind.INSPECTION, LedgerQuery(), "pdf"))
    text = page_text(pdf, 0)
    assert "编制：王工" in text.replace(" ", "").replace("\r\n", "").replace("\n", "")
    assert "复核：李工" in text.replace(" ", "").replace("\r\n", "").replace("\n", "")
    with pytest.raises(Problem) as caught:
        workspace.call(lambda: set_signature_lines(workspace, [SignatureLine("", "长" * 41)]))
    assert caught.value.code == "signer_too_long"
