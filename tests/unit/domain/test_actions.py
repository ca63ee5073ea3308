"""What is open to whom: the table of actions."""

import pytest

from inspector.domain.actions import (
    RULES,
    Action,
    CourseFacts,
    Why,
    allowed,
    closing,
    independent,
    offers,
    primary,
    refusal,
)
from inspector.domain.hazard import HazardStatus as S
from inspector.domain.person import Person, Role
from inspector.domain.roles import ALLOWED, LEGAL

A = Action
ANYWAY = (A.NOTE, A.PHOTO)


def person(identity: str, team: str, *roles: Role, active: bool = True) -> Person:
    return Person(identity, identity, identity, team, roles, active=active)


INSPECTOR, LEAD, REVIEWER = (person(r.value, "T9", r) for r in (Role.INSPECTOR, Role.LEAD, Role.REVIEWER))
ADMINISTRATOR = person("a", "T9", Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    ("status", "who", "actions"),
    [
        (S.OPEN, INSPECTOR, (A.SERVE, A.SUBMIT, A.EXTEND, A.ASSIGN, A.CHANGE, *ANYWAY)),
        (S.OPEN, LEAD, (A.SERVE, A.SUBMIT, A.EXTEND, A.SUPERVISE, A.ASSIGN, A.CHANGE, *ANYWAY, A.VOID)),
        (S.IN_REVIEW, REVIEWER, (A.PASS, A.RETURN, *ANYWAY)),
        (S.RETURNED, INSPECTOR, (A.SERVE, A.SUBMIT, A.EXTEND, A.ASSIGN, A.CHANGE, *ANYWAY)),
        (S.DISPUTED, LEAD, (A.ADJUDICATE, A.SUPERVISE, A.ASSIGN, A.CHANGE, *ANYWAY)),
        (S.CLOSED, INSPECTOR, ANYWAY),
        (S.CLOSED, LEAD, (*ANYWAY, A.REOPEN)),
        (S.VOIDED, REVIEWER, (*ANYWAY, A.REOPEN)),
        (S.OPEN, ADMINISTRATOR, ()),
        (None, LEAD, ()),
    ],
)
def test_what_is_open_by_status_and_role(status: S | None, who: Person, actions: tuple[Action, ...]) -> None:
    assert allowed(CourseFacts(status), who) == actions


def test_the_table_says_the_same_as_the_merge() -> None:
    words = {A.SUBMIT, A.PASS, A.RETURN, A.ADJUDICATE, A.REOPEN, A.VOID}
    assert {action for action, rule in RULES.items() if rule.decision} == words
    for action in words:
        assert RULES[action].roles == ALLOWED[action.value]
        assert RULES[action].statuses == {s for s, legal in LEGAL.items() if action.value in legal}


def why(action: Action, facts: CourseFacts, who: Person) -> str:
    return next(offer.why for offer in offers(facts, who) if offer.action is action)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (CourseFacts(S.IN_REVIEW, rectifiers=frozenset({"reviewer"})), Why.OWN_RECTIFICATION),
        (CourseFacts(S.IN_REVIEW, finders=frozenset({"reviewer"})), Why.OWN_FINDING),
        (CourseFacts(S.IN_REVIEW, finder_teams=frozenset({"T9"})), Why.OWN_TEAM),
        (CourseFacts(S.IN_REVIEW, rectifier_teams=frozenset({"T9"})), Why.OWN_TEAM),
        (CourseFacts(S.IN_REVIEW, finder_teams=frozenset({"T1"})), ""),
        (CourseFacts(S.OPEN), Why.STATUS),
    ],
)
@pytest.mark.parametrize("action", [A.PASS, A.RETURN])
def test_a_review_is_for_somebody_independent(action: Action, facts: CourseFacts, reason: str) -> None:
    assert why(action, facts, REVIEWER) == reason


def test_a_person_without_a_team_is_of_no_ones_team() -> None:
    facts = CourseFacts(S.IN_REVIEW, finder_teams=frozenset({""}))
    assert refusal(A.PASS, facts, person("x", "", Role.REVIEWER)) is None


def test_who_decided_does_not_adjudicate() -> None:
    facts = CourseFacts(S.DISPUTED, deciders=frozenset({"lead", "eve"}))
    assert why(A.ADJUDICATE, facts, LEAD) == Why.OWN_DECISION
    assert why(A.ADJUDICATE, facts, person("other", "T9", Role.LEAD)) == ""


