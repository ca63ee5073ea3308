"""Open visits, settings, PINs and counters: what lives on this computer only."""

from datetime import date

import pytest

from inspector.domain.visit import VisitKind, VisitStatus
from inspector.problems import Problem
from inspector.storage import Store, VisitDraft, open_store
from tests.unit.storage.stories import NOW

DRAFT = VisitDraft(
    "v1",
    "c1",
    VisitKind.SEASONAL,
    VisitStatus.OPEN,
    key="k1",
    number="V-5WY-1",
    inspectors=("ann", "bob"),
    planned_on=date(2026, 3, 9),
    started_at=NOW,
    body={"forms": {"cable": "hash"}},
)


def test_a_visit_and_its_items_reopen_as_they_were(store: Store) -> None:
    store.call(lambda db: db.drafts.visit_put(DRAFT))
    store.call(lambda db: db.drafts.item_put("v1", "answer", "cable|e1|/a", {"value": "通过"}, ("h1",), NOW))
    store.call(lambda db: db.drafts.item_put("v1", "answer", "cable|e1|/a", {"value": "fail"}, ("h1", "h2"), NOW))
    store.call(lambda db: db.drafts.item_put("v1", "note", "n", {"text": "x"}))
    store.close()
    with open_store(store.path) as again:
        assert again.call(lambda db: db.drafts.visit("v1")) == DRAFT
        assert again.call(lambda db: db.drafts.visit_by_key("k1")) == DRAFT
        (answer,) = again.call(lambda db: db.drafts.items("v1", "answer"))
        assert (answer.body, answer.heads, answer.at) == ({"value": "fail"}, ("h1", "h2"), NOW.isoformat())
        assert [i.kind for i in again.call(lambda db: db.drafts.items("v1"))] == ["answer", "note"]
        assert again.call(lambda db: db.drafts.item_delete("v1", "note", "n"))
        assert not again.call(lambda db: db.drafts.item_delete("v1", "note", "n"))
        assert again.call(lambda db: db.drafts.item("v1", "note", "n")) is None


def test_lists_by_status_and_discarding_with_all_items(store: Store) -> None:
    planned = VisitDraft("v2", "c1", VisitKind.PERIODIC, VisitStatus.PLANNED)
    for draft in (DRAFT, planned):
        store.call(lambda db, d=draft: db.drafts.visit_put(d))  # type: ignore[misc]
    store.call(lambda db: db.drafts.item_put("v1", "note", "n", {}))
    assert [d.id for d in store.call(lambda db: db.drafts.visits())] == ["v1", "v2"]
    assert [d.id for d in store.call(lambda db: db.drafts.visits(VisitStatus.PLANNED))] == ["v2"]
    store.call(lambda db: db.drafts.discard("v1"))
    assert store.call(lambda db: db.drafts.items("v1")) == ()
    with pytest.raises(Problem, match="draft_missing"):
        store.call(lambda db: db.drafts.visit("v1"))
    with pytest.raises(Problem, match="draft_missing"):
        store.call(lambda db: db.drafts.item_put("v1", "note", "n", {}))


def test_settings_by_key_and_prefix(store: Store) -> None:
    store.call(lambda db: db.settings.put("list:cols", ["a", "号"]))
    store.call(lambda db: db.settings.put("list:sort", None))
    store.call(lambda db: db.settings.put("theme", "dark"))
    assert store.call(lambda db: db.settings.get("list:cols")) == ["a", "号"]
    assert store.call(lambda db: db.settings.get("list:sort", "x")) is None
    assert store.call(lambda db: db.settings.get("none", 5)) == 5
    assert store.call(lambda db: db.settings.all("list:")) == {"list:cols": ["a", "号"], "list:sort": None}


def test_a_pin_is_checked_and_wrong_attempts_are_counted(store: Store) -> None:
    store.call(lambda db: db.credentials.put_pin("ann", "4711"))
    checks = [store.call(lambda db, p=pin: db.credentials.check_pin("ann", p)) for pin in ("1", "", "4711")]  # type: ignore[misc]
    assert checks == [False, False, True]
    assert store.call(lambda db: db.credentials.failures("ann")) == 0
    assert not store.call(lambda db: db.credentials.check_pin("ann", "4712"))
    assert store.call(lambda db: db.credentials.failures("ann")) == 1
    assert not store.call(lambda db: db.credentials.check_pin("nobody", "4711"))
    assert store.call(lambda db: (db.credentials.has_pin("ann"), db.credentials.has_pin("bob"))) == (True, False)


def test_counters_go_on_after_reopening(store: Store) -> None:
    assert [store.call(lambda db: db.counters.next("hazard-2026")) for _ in range(3)] == [1, 2, 3]
    assert store.call(lambda db: db.counters.next("visit-2026")) == 1
    store.close()
    with open_store(store.path) as again:
        assert again.call(lambda db: db.counters.next("hazard-2026")) == 4
