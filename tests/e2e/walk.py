"""From the first start to a signed notice by keyboard alone: `python -m tests.e2e.walk DIR FIRST LAST [kill]`.

Each stage is a function of somebody at the window; `kill` ends the process without any farewell when the last one is
done, as a power cut does. What the person reads off the window decides what is pressed; nothing is called.
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_ENABLE_HIGHDPI_SCALING"] = "0"

import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from inspector import i18n
from tests.e2e.keyboard import Typist
from tests.ui.driven_window import application
from tests.ui.visit.complete_visit import paper

PASSPHRASE: Final = "correct horse"
PEOPLE: Final = (("王工", "wang", "1234"), ("李工", "li", "5678"))
COMPANY, TEAM = "嘉陵供电公司", "检查一班"
ACCOUNT, CUSTOMER = "5010001", "北城水务有限公司"
KEY: Final = re.compile(r"(?:\w{5} ){5,}\w{5}")
"""The recovery key as it stands on the page."""
ANSWERED: Final = (": 合格", ": 不合格", ": 不适用")
"""How the name of a question ends that has its answer."""
LONGEST: Final = 90
"""Keys that answer any checklist."""


def make_workspace(typist: Typist) -> None:
    """First run: protection, company, two people, the recovery key proved."""
    typist.wait_for("新建工作区")
    typist.press("1")
    typist.type(PASSPHRASE)
    typist.press("Tab")
    typist.type(PASSPHRASE)
    typist.press("Ctrl+Return")
    for words in (COMPANY, "95598", TEAM):
        typist.type(words)
        typist.press("Tab")
    typist.press("Ctrl+Return")
    for name, login, pin in PEOPLE:
        typist.type(name)
        typist.press("Tab")
        typist.press("Ctrl+A")
        typist.type(login)
        typist.press("Tab", 3)
        typist.type(pin)
        typist.press("Tab")
    typist.press("Ctrl+Return")
    typist.wait(lambda: any(KEY.fullmatch(words) for words in typist.texts()), "the recovery key")
    groups = next(words for words in typist.texts() if KEY.fullmatch(words)).split()
    typist.press("Tab")
    asked = re.search(r"\d+", typist.at())
    assert asked is not None, typist.at()
    typist.type(groups[int(asked[0]) - 1])
    typist.press("Return")
    typist.wait_for("此工作区还是空的")


def register_customer(typist: Typist) -> None:
    """The first customer, from the button that an empty workspace offers."""
    typist.tab_to("新增客户")
    typist.press("Return")
    typist.wait(lambda: typist.at() == "户号", "the customer's form")
    typist.type(ACCOUNT)
    typist.fill("客户名称", CUSTOMER)
    typist.fill("供电电压", "10")
    typist.fill("合同容量", "1000")
    typist.press("Ctrl+Return")
    typist.wait(lambda: typist.at() == "新增设备", "the customer's file")


def register_equipment(typist: Typist) -> None:
    """A dry transformer, from where the customer's file puts the focus."""
    typist.press("Return")
    typist.wait(lambda: typist.at() == "类别", "the form of equipment")
    typist.press("Down")
    typist.fill("设备名称", "T1 主变")
    for name, value in (("额定电压", "10"), ("系统标称电压", "10"), ("低压侧额定电压", "0.4"), ("额定容量", "1000")):
        typist.fill(name, value)
    typist.press("Ctrl+Return")
    typist.wait(lambda: typist.sees("已保存 T1 主变"), "the saved transformer")


def begin_visit(typist: Typist) -> None:
    """A visit of this customer by both."""
    typist.tab_to("新建检查")
    typist.press("Return")
    typist.wait(lambda: typist.at() == "客户", "the new visit's form")
    typist.press("Ctrl+Return")
    typist.wait_for("还有 42 题未答")


def answer_some(typist: Typist) -> None:
    """The first questions: two pass, the third fails and opens a hazard."""
    typist.press("1", 2)
    typist.press("2")
    typist.wait_for("整改措施")
    typist.press("Down")
    typist.press("1", 2)