def test_a_request_for_more_time_is_decided_once_and_by_another_lead() -> None:
    asked = CourseFacts(S.OPEN, extension="e", extension_by="lead")
    other = person("other", "T9", Role.LEAD)
    for action in (A.GRANT, A.REFUSE):
        assert why(action, CourseFacts(S.OPEN), other) == Why.NOTHING_ASKED
        assert why(action, asked, LEAD) == Why.OWN_DECISION
        assert why(action, asked, other) == ""
        assert why(action, asked, INSPECTOR) == Why.ROLE
    assert why(A.EXTEND, asked, INSPECTOR) == Why.ALREADY_ASKED


def test_only_what_is_supervised_by_hand_is_released() -> None:
    assert why(A.RELEASE, CourseFacts(S.OPEN), LEAD) == Why.NOTHING_ASKED
    assert why(A.RELEASE, CourseFacts(S.OPEN, by_hand=True), LEAD) == ""


def test_fields_that_disagree_can_be_settled_in_every_status() -> None:
    assert why(A.CHANGE, CourseFacts(S.CLOSED), INSPECTOR) == Why.STATUS
    assert why(A.CHANGE, CourseFacts(S.CLOSED, conflicted=True), INSPECTOR) == ""


def test_somebody_who_left_is_offered_nothing() -> None:
    gone = person("gone", "T9", *Role, active=False)
    assert allowed(CourseFacts(S.OPEN), gone) == ()


def test_the_usual_next_step() -> None:
    assert primary(CourseFacts(S.OPEN)) is A.SERVE
    assert primary(CourseFacts(S.OPEN, notice_served=True)) is A.SUBMIT
    assert primary(CourseFacts(S.IN_REVIEW)) is A.PASS
    assert primary(CourseFacts(None)) is None


def test_every_status_has_a_decision_that_somebody_may_take() -> None:
    everybody = (INSPECTOR, LEAD, REVIEWER)
    for status in S:
        open_now = {action for who in everybody for action in allowed(CourseFacts(status), who)}
        assert any(RULES[action].decision for action in open_now)


def test_independent_reviewers_are_found_among_all() -> None:
    facts = CourseFacts(S.IN_REVIEW, finders=frozenset({"f"}), finder_teams=frozenset({"T1"}))
    ours = person("ours", "T1", Role.REVIEWER)
    assert independent(facts, [LEAD, REVIEWER, ours, person("f", "T2", Role.REVIEWER)]) == (REVIEWER,)


def test_a_review_is_for_whom_it_was_given_to_and_not_passed_over_an_open_point() -> None:
    given = CourseFacts(S.IN_REVIEW, holder="else")
    assert [why(action, given, REVIEWER) for action in (A.PASS, A.RETURN)] == [Why.NOT_ASSIGNED] * 2
    assert why(A.PASS, CourseFacts(S.IN_REVIEW, holder="reviewer"), REVIEWER) == ""
    open_point = CourseFacts(S.IN_REVIEW, points_open=True)
    assert [why(action, open_point, REVIEWER) for action in (A.PASS, A.RETURN)] == [Why.POINTS_OPEN, ""]


def test_a_team_somebody_left_since_the_finding_counts() -> None:
    facts = CourseFacts(S.IN_REVIEW, finder_teams=frozenset({"T1"}), former={"reviewer": frozenset({"T1"})})
    assert why(A.PASS, facts, REVIEWER) == Why.OWN_TEAM
    assert independent(facts, [REVIEWER]) == ()


@pytest.mark.parametrize(
    ("facts", "against"),
    [
        (CourseFacts(S.DISPUTED), None),
        (CourseFacts(S.DISPUTED, passed=False), Why.NOT_PASSED),
        (CourseFacts(S.DISPUTED, rectifiers=frozenset({"lead"})), Why.OWN_RECTIFICATION),
        (CourseFacts(S.DISPUTED, finder_teams=frozenset({"T9"})), Why.OWN_TEAM),
        (CourseFacts(S.DISPUTED, deciders=frozenset({"lead"})), Why.OWN_DECISION),
    ],
)
def test_closing_a_dispute_needs_a_review_and_somebody_independent(facts: CourseFacts, against: Why | None) -> None:
    assert closing(facts, LEAD) is against
    assert refusal(A.ADJUDICATE, facts, LEAD) is (against if against is Why.OWN_DECISION else None)
