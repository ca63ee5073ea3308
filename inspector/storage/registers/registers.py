"""The registers: customers, their equipment, and persons, as the merge sees them now."""

import json
from collections.abc import Sequence
from typing import Any

from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment
from inspector.domain.fields import from_fields
from inspector.domain.person import Person
from inspector.problems import Problem
from inspector.storage.session import Session, chunks

PERSONS = "SELECT p.id, p.data, c.person IS NOT NULL AS has_pin FROM person p LEFT JOIN credential c ON c.person = p.id"


class Registers:
    """Reads of the registers. Changes are events (`Frames.append`)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def customers(self) -> tuple[Customer, ...]:
        """All customers by account number."""
        rows = self._session.rows("SELECT id, data FROM customer ORDER BY account, id")
        return tuple(_customer(row) for row in rows)

    def any_customer(self) -> bool:
        """Whether there is a customer at all."""
        return self._session.one("SELECT 1 FROM customer LIMIT 1") is not None

    def some_customers(self, customers: Sequence[str]) -> tuple[Customer, ...]:
        """These customers, in no order; unknown ids are left out."""
        sql = "SELECT id, data FROM customer WHERE id IN"
        return tuple(_customer(row) for chunk in chunks(customers) for row in self._session.within(sql, chunk))

    def customer_names(self) -> tuple[tuple[str, str, str], ...]:
        """(id, account, name) of all customers."""
        rows = self._session.rows("SELECT id, account, name FROM customer")
        return tuple((row.id, row.account, row.name) for row in rows)

    def customer(self, customer: str) -> Customer:
        """A customer. Raises Problem("record_missing")."""
        row = self._session.one("SELECT id, data FROM customer WHERE id = :id", id=customer)
        if row is None:
            raise Problem("record_missing", id=customer)
        return _customer(row)

    def customer_by_account(self, account: str) -> Customer | None:
        """The customer with this account number (户号)."""
        row = self._session.one("SELECT id, data FROM customer WHERE account = :account ORDER BY id", account=account)
        return _customer(row) if row else None

    def equipment(self, equipment: str) -> Equipment:
        """A piece of equipment. Raises Problem("record_missing")."""
        row = self._session.one("SELECT id, data FROM equipment WHERE id = :id", id=equipment)
        if row is None:
            raise Problem("record_missing", id=equipment)
        return _equipment(row)

    def equipment_of(self, customer: str) -> tuple[Equipment, ...]:
        """A customer's equipment in the order of the register."""
        sql = "SELECT id, data FROM equipment WHERE customer = :customer ORDER BY position, name, id"
        return tuple(_equipment(row) for row in self._session.rows(sql, customer=customer))

    def all_equipment(self) -> tuple[Equipment, ...]:
        """The equipment of every customer, each customer's in the order of the register."""
        sql = "SELECT id, data FROM equipment ORDER BY customer, position, name, id"
        return tuple(_equipment(row) for row in self._session.rows(sql))

    def persons(self) -> tuple[Person, ...]:
        """All persons by login."""
        return tuple(_person(row) for row in self._session.rows(f"{PERSONS} ORDER BY p.login, p.id"))

    def person_names(self) -> dict[str, str]:
        """The names of all persons by id."""
        return {row.id: row.name for row in self._session.rows("SELECT id, name FROM person")}

    def person(self, person: str) -> Person:
        """A person. Raises Problem("record_missing")."""
        row = self._session.one(f"{PERSONS} WHERE p.id = :id", id=person)
        if row is None:
            raise Problem("record_missing", id=person)
        return _person(row)

    def person_by_login(self, login: str) -> Person | None:
        """The person with this login."""
        row = self._session.one(f"{PERSONS} WHERE p.login = :login ORDER BY p.id", login=login)
        return _person(row) if row else None


def _customer(row: Any) -> Customer:
    return from_fields(Customer, json.loads(row.data), id=row.id)


def _equipment(row: Any) -> Equipment:
    return from_fields(Equipment, json.loads(row.data), id=row.id)


def _person(row: Any) -> Person:
    return from_fields(Person, json.loads(row.data), id=row.id, has_pin=bool(row.has_pin))
