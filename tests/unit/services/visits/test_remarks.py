"""What the summary names before signing although it makes no hazard: 注意 and overridden verdicts."""

from inspector import services
from inspector.domain.verdict import Verdict
from tests.unit.services.story import Story


def test_attention_and_overrides_stand_in_the_summary(story: Story) -> None:
    oil, panel = story.targets("indications-transformer")[0], story.targets("indications-dc-system")[0]
    story.answer(oil, "ambient", "31")
    for phase, value in zip("abc", ("48.2", "86.4", "46.5"), strict=True):
        story.answer(oil, f"ir_lv_{phase}", value)
    story.answer(panel, "discharge_age", "2.5")
    found = {one.at.rsplit("/", 1)[1]: one for one in story.summary().remarks}
    assert found["ir_lv_delta"].verdict is Verdict.ATTENTION
    assert found["ir_lv_delta"].rule is None
    assert found["ir_lv_delta"].value.startswith("72")
    assert "discharge_age" not in found  # a failure is a hazard
    ref = story.ref(panel, "discharge_age")
    story.call(services.override_judgement, panel, ref, Verdict.PASS, "刚做过核对性放电")
    decided = next(one for one in story.summary().remarks if one.at.endswith("/discharge_age"))
    assert (decided.verdict, decided.rule, decided.why) == (Verdict.PASS, Verdict.FAIL, "刚做过核对性放电")
