"""Customers and people of a file against the register: found again by record number, then by account or login."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from inspector.domain.customer import Customer
from inspector.domain.fields import from_fields, to_fields
from inspector.domain.person import Person
from inspector.problems import Problem
from inspector.services.excel.numbered import changes_in, is_numbered, lists_of
from inspector.services.excel.outcome import Outcome, Owner, alike, change
from inspector.services.excel.records import Record
from inspector.services.excel.text import folded
from inspector.services.excel.views import NEW_PERSON, Action, FieldChange

KEEPER = "keeper"
AS_NUMBER = "cell_account_number"
"""The warning of an account that stands in the file as a number, so that it may have lost leading zeros."""

Parts = Callable[[Record, str, Any, Any], list[FieldChange] | None]
"""How a change of a field is told; None for the usual way."""


class CustomersOfFile:
    """Compares the customers and remembers them, so that equipment and tests find the new ones too."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.register = outcome.register
        self._keepers = KeepersOfFile(outcome)
        self.new: dict[str, int] = {}
        """Account -> number among the new ones."""
        self._names: dict[str, list[Owner]] = {}
        self._unpadded: dict[str, list[tuple[Owner, str, str]]] = {}
        """Account without leading zeros -> (owner, account, name)."""
        self._read_as: dict[str, Owner] = {}
        """Accounts stored as numbers, and the customers their rows turned out to be."""
        self._seen: dict[Owner, Record] = {}
        for customer in self.register.customers:
            self._note(customer.id, customer.account, customer.name)

    def _note(self, owner: Owner, account: str, name: str) -> None:
        self._names.setdefault(folded(name), []).append(owner)
        self._unpadded.setdefault(_without_zeros(account), []).append((owner, account, name))

    def compare(self, record: Record) -> None:
        """One row."""
        account = str(record.values.get("account", ""))
        owner = self._find(record, account)
        known = self.register.customer_by_id.get(owner) if isinstance(owner, str) else None
        title = " ".join(part for part in (account, str(record.values.get("name", ""))) if part)
        if self._twice(record, folded(account) if owner is None else owner):
            self.outcome.add(record, Action.ERROR, title)
        elif known is not None:
            self._changed(record, known, title or known.name)
        else:
            self._added(record, account, title)

    def owner(self, record: Record) -> Owner | None:
        """The customer that a row of another sheet names; complains if there is none or several."""
        account, name = str(record.values.get("account", "")), str(record.values.get("customer_name", ""))
        if account:
            found = self._by_account(record, account, name)
            if found is not None:
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

    def _by_account(self, record: Record, account: str, name: str) -> Owner | None:
        """The customer with this account.

        Accounts that differ by leading zeros belong to different customers. Only a number may have lost them, and then
        the name must be the same, or a row of the customers' sheet has shown whom the number means.
        """
        key = folded(account)
        alike = self._unpadded.get(_without_zeros(account), [])
        known = self.register.customer_by_account.get(key)
        if key in self.new or known is not None:
            if len(alike) == 1:
                _trust(record)
            return self.new.get(key, known.id if known else None)
        if not _as_number(record):
            return None
        same = [owner for owner, _account, called in alike if name and folded(called) == folded(name)]
        found = same[0] if len(same) == 1 else None if name else self._read_as.get(key)
        if found is not None:
            self._read_as.setdefault(key, found)
        return found

    def _find(self, record: Record, account: str) -> Owner | None:
        by_id = self.register.customer_by_id.get(str(record.values.get("id", "")))
        if by_id is not None:
            return by_id.id
        return self._by_account(record, account, str(record.values.get("name", ""))) if account else None

    def _twice(self, record: Record, key: Owner) -> bool:
        first = record if key == "" else self._seen.setdefault(key, record)
        if first is not record:
            record.complain("account", "row_duplicate", row=first.row, sheet=first.sheet)
        return first is not record

    def _added(self, record: Record, account: str, title: str) -> None:
        require(record, ("account", "name"))
        fields = _customer_fields(record, {}, self._keepers)
        if account:
            self._warn_of_zeros(record, account)
            self._seen[len(self.outcome.customers)] = record
            self.new[folded(account)] = len(self.outcome.customers)
            self._note(len(self.outcome.customers), account, str(fields.get("name", "")))
            self.outcome.customers.append(fields)
        buildable(record, Customer, {"account": account, "name": "-", "scope": "-", **fields})
        self.outcome.add(record, Action.ADD, title)

    def _parts(self, record: Record, key: str, old: Any, new: Any) -> list[FieldChange] | None:
        """Changes of lists part by part, and of who is responsible by name."""
        if key == KEEPER:
            return [change(record, key, self._keepers.told(old), self._keepers.told(new))]
        return changes_in(record, key, old, new)

    def _warn_of_zeros(self, record: Record, account: str) -> None:
        """Say that an account which looks the same belongs to somebody else."""
        for _owner, other, name in self._unpadded.get(_without_zeros(account), [])[:1]:
            record.complain("account", "row_account_alike", warning=True, account=other, name=name)

    def _changed(self, record: Record, known: Customer, title: str) -> None:
        before = to_fields(known)
        fields = _customer_fields(record, before, self._keepers)
        account = folded(str(fields.get("account", known.account)))
        same = _as_number(record) and _without_zeros(account) == _without_zeros(known.account)
        if account == folded(known.account) or same:
            fields.pop("account", None)
        elif account in self.register.customer_by_account:
            record.complain("account", "row_account_taken")
        if fields.get("active") is False and known.active and known.id in self.register.visited:
            record.complain("active", "customer_visited", name=known.name)
        changed, told = differences(record, before, fields, self._parts)
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


