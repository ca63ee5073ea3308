"""Where pasted cells go, on views built by hand: columns, rows, blocks, names, computed rows."""

from inspector.services.visits.pasted import parse_block
from inspector.ui.visit.reading_paste import Layout, Way, layouts
from inspector.ui.visit.reading_rows import LineRow, TableRow
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
