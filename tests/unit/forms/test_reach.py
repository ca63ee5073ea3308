"""Every limit can be reached: what is judged can be entered in a form, or this list says where else it comes from."""

import pytest

from inspector import assets
from inspector.services.checklists.compiled import visit_forms
from tests.unit.criteria.cases import shipped

GASES = "compared by the gas analysis with what follows from two samples"
ELSEWHERE = {
    **dict.fromkeys(("dga_rate_h2", "dga_rate_c2h2", "dga_rate_thc", "dga_rate_co", "dga_rate_co2"), GASES),
    **dict.fromkeys(("dga_rate_relative", "dga_rate_start", "co2_co_ratio", "c2h2_h2_ratio"), GASES),
    "tev_neighbours": "worked out from the TEV values of all panels of the visit",
    "ultrasonic_neighbours": "worked out from the ultrasonic values of all panels of the visit",
}
"""Limited quantities that no form asks for, and why."""


def criteria(form: str) -> set[str]:
    """Criteria the questions of a form name."""
    text = assets.form(f"{form}/form.md").read_text(encoding="utf-8")
    survey = text.split("| choices |")[0].splitlines()
    rows = [[cell.strip() for cell in line.split("|")[2:-1]] for line in survey if line.startswith("| |")]
    column = rows[0].index("bind::insp:criterion") if "bind::insp:criterion" in rows[0] else None
    return set() if column is None else {row[column] for row in rows[1:] if len(row) > column} - {""}


ENTERED = {name for form in visit_forms() for name in criteria(form.id)}
LIMITED = sorted(name for name in shipped().quantities if any(row.enabled for row in shipped().limits_for(name)))


@pytest.mark.parametrize("name", LIMITED)
def test_what_is_limited_can_be_entered(name: str) -> None:
    assert (name in ENTERED) != (name in ELSEWHERE)