def _without_zeros(account: str) -> str:
    return folded(account).lstrip("0")


def _as_number(record: Record) -> bool:
    return any(issue.code == AS_NUMBER for issue in record.issues)


def _trust(record: Record) -> None:
    """The number is an account as it stands, and none that differs by zeros is known."""
    record.issues = [issue for issue in record.issues if issue.code != AS_NUMBER]


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
    record: Record, before: Mapping[str, Any], fields: Mapping[str, Any], parts: Parts | None = None
) -> tuple[dict[str, Any], tuple[FieldChange, ...]]:
    """The fields that differ, and how that is told. An empty cell never takes anything away."""
    changed = {key: value for key, value in fields.items() if not alike(before.get(key), value)}
    told: list[FieldChange] = []
    for key, value in changed.items():
        several = parts(record, key, before.get(key), value) if parts else None
        told += several if several is not None else [change(record, key, before.get(key), value)]
    return changed, tuple(told)


def _customer_fields(record: Record, known: Mapping[str, Any], people: "KeepersOfFile") -> dict[str, Any]:
    """The row as fields of a customer: electricians and contacts as lists, who is responsible as a person."""
    plain = {key: value for key, value in record.values.items() if key != "id" and not is_numbered(key)}
    keeper = people.keeper(record, str(plain.pop(KEEPER, "")))
    return {**plain, **({KEEPER: keeper} if keeper else {}), **lists_of(record, known)}


class KeepersOfFile:
    """Who of ours is responsible for a customer (一户一责): by login or name, on the register or new in the file."""

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome

    def keeper(self, record: Record, text: str) -> str:
        """The id of a person, or what stands for a new one until the import writes it; "" with a warning for nobody."""
        if not text:
            return ""
        known = self._outcome.register.person_named(text)
        if known is not None:
            return known.id
        new = [
            number
            for number, fields in enumerate(self._outcome.people)
            if folded(text) in (folded(str(fields.get("login", ""))), folded(str(fields.get("name", ""))))
        ]
        if len(new) == 1:
            return f"{NEW_PERSON}{new[0]}"
        record.complain(KEEPER, "cell_person_unknown", warning=True, value=text)
        return ""

    def told(self, person: Any) -> str:
        """The name of a person, new ones included."""
        text = str(person or "")
        if text.startswith(NEW_PERSON):
            return str(self._outcome.people[int(text.removeprefix(NEW_PERSON))].get("name", ""))
        known = self._outcome.register.person_by_id.get(text)
        return known.name if known else text
