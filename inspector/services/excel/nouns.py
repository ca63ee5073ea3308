"""Customers and people of a file against the register: found again by record number, then by account or login."""

from collections.abc import Mapping, Sequence
from typing import Any

from inspector.domain.customer import Customer
from inspector.domain.fields import from_fields, to_fields
from inspector.domain.person import Person
from inspector.problems import Problem
from inspector.services.excel.outcome import Outcome, Owner, alike, change
from inspector.services.excel.records import Record
from inspector.services.excel.text import folded
from inspector.services.excel.views import Action, FieldChange

ELECTRICIAN = "electrician."


class CustomersOfFile:
    """Compares the customers and remembers them, so that equipment and tests find the new ones too."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.register = outcome.register
        self.new: dict[str, int] = {}
        """Account -> number among the new ones."""
        self._names: dict[str, list[Owner]] = {}
        self._unpadded: dict[str, list[Owner]] = {}
        self._seen: dict[str, Record] = {}
        for customer in self.register.customers:
            self._note(customer.id, customer.account, customer.name)

    def _note(self, owner: Owner, account: str, name: str) -> None:
        self._names.setdefault(folded(name), []).append(owner)
        self._unpadded.setdefault(folded(account).lstrip("0"), []).append(owner)

    def compare(self, record: Record) -> None:
        """One row."""
        account = str(record.values.get("account", ""))
        known = self._find(record, account)
        title = " ".join(part for part in (account, str(record.values.get("name", ""))) if part)
        if self._twice(record, known.id if known else folded(account)):
            self.outcome.add(record, Action.ERROR, title)
        elif known is not None:
            self._changed(record, known, title or known.name)
        else:
            self._added(record, account, title)

    def owner(self, record: Record) -> Owner | None:
        """The customer that a row of another sheet names; complains if there is none or several."""
        account, name = str(record.values.get("account", "")), str(record.values.get("customer_name", ""))
        if account:
            found = self._by_account(account)
            if found is not None:
                record.issues = [issue for issue in record.issues if issue.code != "cell_account_number"]
                return found
            record.complain("account", "row_customer_unknown")
        elif name:
            owners = self._names.get(folded(name), [])
            if len(owners) == 1:
                return owners[0]
            record.complain("customer_name", "row_customer_ambiguous" if owners else "row_customer_unknown")
        elif not any(issue.column and not issue.warning for issue in record.issues):
            record.complain("account", "cell_required", column=record.head.heading("account"))
        return None

    def name_of(self, owner: Owner) -> str:
        """The name of a customer, new ones included."""
        if isinstance(owner, int):
            return str(self.outcome.customers[owner].get("name", ""))
        customer = self.register.customer_by_id.get(owner)
        return customer.name if customer else ""

    def _by_account(self, account: str) -> Owner | None:
        key = folded(account)
        if key in self.new:
            return self.new[key]
        known = self.register.customer_by_account.get(key)
        if known is not None:
            return known.id
        unpadded = self._unpadded.get(key.lstrip("0"), [])
        return unpadded[0] if len(unpadded) == 1 and key == key.lstrip("0") and key.isdigit() else None

    def _find(self, record: Record, account: str) -> Customer | None:
        by_id = self.register.customer_by_id.get(str(record.values.get("id", "")))
        if by_id is not None:
            return by_id
        found = self._by_account(account) if account else None
        return self.register.customer_by_id[found] if isinstance(found, str) else None

    def _twice(self, record: Record, key: str) -> bool:
        first = self._seen.setdefault(key, record) if key else record
        if first is not record:
            record.complain("account", "row_duplicate", row=first.row, sheet=first.sheet)
        return first is not record

    def _added(self, record: Record, account: str, title: str) -> None:
        require(record, ("account", "name"))
        fields = _customer_fields(record, ())
        if account:
            self.new[folded(account)] = len(self.outcome.customers)
            self._note(len(self.outcome.customers), account, str(fields.get("name", "")))
            self.outcome.customers.append(fields)
        buildable(record, Customer, {"account": account, "name": "-", "scope": "-", **fields})
        self.outcome.add(record, Action.ADD, title)

    def _changed(self, record: Record, known: Customer, title: str) -> None:
        before = to_fields(known)
        fields = _customer_fields(record, tuple(before["electricians"]))
        account = folded(str(fields.get("account", known.account)))
        if account == folded(known.account) or account == folded(known.account).lstrip("0"):
            fields.pop("account", None)
            record.issues = [issue for issue in record.issues if issue.code != "cell_account_number"]
        elif account in self.register.customer_by_account:
            record.complain("account", "row_account_taken")
        if fields.get("active") is False and known.active and known.id in self.register.visited:
            record.complain("active", "customer_visited", name=known.name)
        changed, told = differences(record, before, fields, electrician_changes)
        buildable(record, Customer, {**before, **changed}, known.id)
        if changed and not record.wrong:
            self.outcome.customers_changed.append((known.id, changed))
        self.outcome.add(record, Action.CHANGE if changed else Action.SAME, title, told)


class PeopleOfFile:
    """Compares the people."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self._seen: dict[str, Record] = {}

    def compare(self, record: Record) -> None:
        """One row."""
        register = self.outcome.register
        login = str(record.values.get("login", ""))
        known = register.person_by_id.get(str(record.values.get("id", ""))) or register.person_by_login.get(
            folded(login)
        )
        title = " ".join(part for part in (login, str(record.values.get("name", ""))) if part)
        fields = {key: value for key, value in record.values.items() if key != "id"}
        key = known.id if known else folded(login)
        first = self._seen.setdefault(key, record) if key else record
        if first is not record:
            record.complain("login", "row_duplicate", row=first.row, sheet=first.sheet)
            self.outcome.add(record, Action.ERROR, title)
        elif known is not None:
            self._changed(record, known, fields, title)
        else:
            require(record, ("login", "name", "team"))
            buildable(record, Person, {"login": "-", "name": "-", "team": "-", **fields})
            self.outcome.people.append(fields)
            self.outcome.add(record, Action.ADD, title)

    def _changed(self, record: Record, known: Person, fields: dict[str, Any], title: str) -> None:
        before = to_fields(known)
        login = folded(str(fields.get("login", known.login)))
        if login == folded(known.login):
            fields.pop("login", None)
        elif login in self.outcome.register.person_by_login:
            record.complain("login", "row_login_taken")
        if fields.get("active") is False and known.id == self.outcome.register.acting:
            record.complain("active", "person_acting", name=known.name)
        changed, told = differences(record, before, fields)
        buildable(record, Person, {**before, **changed}, known.id)
        if changed and not record.wrong:
            self.outcome.people_changed.append((known.id, changed))
        self.outcome.add(record, Action.CHANGE if changed else Action.SAME, title or known.name, told)


