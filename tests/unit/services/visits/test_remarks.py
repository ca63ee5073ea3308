"""What the summary names before signing although it makes no hazard: 注意 and overridden verdicts."""

from datetime import timedelta

from inspector import services
from inspector.domain.verdict import Verdict
from inspector.services.registers.entries import set_customer
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


def test_an_expired_certificate_is_told_in_days_as_people_say_it(story: Story) -> None:
    site = story.targets("indications-site")[0]
    session = story.workspace.visits[story.id].session
    expired = session.started_at.date() - timedelta(days=11)
    rows = [{"name": "赵师傅", "certificate": "T1", "valid_until": expired.isoformat()}]
    story.workspace.call(lambda: set_customer(story.workspace, session.customer.id, {"electricians": rows}))
    story.reopen()
    found = {one.at.rsplit("/", 1)[1]: one for one in story.summary().remarks}
    assert found["certificates"].value == "已过期 11 天"
    assert story.line(site, "certificates").judgement is not None
