"""The ledgers on the server follow the frames: what arrives, what is ruled out, what cannot be read."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from inspector.domain.events import Event
from inspector.domain.hazard import Grade
from inspector.domain.ledger import LedgerKind
from inspector.domain.person import Role
from inspector.server import administration, store
from inspector.server.shown import queries, recurrence, settings
from inspector.server.shown.catching_up import catch_up
from inspector.server.tables import shown_hazard
from tests.unit.server.ledger_world import FIELDS, VISIT, fill, hazard
from tests.unit.server.world import Laptop, Server


def test_what_is_ruled_out_or_reopened_or_moved_shows_at_once(server: Server) -> None:
    laptop = fill(server)
    stranger = server.person("zhou", scopes=["east"])
    other = server.laptop(stranger, "d-other")
    event = other.event("hazard_registered", "hx", fields={**FIELDS, "number": "X-1"})
    (receipt,) = other.push(other.frame(event, scope="north"))
    assert receipt.rulings
    assert shown(server) == {"H-1": "pending", "H-2": "pending", "S-1": "pending"}
    served_ = laptop.event("notice_served", "h1", "d-one-e7", on="2026-11-20", notice="N-2")
    first = next(one.id for one in events(server, "h1"))
    laptop.push(laptop.frame(replace(served_, par=(first,))))
    assert shown(server)["H-1"] == "rectifying"


def shown(server: Server) -> dict[str, str]:
    assert catch_up(server.core.database).behind == 0
    with server.core.database.reading() as connection:
        return {row.number: row.status for row in connection.execute(shown_hazard.select().order_by("number"))}


def events(server: Server, entity: str) -> tuple[Event, ...]:
    with server.core.database.reading() as connection:
        return store.events_of(connection, entity)


def test_rows_are_made_anew_after_an_epoch_or_by_another_program(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(server)
    before = shown(server)
    administration.new_epoch(server.core)
    assert shown(server) == before
    monkeypatch.setattr("inspector.server.shown.catching_up.SHAPE", 99)
    assert shown(server) == before


def test_an_odd_record_stops_nothing(server: Server) -> None:
    laptop = fill(server)
    odd = laptop.event("hazard_registered", "odd", fields={**FIELDS, "number": "O-1", "deadline": "2026-13-99"})
    laptop.push(laptop.frame(odd))
    zero = laptop.event("hazard_registered", "zero", fields={**FIELDS, "number": "Z-1", "place": "a\0b"})
    laptop.push(laptop.frame(zero))
    hazard(laptop, "after", number="A-1")
    assert {"A-1", "H-1"} <= set(shown(server))
    assert "O-1" not in shown(server)


@pytest.mark.expects_log("entity_unreadable")
def test_what_a_newer_program_says_is_kept_and_passed_on_and_left_out_of_the_ledgers(server: Server) -> None:
    laptop = fill(server)
    newer = laptop.event("hazard_registered", "new", fields={**FIELDS, "number": "N-1", "grade": "of_2031"})
    changed = laptop.event("hazard_changed", "h1", *_heads(server, "h1"), fields={"grade": "of_2031", "place": "roof"})
    unknown = laptop.event("hazard_blessed", "h2", *_heads(server, "h2"), by="somebody")
    packets = [laptop.frame(newer), laptop.frame(changed), laptop.frame(unknown)]
    assert [receipt.rulings for receipt in laptop.push(*packets)] == [(), (), ()]
    relayed = {packet.raw for packet in laptop.pull().packets}
    assert {packet.raw for packet in packets} <= relayed
    assert shown(server) == {"H-1": "pending", "H-2": "pending", "S-1": "pending"}
    row = next(one for one in rows_of(server) if one.number == "H-1")
    assert (row.grade, json.loads(row.data)["hazard"]["place"]) == (Grade.CRITICAL.rank, "roof")


def rows_of(server: Server) -> list[Any]:
    with server.core.database.reading() as connection:
        return list(connection.execute(shown_hazard.select()))


def _heads(server: Server, entity: str) -> tuple[str, ...]:
    return tuple(one.id for one in events(server, entity))


def test_a_large_backlog_is_folded_in_portions(server: Server) -> None:
    laptop = fill(server)
    laptop.push(*(laptop.note(str(number)) for number in range(250)))
    some = catch_up(server.core.database, budget_s=0)
    assert 0 < some.seq < some.head
    assert catch_up(server.core.database).behind == 0


def test_the_same_trouble_found_again_is_recurrent(server: Server) -> None:
    laptop = fill(server)
    found_twice(laptop)
    shown(server)
    assert not recurrent(server)
    close_the_first(server, laptop)
    assert shown(server)["R-1"] == "closed"
    assert recurrent(server) == ["R-2"]


def found_twice(laptop: Laptop) -> None:
    """R-1, and the same trouble three months later, R-2."""
    hazard(laptop, "old", number="R-1", criterion="k", found_on="2026-08-10", deadline="2026-09-10", photos=[])
    hazard(laptop, "new", number="R-2", criterion="k", found_on="2026-11-10", deadline="2026-12-10", photos=[])


def close_the_first(server: Server, laptop: Laptop) -> None:
    """R-1 was closed on 2026-09-01."""
    lead = server.laptop(server.person("rev", Role.REVIEWER, Role.LEAD, team="west"), "d-rev")
    course: list[tuple[str, Laptop, dict[str, Any]]] = [
        ("rectification_submitted", laptop, {"teams": {"author": "east"}}),
        ("review_passed", lead, {"teams": {"author": "west", "finders": ["east"], "rectifiers": ["east"]}}),
    ]
    for kind, who, body in course:
        head = events(server, "old")[-1].id
        who.push(who.frame(who.event(kind, "old", head, on="2026-09-01", roles=["reviewer", "inspector"], **body)))


def closed_and_found_again(server: Server, laptop: Laptop) -> None:
    """R-1 was closed before R-2 was found."""
    found_twice(laptop)
    close_the_first(server, laptop)


def test_one_record_about_a_customer_stops_no_page(server: Server) -> None:
    laptop = fill(server)
    closed_and_found_again(server, laptop)
    months = laptop.event("customer_changed", "c1", kind="customer", fields={"cycle_months": 100_000})
    (receipt,) = laptop.push(laptop.frame(months))
    assert receipt.rulings == ((months.id, "malformed"),)
    hazard(laptop, "later", number="L-1", photos=[])
    assert {"L-1", "R-2"} <= set(shown(server))
    assert recurrent(server) == ["R-2"]


@pytest.mark.expects_log("trouble_unreadable")
def test_marks_that_cannot_be_made_stop_nothing_else(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> bool:
        raise ValueError("year 18693 is out of range")

    monkeypatch.setattr("inspector.server.shown.recurrence.recurs", broken)
    laptop = fill(server)
    assert shown(server) == {"H-1": "pending", "H-2": "pending", "S-1": "pending"}
    hazard(laptop, "later", number="L-1", photos=[])
    assert "L-1" in shown(server)


def chosen(laptop: Laptop, section: str, **fields: Any) -> None:
    """A lead chooses options of `north`."""
    told = {"section": section, **fields}
    made = laptop.event("settings_changed", f"{section}-thing", kind="setting", fields=told, roles=["lead"])
    (receipt,) = laptop.push(laptop.frame(made))
    assert receipt.rulings == ()


@pytest.mark.parametrize("grades", [[["x"]], [{}], [None, 5], ["awful"]])
def test_grades_that_cannot_be_ones_count_as_not_chosen(server: Server, grades: list[Any]) -> None:
    chosen(fill(server), "supervision", **{"supervision.grades": grades})
    catch_up(server.core.database)
    with server.core.database.reading() as connection:
        found = queries.Chosen(("north",))
        assert queries.count(connection, LedgerKind.SUPERVISION, found, date(2026, 11, 22)) == 1  # it is overdue


def test_the_cycles_of_the_company_decide_what_came_back(server: Server) -> None:
    laptop = fill(server)
    closed_and_found_again(server, laptop)
    shown(server)
    assert recurrent(server) == ["R-2"]
    chosen(laptop, "cycles", **{f"cycle.{rule.id}": {"months": 1, "on": True} for rule in recurrence.shipped()})
    shown(server)
    assert recurrent(server) == []  # two cycles of a month were over by then


def test_a_cycle_that_cannot_be_one_counts_as_not_chosen(server: Server) -> None:
    laptop = fill(server)
    closed_and_found_again(server, laptop)
    odd = ["junk", {"months": 10**9}, {"months": "1"}, []]
    rules = recurrence.shipped()
    chosen(laptop, "cycles", **{f"cycle.{rule.id}": odd[place % len(odd)] for place, rule in enumerate(rules)})
    shown(server)
    assert recurrent(server) == ["R-2"]


def test_a_hazard_that_names_a_customer_of_another_area_tells_nothing_of_him(server: Server) -> None:
    laptop = fill(server)
    other = {"account": "999", "name": "SECRET SOUTH", "scope": "south", "importance": "special"}
    made = laptop.event("customer_registered", "c9", kind="customer", fields=other)
    seen = replace(laptop.event("visit_signed", "v9", kind="visit"), body={**VISIT, "number": "V-9", "customer": "c9"})
    laptop.push(laptop.frame(made, seen, scope="south"))
    hazard(laptop, "probe", number="PROBE", customer="c9", visit="v9", photos=[])
    catch_up(server.core.database)
    today = date(2026, 11, 22)
    with server.core.database.reading() as connection:
        for words, count in ((), 3), (("SECRET",), 0), (("999",), 0), (("滨江",), 2):
            wanted = queries.Chosen(("north",), words=words, sort="customer")
            rows = queries.hazards(connection, LedgerKind.RECTIFICATION, wanted, today)
            assert len(rows) == count == queries.count(connection, LedgerKind.RECTIFICATION, wanted, today)
            for row in rows:
                assert (row.customer_name, row.account) in {("", ""), ("滨江人民医院", "50100056390")}
                assert row.visit_number in {"", "V-1"}
        south = queries.hazard(connection, ["south"], "h3", today)
        assert south is not None
        assert south.customer_name == "SECRET SOUTH"


def test_the_rule_of_a_company_decides_what_is_supervised(server: Server) -> None:
    laptop = fill(server)

    def supervised(scope: str = "north") -> list[str]:
        catch_up(server.core.database)
        with server.core.database.reading() as connection:
            chosen = queries.Chosen((scope,))
            found = queries.hazards(connection, LedgerKind.SUPERVISION, chosen, date(2026, 11, 22))
            assert len(found) == queries.count(connection, LedgerKind.SUPERVISION, chosen, date(2026, 11, 22))
            assert all(row.hazard.supervision for row in found)
            return [row.hazard.number for row in found]

    assert supervised() == ["H-1"]
    fields = {"section": "supervision", "supervision.grades": ["general"], "supervision.overdue": False}
    chosen = laptop.event("settings_changed", "rule", kind="setting", fields=fields, roles=["lead"])
    (receipt,) = laptop.push(laptop.frame(chosen))
    assert receipt.rulings == ()
    assert supervised() == ["H-2"]
    assert supervised("south") == ["S-1"]
    odd = {"supervision.grades": "critical", "supervision.overdue": "no", "supervision.cycles": True}
    laptop.push(
        laptop.frame(laptop.event("settings_changed", "rule", chosen.id, kind="setting", fields=odd, roles=["lead"]))
    )
    assert supervised() == ["H-1"]


def test_the_name_of_the_company_stands_on_documents(server: Server) -> None:
    laptop = fill(server)
    fields = {"section": "company", "company": "城东供电公司"}
    laptop.push(laptop.frame(laptop.event("settings_changed", "co", kind="setting", fields=fields, roles=["lead"])))
    catch_up(server.core.database)
    with server.core.database.reading() as connection:
        assert settings.company(connection, ["north"]) == "城东供电公司"
        assert settings.company(connection, ["south"]) == ""


def recurrent(server: Server) -> list[str]:
    with server.core.database.reading() as connection:
        return [row.number for row in connection.execute(shown_hazard.select()) if row.recurrent]
