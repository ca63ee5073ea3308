"""A column of fixed width in the middle of a page, for pages that ask one thing."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


def centre(page: QWidget, column: QVBoxLayout, width: int) -> None:
    """Lay a column out in the middle of a page that has no layout yet; `width` in logical pixels."""
    holder = QWidget()
    holder.setFixedWidth(width)
    holder.setLayout(column)
    row = QHBoxLayout(page)
    row.addStretch(1)
    row.addWidget(holder)
    row.addStretch(1)
