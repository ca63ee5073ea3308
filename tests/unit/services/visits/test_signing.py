"""Who signs, how, and what a later edit does to it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector import services
from inspector.domain.verdict import Verdict
from inspector.domain.visit import OldHazardJudgement, SignMethod, Step
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.visits.views import Change
from tests.unit.services.story import PIN, SITE, Story, begin, picture

STROKES = (((0.1, 0.2), (0.5, 0.6)), ((0.7, 0.1),))


@pytest.fixture(scope="module")
def answered(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A workspace with a visit in which only the signatures are missing, and the visit's id."""
    path = shutil.copytree(demo, tmp_path_factory.mktemp("answered") / "w")
    workspace = services.open_workspace(path)
    story = begin(workspace)
    story.fill()
    story.decide()
    workspace.close()
    return path, story.id


@pytest.fixture
def ready(answered: tuple[Path, str], tmp_path: Path) -> Iterator[Story]:
    path, visit = answered
    workspace = services.open_workspace(shutil.copytree(path, tmp_path / "answered"))
    story = Story(workspace, visit)
    story.reopen()
    yield story
    workspace.close()


def refused(story: Story, who: str, method: SignMethod, **given: object) -> str:
    with pytest.raises(Problem) as found:
        story.call(services.sign, who, method, **given)
    return found.value.code


def test_nobody_signs_what_is_not_complete(story: Story) -> None:
    assert refused(story, "wang", SignMethod.PIN, pin=PIN) == "not_ready_to_sign"


def test_each_method_asks_for_its_proof(ready: Story) -> None:
    for who, method, given, code in (
        ("wang", SignMethod.PIN, {"pin": "9999"}, "pin_wrong"),
        ("wang", SignMethod.STROKES, {"strokes": ((),)}, "strokes_missing"),
        ("wang", SignMethod.PAPER, {}, "paper_missing"),
        ("wang", SignMethod.REFUSED, {"reason": "x", "witness": "y"}, "refusal_customer"),
        ("customer", SignMethod.PIN, {"pin": PIN}, "pin_for_staff"),
        ("customer", SignMethod.REFUSED, {"reason": "不同意"}, "refusal_reason"),
        ("customer", SignMethod.REFUSED, {"witness": "周工"}, "refusal_reason"),
        ("chen", SignMethod.PIN, {"pin": PIN}, "signer_unknown"),
        ("ghost", SignMethod.PIN, {"pin": PIN}, "person_unknown"),
    ):
        assert refused(ready, who, method, **given) == code
    assert not any(box.method for box in ready.summary().signatures)


def test_signatures_are_kept_as_they_were_given(ready: Story) -> None:
    ready.call(services.sign, "wang", SignMethod.STROKES, strokes=STROKES)
    ready.call(services.sign, "li", SignMethod.PIN, pin=PIN)
    ready.call(services.sign, "customer", SignMethod.REFUSED, reason="对结论有异议", witness="门卫老周")
    wang, li, customer = ready.summary().signatures
    assert (wang.method, wang.strokes) == (SignMethod.STROKES, STROKES)
    assert (li.method, li.name) == (SignMethod.PIN, "李工")
    assert (customer.method, customer.reason, customer.witness) == (SignMethod.REFUSED, "对结论有异议", "门卫老周")
    assert ready.summary().missing == ()
    ready.call(services.clear_signature, "customer")
    assert [missing.step for missing in ready.summary().missing] == [Step.SUMMARY]


def test_ten_wrong_pins_block_until_a_new_one_is_set(ready: Story) -> None:
    workspace = ready.workspace
    codes = [refused(ready, "wang", SignMethod.PIN, pin="0000") for _attempt in range(11)]
    assert codes == ["pin_wrong"] * 10 + ["pin_blocked"]
    assert refused(ready, "wang", SignMethod.PIN, pin=PIN) == "pin_blocked"
    wang = workspace.call(lambda: workspace.person_of("wang"))
    workspace.call(lambda: services.set_pin(workspace, wang, "86420"))
    ready.call(services.sign, "wang", SignMethod.PIN, pin="86420")


@pytest.mark.parametrize("pin", ["", "123", "1" * 13, "12a4", "１２３４", "12 4"])
def test_weak_pins_are_refused(workspace: Workspace, pin: str) -> None:
    wang = workspace.call(lambda: workspace.person_of("wang"))
    with pytest.raises(Problem) as found:
        workspace.call(lambda: services.set_pin(workspace, wang, pin))
    assert found.value.code == "pin_weak"


EDITS: dict[str, Callable[[Story], Change]] = {
    "answer": lambda s: s.answer(SITE, "room_door", "fail"),
    "note": lambda s: s.call(services.record_note, SITE, s.ref(SITE, "room_door"), "有划痕"),
    "photo": lambda s: services.add_photo(s.workspace, s.id, picture(), "x", target=SITE, ref=s.ref(SITE, "room_door")),
    "hazard": lambda s: s.call(services.edit_hazard, None, description="围墙倒塌"),
    "override": lambda s: s.call(
        services.override_judgement, SITE, s.ref(SITE, "room_door"), Verdict.ATTENTION, "锁较松"
    ),
    "old hazard": lambda s: s.call(
        services.judge_old_hazard, s.call(services.old_hazards)[0].hazard.id, OldHazardJudgement.ELIMINATED
    ),
}


@pytest.mark.parametrize("kind", EDITS)
def test_an_edit_of_content_clears_all_signatures(ready: Story, kind: str) -> None:
    ready.sign()
    change = EDITS[kind](ready)
    assert change.signatures_cleared
    assert not any(box.method for box in change.signatures)
    assert not any(box.method for box in Story(ready.workspace, ready.id).summary().signatures)


def test_looking_around_clears_nothing(ready: Story) -> None:
    ready.sign()
    ready.call(services.set_position, Step.EQUIPMENT)
    ready.reopen()
    ready.call(services.preview_notice)
    assert all(box.method for box in ready.summary().signatures)