def come_back(typist: Typist) -> None:
    """After the power cut: passphrase, PIN, the running visit; what was answered is there."""
    typist.wait(lambda: typist.at() == "口令", "the question for the passphrase")
    typist.type(PASSPHRASE)
    typist.press("Return")
    typist.wait(lambda: typist.at() == "PIN", "the question who is there")
    typist.type(PEOPLE[0][2])
    typist.press("Return")
    typist.wait(lambda: typist.at() == "继续", "the running visit at the head of the workbench")
    typist.press("Return")
    typist.wait_for("已恢复")
    assert typist.sees("还有 37 题未答"), typist.texts()


def answer_rest(typist: Typist) -> None:
    """Everything else of step 1 passes; there is no emergency supply."""
    for _key in range(LONGEST):
        if not typist.sees("题未答"):
            break
        if typist.at().endswith(ANSWERED):  # the place kept before a power cut may be some questions old
            typist.press("Down")
        else:
            typist.press("2" if typist.at() == "有自备应急电源" else "1")
    assert not typist.sees("题未答"), typist.at()
    typist.press("Ctrl+Return")


def check_equipment(typist: Typist) -> None:
    """Step 2: the transformer passes by eye; nobody has tested it yet."""
    typist.wait_for("还有 1 台未完成")
    for _key in range(LONGEST):
        if not typist.sees("还有 1 台未完成"):
            break
        typist.press("1")
    assert not typist.sees("还有 1 台未完成"), typist.at()
    typist.press("Ctrl+Return")


def take_readings(typist: Typist) -> None:
    """Step 3: load and voltage of the three phases, Enter from cell to cell."""
    typist.wait_for("项未录")
    for value in ("1120", "1118", "1096", "108", "231.4", "230.9", "231.8"):
        typist.type(value)
        typist.press("Return")
    typist.press("Ctrl+Return")


def sign(typist: Typist) -> None:
    """Step 4: both inspectors by PIN, the customer on paper, of which there is a photo."""
    for name, _login, pin in PEOPLE:
        typist.tab_to(f"检查员 {name}")
        typist.press("Return")
        typist.wait(lambda: typist.at() == "PIN", "the PIN's dialog")
        typist.type(pin)
        typist.press("Return")
        typist.wait(lambda: typist.at() != "PIN", "the signature")
    photo = typist.folder.parent / "paper.jpg"
    photo.write_bytes(paper())
    typist.tab_to("客户代表")
    typist.press("Return")
    typist.wait(lambda: typist.at() == "姓名", "the dialog of the paper")
    typist.type("赵明")
    typist.fill("照片文件", str(photo))
    typist.press("Return")
    typist.wait(lambda: not typist.sees("还缺"), "three signatures")


def issue(typist: Typist) -> None:
    """The notice is made; it is there to be opened, and the ledger has what was found."""
    typist.press("Ctrl+Return")
    typist.wait_for("已签发")
    typist.press("Alt+4")
    typist.wait_for("YH-")


STAGES: Final[tuple[Callable[[Typist], None], ...]] = (
    make_workspace,
    register_customer,
    register_equipment,
    begin_visit,
    answer_some,
    come_back,
    answer_rest,
    check_equipment,
    take_readings,
    sign,
    issue,
)
"""The walk in the order of its stages; `come_back` only after the process was killed before it."""


def walk(typist: Typist, first: Callable[[Typist], None], last: Callable[[Typist], None]) -> None:
    """The stages from `first` to `last`; nobody has to come back who was never away."""
    for stage in STAGES[STAGES.index(first) : STAGES.index(last) + 1]:
        if stage is first or stage is not come_back:
            stage(typist)


def main(folder: str, first: str, last: str, *rest: str) -> None:
    """Walk in a process of its own."""
    named = {stage.__name__: stage for stage in STAGES}
    application()
    i18n.set_language("zh_CN")
    typist = Typist(Path(folder))
    walk(typist, named[first], named[last])
    if "kill" in rest:
        os.kill(os.getpid(), signal.SIGKILL)
    typist.leave()


if __name__ == "__main__":
    main(*sys.argv[1:])
