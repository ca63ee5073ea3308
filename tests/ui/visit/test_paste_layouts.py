"""Where pasted cells go, on views built by hand: columns, rows, blocks, names, computed rows."""

from inspector.services.visits.pasted import parse_block
from inspector.services.visits.views import Target
from inspector.ui.visit.reading_paste import Layout, Way, layouts
from inspector.ui.visit.reading_rows import Group, LineRow, TableRow
from tests.ui.visit.samples import G01, T2, line

ROWS: tuple[TableRow, ...] = (
    LineRow(T2, line("/ir", "Insulation HV", "MΩ", ("",))),
    LineRow(T2, line("/ratio", "Absorption ratio", "", ("",), computed=True)),
    LineRow(T2, line("/dc", "DC resistance HV", "Ω", ("", "", ""))),
    LineRow(T2, line("/bdv", "Breakdown voltage", "kV", ("",))),
)


def lay(text: str, here: tuple[int, int] = (0, 0), rows: tuple[TableRow, ...] = ROWS) -> dict[Way, Layout]:
    return {layout.way: layout for layout in layouts(rows, here, parse_block(text))}


def cells(layout: Layout) -> list[tuple[str, str]]:
    return [(one.cell.ref, one.text) for one in layout.placed]


def test_a_column_offers_down_across_and_with_computed_rows() -> None:
    found = lay("1\n2\n3\n")
    assert list(found) == [Way.DOWN, Way.ACROSS, Way.WITH_COMPUTED]
    assert cells(found[Way.DOWN]) == [("/ir/v", "1"), ("/dc/A", "2"), ("/bdv/v", "3")]
    assert cells(found[Way.ACROSS]) == [("/ir/v", "1"), ("/dc/A", "2"), ("/dc/B", "3")]
    assert cells(found[Way.WITH_COMPUTED]) == [("/ir/v", "1"), ("/dc/A", "3")]


def test_ways_that_come_to_the_same_are_offered_once() -> None:
    found = lay("7\n8\n", (3, 0), (*ROWS, LineRow(T2, line("/water", "Water", "mg/L", ("",)))))
    assert list(found) == [Way.DOWN]
    assert found[Way.DOWN].certain


def test_a_block_goes_over_lines_and_phases_and_leaves_blanks_alone() -> None:
    found = lay("1\t\t3\n9\n", (2, 0))
    assert cells(found[Way.DOWN]) == [("/dc/A", "1"), ("/dc/C", "3"), ("/bdv/v", "9")]


def test_a_row_wider_than_its_line_goes_on_in_the_next() -> None:
    found = lay("1\t2\t3\t4\n", (2, 0))
    assert list(found) == [Way.ACROSS]
    assert cells(found[Way.ACROSS]) == [("/dc/A", "1"), ("/dc/B", "2"), ("/dc/C", "3"), ("/bdv/v", "4")]


def test_names_in_the_first_column_find_their_lines() -> None:
    found = lay("Breakdown voltage\t52\nInsulation-HV\t2500\nUnknown\t5\n", (2, 1))
    assert cells(found[Way.LABELS]) == [("/bdv/v", "52"), ("/ir/v", "2500")]
    assert found[Way.LABELS].left == ["Unknown 5"]


def test_what_finds_no_cell_is_kept_in_sight() -> None:
    found = lay("1\n2\n3\n", (3, 0))
    assert cells(found[Way.DOWN]) == [("/bdv/v", "1")]
    assert found[Way.DOWN].left == ["2", "3"]
    assert not found[Way.DOWN].certain


def test_a_column_that_replaces_or_runs_into_the_next_group_is_not_certain() -> None:
    rows = (LineRow(T2, line("/a", "A", "", ("5",))), LineRow(G01, line("/b", "B", "", ("",))))
    assert not lay("6\n", (0, 0), rows)[Way.DOWN].certain
    assert not lay("5\n6\n", (0, 0), rows)[Way.DOWN].certain
    assert not lay("text\n", (1, 0), rows)[Way.DOWN].certain
    assert lay("6\n", (1, 0), rows)[Way.DOWN].certain


