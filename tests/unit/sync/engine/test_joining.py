"""Joining a server over a network that loses answers."""

import pytest

from inspector.problems import Problem
from inspector.sync.engine.session import membership
from tests.unit.sync.direct import Office, offline


def test_a_code_whose_answer_was_lost_is_typed_once_more(office: Office) -> None:
    laptop, code = office.laptop(), office.server.code("p-ann")
    laptop.remote.after = offline("enroll")
    with pytest.raises(Problem, match="sync_offline"):
        laptop.join(code)
    assert laptop.store.call(membership) is None
    laptop.remote.after = lambda _request: None
    assert laptop.join(code).person == "p-ann"
    laptop.note()
    assert laptop.round().sent == 1
    with pytest.raises(Problem, match="enrolment_code_invalid"):
        office.laptop(name="thief").join(code)
