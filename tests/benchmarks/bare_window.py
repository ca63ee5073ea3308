"""The yardstick of `startup`: the least a PySide6 program needs to show a table of 20,000 rows."""

import sys

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QTableView, QVBoxLayout, QWidget

from tests.benchmarks.first_paint import of_table
from tests.benchmarks.marks import override

ROWS, COLUMNS = 20_000, 10
Index = QModelIndex | QPersistentModelIndex


class Rows(QAbstractTableModel):
    """Numbered cells."""

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own default and name
        return 0 if parent.isValid() else ROWS

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own default and name
        return 0 if parent.isValid() else COLUMNS

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return f"{index.row()}.{index.column()}" if role == Qt.ItemDataRole.DisplayRole else None


def main() -> int:
    """Show the window until its rows are painted."""
    app = QApplication(sys.argv)
    window = QWidget()
    window.resize(1366, 690)
    layout = QVBoxLayout(window)
    view = QTableView()
    model = Rows()
    view.setModel(model)
    layout.addWidget(view)
    of_table(view)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
