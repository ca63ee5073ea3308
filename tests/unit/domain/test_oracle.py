"""The merge against a second one, written straight from the sentences of the design with plain sets, slowly."""

from inspector.domain.events import HAZARD_DECISIONS, HAZARD_FACTS, Event
from inspector.domain.merge import fold
from tests.unit.domain.histories import ancestors, history

LEGAL = {
    None: "register",
    "open": "submit void",
    "in_review": "pass return submit void",
    "returned": "submit void",
    "closed": "reopen",
    "disputed": "adjudicate",
    "voided": "reopen",
}
ALIKE = {
    "register": "open",
    "reopen": "open",
    "submit": "in_review",
    "pass": "closed",
    "return": "returned",
    "void": "voided",
}


class Oracle:
    """Recursive definitions over sets of ids."""

    def __init__(self, events: list[Event]) -> None:
        self.events = {e.id: e for e in events}
        self.saw = ancestors(events)
        self.legal: dict[str, bool] = {}
        for event in events:
            if event.type in HAZARD_DECISIONS:
                status = self.status(self.saw[event.id])[0]
                self.legal[event.id] = self.kind(event.id) in LEGAL[status].split()

    def kind(self, identity: str) -> str:
        return HAZARD_DECISIONS[self.events[identity].type]

    def heads(self, among: set[str]) -> set[str]:
        effective = {e for e in among if self.legal.get(e)}
        return {e for e in effective if not any(e in self.saw[other] for other in effective)}

    def status(self, among: set[str]) -> tuple[str | None, set[tuple[str, str]], set[str]]:
        heads = self.heads(among)
        counted = {h for h in heads if self.kind(h) != "register"} or heads
        kinds = {self.kind(h) for h in counted}
        judges = {h for h in counted if self.kind(h) == "adjudicate"}
        if not kinds:
            return None, set(), set()
        if judges:
            outcomes = {self.events[j].body["outcome"] for j in judges}
            if len(outcomes) > 1 or kinds & {"reopen", "void"}:
                return "disputed", set(), counted
            return outcomes.pop(), {("late_objection", h) for h in counted - judges}, judges
        if len(kinds) == 1:
            return ALIKE[next(iter(kinds))], set(), counted
        if kinds == {"submit", "return"}:
            return "in_review", set(), counted
        for stands in ("pass", "void", "reopen"):
            if kinds == {"submit", stands}:
                late = {h for h in counted if self.kind(h) == "submit"}
                return ALIKE[stands], {("late_evidence", h) for h in late}, counted - late
        return "disputed", set(), counted


def test_both_agree_on_random_histories() -> None:
    for seed in range(50_000, 52_500):
        events = history(seed, length=12, authors=4)
        oracle, state = Oracle(events), fold(events, roles=False)
        status, alerts, deciders = oracle.status(set(oracle.events))
        if status == "closed":
            seen = deciders.union(*(oracle.saw[d] for d in deciders))
            alerts |= {("fact_after_closure", e.id) for e in events if e.type in HAZARD_FACTS and e.id not in seen}
        assert (state.status.value if state.status else None) == status, seed
        assert set(state.heads) == oracle.heads(set(oracle.events)), seed
        assert set(state.ineffective) == {e for e, legal in oracle.legal.items() if not legal}, seed
        assert {(a.code.value, a.event) for a in state.alerts} == alerts, seed
