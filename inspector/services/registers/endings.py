"""Ends of records that can be taken back for a moment: carried out when nobody did (`services.held`). Worker thread."""

from collections.abc import Mapping
from typing import Any

from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment
from inspector.domain.person import Person
from inspector.services.held import executor
from inspector.services.registers.entries import close_customer, deactivate_person, retire_equipment
from inspector.services.workspace import Workspace


@executor("close_customer")
def end_supply(workspace: Workspace, body: Mapping[str, Any]) -> Customer:
    """The supply contract has ended."""
    return close_customer(workspace, str(body["id"]))


@executor("retire_equipment")
def end_service(workspace: Workspace, body: Mapping[str, Any]) -> Equipment:
    """Equipment is out of service."""
    return retire_equipment(workspace, str(body["id"]))


@executor("deactivate_person")
def end_work(workspace: Workspace, body: Mapping[str, Any]) -> Person:
    """A person works here no more."""
    return deactivate_person(workspace, str(body["id"]))
