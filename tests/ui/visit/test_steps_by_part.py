"""What steps 2 and 3 say around their tables: keys of the part that shows, the step, selectors of the site."""

from inspector.domain.visit import Step
from inspector.ui.visit.equipment import EquipmentPanel
from inspector.ui.visit.equipment_form import Part
from inspector.ui.visit.header import step_name
from inspector.ui.visit.readings import ReadingsPanel
from tests.ui.visit.conftest import Bench


def test_the_footer_names_the_keys_of_the_part_that_shows(bench: Bench) -> None:
    bench.start_first()
    bench.visit.open_step(Step.EQUIPMENT)
    panel = bench.visit.panels.panel(Step.EQUIPMENT)
    assert isinstance(panel, EquipmentPanel)
    bench.qtbot.waitUntil(lambda: panel.form.form is not None)
    panel.form.show_part(Part.TESTS)
    assert {"X", "Ctrl D"} <= {keys for keys, _words in panel.footer_hints}
    panel.form.show_part(Part.VISUAL)
    shown = {keys for keys, _words in panel.footer_hints}
    assert not {"X", "Ctrl D"} & shown
    assert "1|2|3" in shown
    bench.settle()


def test_step_three_has_its_name_and_shows_the_selectors_of_the_site_only_there(bench: Bench) -> None:
    bench.start_first()
    bench.visit.open_step(Step.INDICATIONS)
    panel = bench.visit.panels.panel(Step.INDICATIONS)
    assert isinstance(panel, ReadingsPanel)
    bench.qtbot.waitUntil(lambda: panel.grid.current() is not None)
    assert panel.head.title.text() == step_name(Step.INDICATIONS)
    site = next(target for target in panel.targets() if target.equipment is None)
    other = next(target for target in panel.targets() if target.equipment is not None)
    panel.go_target(site)
    assert panel.site_head.isVisible()
    panel.go_target(other)
    assert not panel.site_head.isVisible()
    panel.go_target(site)
    assert panel.site_head.isVisible()
    bench.settle()
