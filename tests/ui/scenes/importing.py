"""The import for pictures: choosing a file, columns of another workbook, a preview with errors, one with changes."""

import tempfile
from pathlib import Path
from typing import Any

from inspector.ui.customers import CustomersPage
from inspector.ui.importing import ImportView
from inspector.ui.page import Place
from tests.ui.driven_window import DrivenWindow
from tests.unit.services.excel.books import workbook

HEAD = ["序号", "用户编号", "单位名称", "电压等级(kV)", "合同容量（kVA）", "重要等级", "备注"]
OTHER = {
    "大客户台账": [
        ["2026年大客户台账"],
        HEAD,
        *[
            [n, f"0501022{n:04}", f"江北机械制造有限公司第{n}分厂", 10, 800 + 50 * n, "二级", "双电源"]
            for n in range(1, 30)
        ],
    ],
    "变压器": [["户号", "设备名称", "额定容量"], ["05010220001", "1号主变", 1250]],
}
WRONG = {
    "客户": [
        ["户号", "客户名称", "合同容量 (kVA)", "重要性等级"],
        ["50102237816", "嘉陵江化工股份有限公司", "约2500", "三级"],
        ["05010223790", None, 1250, "二级"],
        ["05010223791", "北碚仪表厂", 800, "一级"],
    ],
    "设备": [["户号", "设备名称", "设备类型"], ["05010299999", "1号主变", "油浸变压器"]],
}
CHANGED = {
    "客户": [
        ["户号", "客户名称", "合同容量 (kVA)", "联系人"],
        ["50102237816", "嘉陵江化工股份有限公司", 4000, "周国强"],
        ["05010223791", "北碚仪表厂", 800, "何敏"],
    ],
}


def opened(driven: DrivenWindow, sheets: dict[str, Any] | None) -> ImportView:
    """The import in front, with a file read, or before one is chosen."""
    shell = driven.window.shell
    shell.open_page("home")
    shell.open_place(Place("import"))
    driven.settle()
    page = shell.page("customers")
    if not isinstance(page, CustomersPage):
        raise TypeError(page)
    page.close_import()
    page.open_import()
    view = page._import
    if view is None:
        raise RuntimeError("the import did not open")
    if sheets is not None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "2026年大客户台账.xlsx"
            path.write_bytes(workbook(sheets))
            view.open_file(path)
            driven.settle()
            driven.settle()
    return view


def start(driven: DrivenWindow) -> None:
    """Before a file is chosen."""
    opened(driven, None)


def columns(driven: DrivenWindow) -> None:
    """A workbook with other headings."""
    opened(driven, OTHER)


def errors(driven: DrivenWindow) -> None:
    """A preview that cannot be imported."""
    opened(driven, WRONG).mapping.accept()
    driven.settle()


def changes(driven: DrivenWindow) -> None:
    """A preview that can."""
    opened(driven, CHANGED)


SCENES = {"import-1-start": start, "import-2-columns": columns, "import-3-errors": errors, "import-4-changes": changes}
