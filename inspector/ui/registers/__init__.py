"""Editors of the registers: customer, equipment and person, each a dialog that writes by itself.

`saved(object)` carries the record as it is now: after saving, and again when the saving was undone.
"""

from inspector.ui.registers.customer import CustomerDialog
from inspector.ui.registers.equipment import EquipmentDialog
from inspector.ui.registers.person import PersonDialog

__all__ = ["CustomerDialog", "EquipmentDialog", "PersonDialog"]
