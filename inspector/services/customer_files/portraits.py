"""The four-high portrait of a customer, and its import from a workbook of the billing or service system.

A workbook may have any headings (`resources/customers/portrait.toml` lists the usual ones); its rows are matched by
account number. A row that says nothing of an indicator leaves what is known of it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from inspector.domain.customer import Customer
from inspector.domain.fields import to_json
from inspector.domain.inspection import add_months
from inspector.domain.portrait import (
    Axis,
    Indicator,
    IndicatorRule,
    Portrait,
    PortraitRules,
    axes,
    high_sides,
    spoken,
    total,
)
from inspector.i18n import N_, describe, language
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.customer_files.rules import portrait_rules
from inspector.services.customer_files.views import AxisView, PortraitView
from inspector.services.excel.text import bare_heading, heading_key, shown
from inspector.services.excel.values import as_text, day, number
from inspector.services.excel.views import Action, BadCell, Cells, CellValue, SheetData, WorkbookSheets
from inspector.services.registers.entries import account_text, find_customer
from inspector.services.words import NBSP, here, number_text
from inspector.services.workspace import Workspace
from inspector.storage import NewEvent

register(
    ProblemKind.INPUT,
    {
        "portrait_no_heads": N_(
            "“{name}” has no row of headings with an account number and a figure of the portrait ({names})."
            " Name the columns so."
        ),
        "portrait_no_account": N_(
            "There is no customer with the account “{account}”. Import or add the customer first."
        ),
        "portrait_twice": N_("The account “{account}” stands in row {row} already. Keep one of the rows."),
        "portrait_cell": N_("{heading}: “{value}” is no number of zero or more. Correct the cell."),
        "portrait_nature": N_("{heading}: “{value}” is none of {names}. It is kept as it is and not rated."),
    },
)

MILLION: Final = 1_000_000
HEAD_ROWS: Final = 20
"""Rows from the top among which the headings are looked for."""
_DIGITS: Final = re.compile(r"[0-9]+")
_SHARES: Final = frozenset({Indicator.SERVICE_RATE, Indicator.GROWTH, Indicator.PENALTIES})
_SIGNED: Final = frozenset({Indicator.GROWTH})


# what is shown ------------------------------------------------------------------------------------------------------


def portrait_view(portrait: Portrait | None, spoken_language: str = "") -> PortraitView:
    """A customer's portrait in a language, the window's unless one is given."""
    rules, tongue = portrait_rules(), spoken_language or language()
    spokes = axes(portrait, rules)
    return PortraitView(
        axes=tuple(AxisView(spoken(one.rule.name, tongue), _figure(one, tongue), one.rating) for one in spokes),
        highs=tuple(spoken(rules.sides[side], tongue) for side in high_sides(spokes)),
        points=total(spokes),
        until=portrait.until if portrait else None,
    )


def _figure(axis: Axis, tongue: str) -> str:
    if axis.rule.indicator is Indicator.NATURE:
        choice = axis.rule.choice(axis.words) if axis.words else None
        return spoken(choice.name, tongue) if choice else axis.words
    if axis.value is None:
        return ""
    if axis.rule.indicator is Indicator.MONTHLY_KWH:
        return _energy(axis.value, axis.rule.unit)
    return f"{number_text(axis.value)}{NBSP}{axis.rule.unit}".strip()


def _energy(amount: float, unit: str) -> str:
    """Energy of a month; from a million on in a thousand times the unit, so that it fits at the end of a spoke."""
    if amount >= MILLION and unit == "kWh":
        return f"{amount / 1000:,.0f}{NBSP}MWh"
    return f"{amount:,.0f}{NBSP}{unit}"


# import -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PortraitLine:
    """A row of the workbook: what becomes of it, and what is to be said about it."""

    row: int
    account: str
    customer: str
    name: str
    action: Action
    portrait: Portrait
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PortraitPreview:
    """What an import would do. `columns` are (heading of the file, what it is read as)."""

    file: str
    columns: tuple[tuple[str, str], ...]
    lines: tuple[PortraitLine, ...]

    def count(self, action: Action) -> int:
        """Rows of one action."""
        return sum(1 for line in self.lines if line.action is action)


def preview_portraits(workspace: Workspace, book: WorkbookSheets) -> PortraitPreview:
    """Look at a file that was read (`excel.reading.read_workbook`). Worker thread. Raises Problem portrait_no_heads."""
    rules = portrait_rules()
    for sheet in book.sheets:
        found = _head(sheet, rules)
        if found is not None:
            return _preview(workspace, book.name, sheet, *found)
    names = here()(N_(", ")).join(spoken(rule.name, language()) for rule in rules.indicators)
    raise Problem("portrait_no_heads", name=book.name, names=names)


def _head(sheet: SheetData, rules: PortraitRules) -> tuple[int, dict[int, str]] | None:
    """Number of the head row and the columns it names; None when there is no account or no figure."""
    known = _headings(rules)
    for number_, cells in sheet.rows[:HEAD_ROWS]:
        columns: dict[int, str] = {}
        for index, cell in enumerate(cells):
            words = cell if isinstance(cell, str) else ""
            key = known.get(heading_key(words)) or known.get(bare_heading(words))
            if words and key and key not in columns.values():
                columns[index] = key
        if "account" in columns.values() and set(columns.values()) & set(Indicator):
            return number_, columns
    return None


def _headings(rules: PortraitRules) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for key, words in rules.headings.items():
        found |= {heading_key(word): key for word in words}
    for rule in rules.indicators:
        found |= {heading_key(word): rule.indicator.value for word in (*rule.name, *rule.headings, rule.indicator)}
    return found


def _preview(
    workspace: Workspace, file: str, sheet: SheetData, head_row: int, columns: Mapping[int, str]
) -> PortraitPreview:
    rules, head = portrait_rules(), next(cells for number_, cells in sheet.rows if number_ == head_row)
    rows = [(number_, cells) for number_, cells in sheet.rows if number_ > head_row]
    fractions = frozenset(
        key for index, key in columns.items() if key in _SHARES and _is_fraction([_cell(c, index) for _n, c in rows])
    )
    reader = _Reader(workspace, rules, columns, {columns[i]: shown(_cell(head, i), 40) for i in columns}, fractions)
    words = {rule.indicator.value: spoken(rule.name, language()) for rule in rules.indicators}
    words |= {"account": here()(N_("Account no.")), "until": here()(N_("Period until"))}
    named = tuple((shown(_cell(head, index), 40), words[key]) for index, key in sorted(columns.items()))
    return PortraitPreview(file, named, tuple(reader.lines(rows)))


def _cell(cells: Cells, index: int) -> CellValue:
    return cells[index] if index < len(cells) else None


def _is_fraction(values: Sequence[CellValue]) -> bool:
    """Whether a column of per cent holds shares of one: how a workbook keeps cells that it shows as 12 %."""
    numbers = [float(value) for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    texts = [value for value in values if isinstance(value, str) and value.strip()]
    return bool(numbers) and not texts and any(numbers) and all(abs(value) <= 1 for value in numbers)


class _Reader:
    """Reads rows against the register."""

    def __init__(
        self,
        workspace: Workspace,
        rules: PortraitRules,
        columns: Mapping[int, str],
        headings: Mapping[str, str],
        fractions: frozenset[str],
    ) -> None:
        self._workspace, self._rules = workspace, rules
        self._columns, self._headings, self._fractions = columns, headings, fractions
        self._seen: dict[str, int] = {}

    def lines(self, rows: Sequence[tuple[int, Cells]]) -> Iterator[PortraitLine]:
        """A line for each row that says anything."""
        for row, cells in rows:
            given = {key: _cell(cells, index) for index, key in self._columns.items()}
            if any(value not in (None, "") for value in given.values()):
                yield self._line(row, given)

    def _line(self, row: int, given: Mapping[str, CellValue]) -> PortraitLine:
        account = account_text(as_text(given["account"])) if given["account"] is not None else ""
        customer = self._workspace.db.registers.customer_by_account(account) if account else None
        if customer is None:
            return self._wrong(row, account, Problem("portrait_no_account", account=account or "—"))
        if account in self._seen:
            return self._wrong(row, account, Problem("portrait_twice", account=account, row=self._seen[account]))
        self._seen[account] = row
        before = customer.portrait or Portrait()
        changes: dict[str, Any] = {}
        remarks: list[Problem] = []
        try:
            for rule in self._rules.indicators:
                changes |= self._indicator(rule, given.get(rule.indicator.value), remarks)
            changes |= self._until(given.get("until"))
        except Problem as problem:
            return self._wrong(row, account, problem, customer)
        after = replace(before, **changes)
        after = after if after.until or after == before else replace(after, until=self._last_month())
        action = Action.SAME if after == customer.portrait else Action.CHANGE if customer.portrait else Action.ADD
        return PortraitLine(row, account, customer.id, customer.name, action, after, tuple(map(describe, remarks)))

    def _wrong(self, row: int, account: str, problem: Problem, customer: Customer | None = None) -> PortraitLine:
        found = (customer.id, customer.name) if customer else ("", "")
        return PortraitLine(row, account, *found, Action.ERROR, Portrait(), (describe(problem),))

    def _indicator(self, rule: IndicatorRule, value: CellValue, remarks: list[Problem]) -> dict[str, Any]:
        key = rule.indicator.value
        heading = self._headings.get(key, key)
        if value is None or value == "":
            return {}
        if isinstance(value, BadCell):
            raise Problem("portrait_cell", heading=heading, value=value.shown)
        if rule.indicator is Indicator.NATURE:
            text = as_text(value).strip()
            choice = rule.choice(text)
            if choice is None:
                names = here()(N_(", ")).join(spoken(one.name, language()) for one in rule.choices)
                remarks.append(Problem("portrait_nature", heading=heading, value=text, names=names))
            return {key: choice.key if choice else text[:40]}
        try:
            found = _amount(value, self._rules.suffixes)
        except Problem:
            raise Problem("portrait_cell", heading=heading, value=shown(value, 40)) from None
        found = found * 100 if key in self._fractions else found
        if found < 0 and rule.indicator not in _SIGNED:
            raise Problem("portrait_cell", heading=heading, value=shown(value, 40))
        return {key: round(found, 6)}

    def _until(self, value: CellValue) -> dict[str, Any]:
        """The last day of the period: of a month, however it is written, or a day."""
        if value is None or value == "":
            return {}
        numbers = _DIGITS.findall(as_text(value))
        if len(numbers) == 1 and len(numbers[0]) == len("202605"):
            numbers = [numbers[0][:4], numbers[0][4:]]
        if len(numbers) == 2 and len(numbers[0]) == len("2026") and 1 <= int(numbers[1]) <= 12:
            return {"until": add_months(date(int(numbers[0]), int(numbers[1]), 1), 1) - timedelta(days=1)}
        return {"until": day(value)}

    def _last_month(self) -> date:
        return self._workspace.today().replace(day=1) - timedelta(days=1)


def _amount(value: CellValue, suffixes: Sequence[str]) -> float:
    """A number, or text such as 12 % or 1,200 kWh."""
    if not isinstance(value, str):
        return number(value)
    text = value.strip()
    suffix = next((one for one in suffixes if text.casefold().endswith(one.casefold())), "")
    return number(text[: len(text) - len(suffix)].replace(",", "").strip())


Before = tuple[tuple[str, Portrait | None], ...]
"""Customers (ids) with the portrait they had."""


def apply_portraits(workspace: Workspace, preview: PortraitPreview) -> Before:
    """Write what a preview shows; gives back what stood there before, for each customer that changed. Worker thread."""
    lines = [line for line in preview.lines if line.action in (Action.ADD, Action.CHANGE)]
    return _put(workspace, tuple((line.customer, line.portrait) for line in lines))


def restore_portraits(workspace: Workspace, before: Before) -> Before:
    """Put portraits back as they were. Worker thread."""
    return _put(workspace, before)


def _put(workspace: Workspace, portraits: Before) -> Before:
    before: list[tuple[str, Portrait | None]] = []
    by_scope: dict[str, list[NewEvent]] = {}
    for customer_id, portrait in portraits:
        customer = find_customer(workspace, customer_id)
        if customer.portrait != portrait:
            before.append((customer.id, customer.portrait))
            fields = {"portrait": to_json(portrait)}
            event = NewEvent(customer.id, "customer", "customer_changed", {"fields": fields})
            by_scope.setdefault(customer.scope, []).append(event)
    with workspace.db.transaction():
        for scope, events in by_scope.items():
            workspace.db.frames.append(scope, workspace.acting.id, events, workspace.now())
    return tuple(before)
