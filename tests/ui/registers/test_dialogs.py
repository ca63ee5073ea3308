"""The dialogs of the registers by keyboard: what is typed is checked, saved, undone, kept, never lost."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.services.registers.entries import find_customer
from inspector.ui.kit.dialog import ConfirmDialog
from inspector.ui.registers import CustomerDialog, EquipmentDialog, PersonDialog
from inspector.ui.registers.fields import ChoiceField, NumberField
from tests.ui.registers.conftest import Office, focused


def error(field: Any) -> str:
    return str(field.editor.accessibleDescription())


def saved(dialog: Any) -> list[Any]:
    found: list[Any] = []
    dialog.saved.connect(found.append)
    return found


def test_a_customer_is_registered_by_keyboard(office: Office) -> None:
    dialog = office.open(CustomerDialog(office.window, office.context))
    found = saved(dialog)
    assert focused() is dialog.fields["account"].editor
    office.save()
    assert dialog.isVisible()
    assert error(dialog.fields["account"])
    assert error(dialog.fields["name"])
    office.write("5010 7777 001")
    office.press(Qt.Key.Key_Tab)
    office.press(Qt.Key.Key_Tab)
    assert focused() is dialog.fields["name"].editor
    office.write("Riverside Mill")
    dialog.show_field(dialog.fields["voltage_kv"])
    office.write("10kV")
    office.press(Qt.Key.Key_Return)
    assert focused() is dialog.fields["capacity_kva"].editor, "Enter goes on"
    assert dialog.fields["voltage_kv"].value() == "10"
    office.write("2.5MVA")
    office.save()
    assert not dialog.isVisible()
    made = found[0]
    assert (made.account, made.name, made.voltage_kv, made.capacity_kva) == ("50107777001", "Riverside Mill", 10, 2500)
    assert made in office.customers()
    assert made.name in office.told[-1].text


def test_numbers_are_checked_while_they_are_typed(office: Office) -> None:
    dialog = office.open(CustomerDialog(office.window, office.context))
    field = dialog.fields["voltage_kv"]
    dialog.show_field(field)
    office.write("0")
    assert not error(field), "it may become 0.4"
    office.write(".")
    assert not error(field)
    office.write("4")
    assert not error(field)
    office.write("00000000x")
    assert "1100" in error(field)
    for _key in range(12):
        office.press(Qt.Key.Key_Backspace)
    assert not error(field)
    office.write("12345")
    assert "1100" in error(field)
    office.save()
    assert dialog.isVisible()


def test_what_the_register_refuses_stands_under_its_field_and_nothing_is_lost(office: Office) -> None:
    known = office.customers()[0]
    dialog = office.open(CustomerDialog(office.window, office.context))
    office.write(known.account)
    dialog.fields["name"].set_value("Somebody else")
    office.save()
    assert dialog.isVisible()
    assert known.account in error(dialog.fields["account"])
    assert focused() is dialog.fields["account"].editor
    assert dialog.fields["name"].value() == "Somebody else"
    assert dialog.accept_button.isEnabled()


def test_a_similar_name_is_remarked_on(office: Office) -> None:
    known = office.customers()[0]
    dialog = office.open(CustomerDialog(office.window, office.context))
    dialog.show_field(dialog.fields["name"])
    dialog.fields["name"].set_value(known.name[:-1])
    dialog.fields["name"].value_edited.emit(known.name[:-1])
    office.qtbot.waitUntil(lambda: any(known.account in label.text() for label in _labels(dialog.fields["name"])))


def _labels(widget: QWidget) -> list[Any]:
    from inspector.ui.kit.text import Text  # noqa: PLC0415

    return [label for label in widget.findChildren(Text) if label.isVisible()]


def test_escape_asks_only_if_something_was_typed(office: Office) -> None:
    dialog = office.open(CustomerDialog(office.window, office.context, office.customers()[0]))
    office.press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    dialog = office.open(CustomerDialog(office.window, office.context, office.customers()[0]))
    office.write("9")
    office.press(Qt.Key.Key_Escape)
    assert dialog.isVisible()
    asked = office.dialogs(ConfirmDialog)[0]
    office.press(Qt.Key.Key_Escape)
    assert not asked.isVisible()
    assert dialog.fields["account"].editor.hasFocus(), "one goes on where one was"
    office.press(Qt.Key.Key_Escape)
    office.dialogs(ConfirmDialog)[0].accept()
    office.settle()
    assert office.call(services.kept_typing, "customer:") == {}


def test_an_edit_is_undone_from_its_message(office: Office) -> None:
    known = office.customers()[0]
    dialog = office.open(CustomerDialog(office.window, office.context, known))
    found = saved(dialog)
    dialog.fields["phone"].set_value("110")
    dialog.fields["line"].set_value("L1")
    office.save()
    assert (found[0].phone, found[0].line) == ("110", "L1")
    action = office.told[-1].on_action
    assert action is not None
    action()
    office.settle()
    assert found[1] == known
    assert office.call(find_customer, known.id) == known


def test_electricians_come_and_go_with_their_rows(office: Office) -> None:
    dialog = office.open(CustomerDialog(office.window, office.context, office.customers()[0]))
    found = saved(dialog)
    table = dialog.electricians
    dialog.show_field(dialog.fields["duty"])
    office.press(Qt.Key.Key_Tab)
    assert focused() is dialog.contacts.add_button
    office.press(Qt.Key.Key_Tab)
    assert focused() is table.add_button
    office.press(Qt.Key.Key_Space)
    office.write("Qian")
    office.press(Qt.Key.Key_Tab)
    office.write("HV")
    office.press(Qt.Key.Key_Tab)
    office.write("T1")
    office.press(Qt.Key.Key_Tab)
    office.write("20260701x")
    office.save()
    assert dialog.isVisible(), "that is no day"
    office.press(Qt.Key.Key_Backspace)
    office.press(Qt.Key.Key_Tab)
    assert [words for words in _labels(table) if "20" in words.text()], "it ends in 20 days, and that is said"
    table.add_button.clicked.emit()
    office.press(Qt.Key.Key_Tab)
    office.press(Qt.Key.Key_Tab)
    office.write("T2")
    office.save()
    assert dialog.isVisible(), "the second has no name"
    office.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
    table.rows[1].remove.clicked.emit()
    office.save()
    (electrician,) = found[0].electricians
    assert (electrician.name, electrician.certificate, str(electrician.valid_until)) == ("Qian", "T1", "2026-07-01")
    assert electrician.category == "HV"


def test_contacts_and_who_is_responsible_are_saved_and_what_is_not_shown_stays(office: Office) -> None:
    customer = office.customers()[0]
    known = {"name": "Sun", "certificate": "T1", "valid_until": None, "category": "", "phone": "139"}
    office.call(services.set_customer, customer.id, {"electricians": [known]})
    dialog = office.open(CustomerDialog(office.window, office.context, office.customers()[0]))
    found = saved(dialog)
    office.settle()
    keeper = dialog.fields["keeper"]
    people = office.call(services.persons)
    keeper.set_value(people[0].id)
    dialog.fields["duty"].set_value("24 h")
    dialog.contacts.add_button.clicked.emit()
    office.write("Zhou")
    office.press(Qt.Key.Key_Tab)
    office.write("shift leader")
    office.save()
    after = found[0]
    assert (after.keeper, after.duty) == (people[0].id, "24 h")
    assert [(one.name, one.title) for one in after.contacts] == [("Zhou", "shift leader")]
    assert after.electricians[0].phone == "139", "the dialog does not show it, and does not lose it"


def test_what_was_typed_is_back_after_a_crash(office: Office) -> None:
    dialog = office.open(CustomerDialog(office.window, office.context))
    office.write("5010")
    dialog.fields["metering"].set_value("lv")
    dialog.fields["metering"].value_edited.emit("lv")
    dialog.electricians.add_button.clicked.emit()
    office.write("Sun")
    dialog.keeper.keep()
    office.settle()
    dialog.hide()
    dialog.deleteLater()
    office.settle()
    again = office.open(CustomerDialog(office.window, office.context))
    office.qtbot.waitUntil(lambda: again.fields["account"].value() == "5010")
    assert again.fields["metering"].value() == "lv"
    assert again.electricians.electricians()[0]["name"] == "Sun"
    assert again.dirty
    assert len(office.told) == 1


# equipment ----------------------------------------------------------------------------------------------------------


def new_equipment(office: Office, **fields: Any) -> Equipment:
    made = office.call(
        services.register_equipment, office.customers()[0].id, {"kind": "transformer_oil", "name": "T9", **fields}
    )
    assert isinstance(made, Equipment)
    return made


def test_the_nameplate_follows_the_kind_and_keeps_what_both_have(office: Office) -> None:
    customer = office.customers()[0]
    dialog = office.open(EquipmentDialog(office.window, office.context, customer))
    found = saved(dialog)
    assert {"oil_t", "winding_material", "vector_group"} <= dialog.plate.fields.keys()
    dialog.show_field(dialog.plate.fields["capacity_kva"])
    office.write("1250")
    kind = dialog.fields["kind"]
    kind.set_value(EquipmentKind.GENERATOR.value)
    kind.value_edited.emit(kind.value())
    assert "oil_t" not in dialog.plate.fields
    assert dialog.plate.fields["capacity_kva"].value() == "1250"
    dialog.show_field(dialog.fields["name"])
    office.write("G1")
    dialog.plate.fields["switching"].set_value("ats")
    dialog.fields["commissioned"].set_value("2014/6/8")
    office.save()
    made = found[0]
    assert (made.kind, made.name, str(made.commissioned)) == (EquipmentKind.GENERATOR, "G1", "2014-06-08")
    assert made.nameplate == {"capacity_kva": "1250", "switching": "ats"}


def test_choices_are_choices_and_free_text_of_older_data_is_shown(office: Office) -> None:
    made = new_equipment(office, nameplate={"winding_material": "copper", "cooling": "ONAN"})
    dialog = office.open(EquipmentDialog(office.window, office.context, office.customers()[0], made))
    field = dialog.plate.fields["winding_material"]
    assert isinstance(field, ChoiceField)
    assert field.value() == "copper"
    assert not dialog.fields["kind"].editor.isEnabled()
    office.press(Qt.Key.Key_Escape)
    older = Equipment(made.id, made.customer, made.kind, made.name, nameplate={"winding_material": "Cu", "oil_t": "?"})
    dialog = office.open(EquipmentDialog(office.window, office.context, office.customers()[0], older))
    assert dialog.plate.fields["winding_material"].value() == "Cu"
    assert dialog.plate.fields["oil_t"].value() == "?"
    assert not dialog.dirty
    assert not dialog.complaint(), "what nobody touched is not complained of"


def test_an_edit_of_equipment_is_undone_with_its_nameplate(office: Office) -> None:
    made = new_equipment(office, nameplate={"oil_t": "1.5"})
    dialog = office.open(EquipmentDialog(office.window, office.context, office.customers()[0], made))
    found = saved(dialog)
    dialog.plate.fields["oil_t"].set_value("")
    dialog.plate.fields["capacity_kva"].set_value("800")
    office.save()
    assert found[0].nameplate == {"capacity_kva": "800"}
    action = office.told[-1].on_action
    assert action is not None
    action()
    office.settle()
    assert found[1].nameplate == {"oil_t": "1.5"}


@pytest.mark.parametrize("kind", list(EquipmentKind))
def test_every_kind_fits_the_smallest_window_and_every_field_is_reached_by_tab(
    office: Office, kind: EquipmentKind
) -> None:
    dialog = EquipmentDialog(office.window, office.context, office.customers()[0])
    dialog.fields["kind"].set_value(kind.value)
    dialog.fields["kind"].value_edited.emit(kind.value)
    office.open(dialog)
    panel = dialog.accept_button.parentWidget()
    assert panel is not None
    assert office.window.rect().contains(panel.geometry())
    seen: set[QWidget] = set()
    wanted = {field.editor for field in (*dialog.fields.values(), *dialog.plate.fields.values())}
    for _stop in range(len(wanted) + 4):
        seen.add(focused())
        corner = focused().mapTo(office.window, focused().rect().center())
        assert office.window.rect().contains(corner), "the focus is in sight"
        office.press(Qt.Key.Key_Tab)
    assert wanted <= seen
    numbers = [field for field in dialog.plate.fields.values() if isinstance(field, NumberField)]
    assert all(field.field.unit == "" or field.unit.isVisible() for field in numbers)


# persons ------------------------------------------------------------------------------------------------------------


def test_a_person_is_registered_with_team_roles_and_pin(office: Office) -> None:
    dialog = office.open(PersonDialog(office.window, office.context))
    found = saved(dialog)
    office.write("Anna Sun")
    assert dialog.fields["login"].value() == "annasun"
    dialog.fields["team"].set_value("一班")
    dialog.roles.chips["inspector"].clicked.emit()
    office.save()
    assert dialog.isVisible(), "somebody without a role can do nothing"
    office.press(Qt.Key.Key_Space)
    dialog.roles.chips["lead"].clicked.emit()
    dialog.pin.set_value("12")
    office.save()
    assert dialog.isVisible(), "that PIN is too short"
    dialog.pin.set_value("4711")
    office.save()
    made = found[0]
    assert (made.name, made.login, made.team, [role.value for role in made.roles]) == (
        "Anna Sun", "annasun", "一班", ["inspector", "lead"],
    )  # fmt: skip
    known = next(person for person in office.call(services.everybody) if person.id == made.id)
    assert known.has_pin


def test_the_dialog_grows_with_the_errors_in_it(office: Office) -> None:
    dialog = office.open(PersonDialog(office.window, office.context))
    before = dialog.accept_button.mapTo(office.window, dialog.accept_button.rect().bottomLeft()).y()
    office.save()
    office.qtbot.waitUntil(
        lambda: dialog.accept_button.mapTo(office.window, dialog.accept_button.rect().bottomLeft()).y() > before
    )
    pin = dialog.pin.editor.mapTo(office.window, dialog.pin.editor.rect().bottomLeft()).y()
    assert pin < dialog.accept_button.mapTo(office.window, dialog.accept_button.rect().topLeft()).y()


def test_a_chinese_name_suggests_its_pinyin(office: Office, qtbot: QtBot) -> None:
    dialog = office.open(PersonDialog(office.window, office.context))
    dialog.fields["name"].set_value("赵建国")
    dialog.fields["name"].value_edited.emit("赵建国")
    qtbot.waitUntil(lambda: dialog.fields["login"].value() == "zhaojg")


def test_a_taken_login_is_told_at_its_field(office: Office) -> None:
    dialog = office.open(PersonDialog(office.window, office.context))
    office.write("Wang")
    assert dialog.fields["login"].value() == "wang2", "wang is taken"
    dialog.fields["login"].set_value("wang")
    dialog.fields["team"].set_value("一班")
    office.save()
    assert "wang" in error(dialog.fields["login"])


def test_a_set_pin_is_left_to_its_owner(office: Office) -> None:
    person = office.call(services.everybody)[0]
    office.call(services.set_pin, person, "4711")
    person = office.call(services.everybody)[0]
    dialog = office.open(PersonDialog(office.window, office.context, person))
    assert not dialog.pin.isVisible()
    dialog.fields["phone"].set_value("119")
    office.save()
    assert next(p for p in office.call(services.everybody) if p.id == person.id).phone == "119"


def test_a_dialog_goes_with_its_window_in_the_middle_of_typing(office: Office) -> None:
    dialog = EquipmentDialog(office.window, office.context, office.customers()[0])
    dialog.open()
    dialog.show_field(dialog.plate.fields["voltage_kv"])
    office.write("9")
    dialog.deleteLater()
    office.settle()
    assert not office.dialogs(EquipmentDialog)