def require(record: Record, keys: Sequence[str]) -> None:
    """Complain about required cells that are empty, unless something else is wrong with them already."""
    wrong = {issue.heading for issue in record.issues if not issue.warning}
    for key in keys:
        if not record.values.get(key) and record.head.heading(key) not in wrong:
            record.complain(key, "cell_required", column=record.head.heading(key))


def buildable(record: Record, noun: type[Any], fields: Mapping[str, Any], noun_id: str = "-") -> None:
    """Complain if the fields do not make a record: what no single cell showed."""
    if record.wrong:
        return
    try:
        from_fields(noun, fields, id=noun_id)
    except Problem as problem:
        record.complain("", "row_invalid", reason=problem.params.get("value", problem.code))


def differences(
    record: Record, before: Mapping[str, Any], fields: Mapping[str, Any], parts: Any = None
) -> tuple[dict[str, Any], tuple[FieldChange, ...]]:
    """The fields that differ, and how that is told. An empty cell never takes anything away."""
    changed = {key: value for key, value in fields.items() if not alike(before.get(key), value)}
    told: list[FieldChange] = []
    for key, value in changed.items():
        several = parts(record, before[key], value) if parts and key == "electricians" else None
        told += several if several is not None else [change(record, key, before.get(key), value)]
    return changed, tuple(told)


def electrician_changes(record: Record, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[FieldChange]:
    """Changes of electricians, field by field."""
    found = []
    for number, after in enumerate(new):
        before = old[number] if number < len(old) else {}
        for part, value in after.items():
            if value and not alike(before.get(part) or "", value):
                found.append(change(record, f"{ELECTRICIAN}{number + 1}.{part}", before.get(part), value))
    return found


def _customer_fields(record: Record, electricians: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    """The row as fields of a customer; electricians are merged into those known, by number."""
    plain = {k: v for k, v in record.values.items() if k != "id" and not k.startswith(ELECTRICIAN)}
    given: dict[int, dict[str, Any]] = {}
    for key, value in record.values.items():
        if key.startswith(ELECTRICIAN):
            _prefix, which, part = key.split(".", 2)
            given.setdefault(int(which), {})[part] = value
    if not given:
        return plain
    merged = [dict(item) for item in electricians]
    for number, parts in sorted(given.items()):
        if number <= len(merged):
            merged[number - 1] |= parts
        elif not parts.get("name"):
            key = f"{ELECTRICIAN}{number}.name"
            record.complain(key, "cell_required", column=record.head.heading(key))
        else:
            merged.append({"name": "", "certificate": "", "valid_until": None, **parts})
    return {**plain, "electricians": merged}