def test_names_mean_the_focused_equipment_and_not_the_first_that_has_such_a_line() -> None:
    rows = panels()
    found = lay("Line voltage\t10.1\t10.2\t10.3\nCurrent\t5\n", (6, 0), rows)
    assert where(found[Way.LABELS]) == [("g03", "/u"), ("g03", "/u"), ("g03", "/u"), ("g03", "/i")]


def test_names_that_come_again_run_into_the_next_equipment() -> None:
    found = lay("Line voltage\t1\nCurrent\t2\nLine voltage\t3\nCurrent\t4\n", (3, 0), panels())
    assert where(found[Way.LABELS]) == [("g02", "/u"), ("g02", "/i"), ("g03", "/u"), ("g03", "/i")]
    assert not found[Way.LABELS].certain


def test_a_name_that_only_other_equipment_has_is_taken_where_there_is_one_only() -> None:
    rows = (LineRow(T2, line("/bdv", "Breakdown voltage", "kV", ("",))), *panels())
    found = lay("Breakdown voltage\t52\nCurrent\t2\n", (8, 0), rows)
    assert where(found[Way.LABELS]) == [("t2", "/bdv"), ("g03", "/i")]
    assert not found[Way.LABELS].certain
    assert lay("Current\t2\nBreakdown voltage\t52\n", (0, 0), rows)[Way.LABELS].left == ["Current 2"]


def test_a_column_over_three_phases_fills_the_phases_first() -> None:
    rows = tuple(LineRow(T2, line(ref, ref, "Ω", ("", "", ""))) for ref in ("/a", "/b", "/c"))
    assert list(lay("1\n2\n3\n", (0, 0), rows)) == [Way.ACROSS, Way.DOWN]
    assert list(lay("1\n2\n", (0, 0), rows)) == [Way.DOWN, Way.ACROSS]


def test_the_way_whose_units_fit_comes_first() -> None:
    rows = (
        LineRow(T2, line("/dc", "DC resistance", "Ω", ("", "", ""))),
        LineRow(T2, line("/ir", "Insulation", "MΩ", ("",))),
        LineRow(T2, line("/bdv", "Breakdown voltage", "kV", ("",))),
    )
    assert next(iter(lay("1 mΩ\n2 GΩ\n50 kV\n", (0, 0), rows))) is Way.DOWN


def test_a_row_of_column_names_is_no_line() -> None:
    found = lay("测点\tA\tB\tC\nDC resistance\t1\t2\t3\nBreakdown\t52\n", (2, 0))
    assert cells(found[Way.LABELS]) == [("/dc/A", "1"), ("/dc/B", "2"), ("/dc/C", "3"), ("/bdv/v", "52")]
    assert found[Way.LABELS].left == []


def test_column_names_put_phases_in_order_and_leave_limits_and_units_out() -> None:
    found = lay("项目\t单位\tC\tA\t限值\nDC resistance HV\tΩ\t3\t1\t9\n", (2, 0))
    assert cells(found[Way.LABELS]) == [("/dc/A", "1"), ("/dc/C", "3")]


def test_a_result_in_words_is_no_row_of_column_names() -> None:
    found = lay("Insulation HV\tnot detected\nBreakdown voltage\t5\n", (0, 0))
    assert cells(found[Way.LABELS]) == [("/ir/v", "not detected"), ("/bdv/v", "5")]


def panels() -> tuple[TableRow, ...]:
    """Three panels with the same lines."""
    return tuple(
        row
        for name in ("g01", "g02", "g03")
        for target in (Target("indications-switchgear", name),)
        for row in (
            Group(target, name),
            LineRow(target, line("/u", "Line voltage", "kV", ("", "", ""))),
            LineRow(target, line("/i", "Current Ia / Ib / Ic", "A", ("", "", ""))),
        )
    )


def where(layout: Layout) -> list[tuple[str | None, str]]:
    return [(one.target.equipment, one.line.ref) for one in layout.placed]
