"""Rows for the benchmark of the ledger's PDF: Chinese text as inspectors write it, the same for the same seed.

No two descriptions are equal, as in a real ledger; measures, names and places repeat as often as they do there.
"""

import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

ROWS: Final = 5_000
SEED: Final = 20_260_611
HEADS: Final = (
    *("序号", "隐患编号", "客户名称 / 户号", "位置 / 设备", "隐患内容", "等级", "依据", "整改措施"),
    *("发现日期", "整改期限", "状态", "客户责任人", "检查人员", "销号日期"),
)
WEIGHTS: Final = (38, 86, 178, 110, 134, 62, 76, 136, 83, 84, 74, 54, 50, 83)
"""The heads and shares of the width of the rectification ledger, for the peers."""

_TOWNS = (
    "嘉陵",
    "滨江",
    "金石",
    "北城",
    "锦绣",
    "长安",
    "宏远",
    "江北",
    "天和",
    "新源",
    "东风",
    "南山",
    "西湖",
    "华能",
)
_TRADES = ("化工", "水泥", "水务", "数据中心", "汽车零部件", "纺织", "人民医院", "商业广场", "机械制造", "电子材料")
_FORMS = ("股份有限公司", "有限公司", "集团公司", "第二分厂", "产业园")
_ROOMS = ("高压配电室", "10 kV 开关室", "自备发电机房", "变压器室", "低压配电室", "电缆夹层", "35 kV 室外场地")
_THINGS = ("1 号主变", "G03 出线柜", "ATS 切换柜", "2 号进线 CT", "蓄电池组 II", "电容器组", "10 kV 母联柜", "直流屏")
_FAULTS = (
    "{thing} {phase} 相接头红外测温 {n}.{m} ℃，热点高于 {k} ℃，三相不平衡度 {j}.{m} %",
    "{thing}油位低于下限，{phase} 相套管根部渗油，渗油长度约 {n} mm",
    "{room}电缆孔洞封堵不严（共 {j} 处），有小动物进入的痕迹",
    "{thing}外壳接地线锈蚀，实测接地电阻 {j}.{m} Ω，大于 4 Ω",
    "{thing}带电显示器 {phase} 相失灵，五防闭锁装置第 {j} 项功能不完善",
    "{thing}击穿电压 {n}.{m} kV；总烃 {k}.{m} µL/L 超过注意值，水分 {j} mg/L",
    "{room}绝缘手套、绝缘靴 {j} 副超试验周期，上次试验于 202{d} 年 {j} 月",
    "{thing}电气闭锁接点被短接，存在向电网倒送电风险，值班员 {j} 名未取得进网作业许可",
    "第 {n} 号、{k} 号单体电压偏低（{j}.{m} V），浮充电流 {n} mA",
)
_TAILS = (
    "，需停电处理",
    "，上次检查时已提出、至今未整改",
    "，用户称计划于 {j} 月检修时一并处理",
    "，现场未见警示标志（照片 {n}）",
    "；运行记录自 {j} 月 {d} 日起未填写，值班人员不能说明原因",
    "；操作票编号 {k}-{n} 缺监护人签名",
)
_MEASURES = (
    "停电紧固、处理接触面，调整三相负荷，处理后复测",
    "滤油或换油，1 个月内复测油色谱",
    "恢复机械、电气双重闭锁，整改前禁止启动发电机",
    "停电更换密封件，补油并做介损试验",
    "用防火堵料封堵，封堵厚度不小于 {n} mm，装设高度 500 mm 的挡鼠板",
    "更换接地线（截面不小于 {k} mm²），复测接地电阻合格后报检查班",
    "更换传感器，核对相位，由有资质的单位在 {j} 日内完成并提供试验报告",
)
_BASES = ("GB/T 29328", "DL/T 664", "GB 50053 6.4.3", "DL/T 596", "GB 26860", "DL/T 1476")
_GRADES = (("critical", "■\u00a0危急"), ("serious", "▲\u00a0严重"), ("general", "●\u00a0一般"))
_STATES = ("待下发", "整改中", "待复查", "退回", "已销号")
_NAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"


def rows(count: int = ROWS) -> list[dict[str, Any]]:
    """Rows as typed values by column key, dates in ISO form; `bold` lists the keys of overdue cells."""
    chance = random.Random(SEED)
    customers = [_customer(chance, number) for number in range(max(1, count // 12))]
    seen: set[str] = set()
    return [_row(chance, number, chance.choice(customers), seen) for number in range(count)]


def _customer(chance: random.Random, number: int) -> tuple[str, str, str]:
    name = chance.choice(_TOWNS) + chance.choice(_TOWNS) + chance.choice(_TRADES) + chance.choice(_FORMS)
    return name, f"5010{1_000_000 + number * 733:07d}", chance.choice(_NAMES) + "工"


def _fill(chance: random.Random, text: str) -> str:
    return text.format(
        thing=chance.choice(_THINGS), room=chance.choice(_ROOMS), phase=chance.choice("ABC"),
        n=chance.randrange(20, 99), k=chance.randrange(80, 300), j=chance.randrange(2, 13), m=chance.randrange(10),
        d=chance.randrange(1, 6),
    )  # fmt: skip


def _description(chance: random.Random, seen: set[str]) -> str:
    """20 to 120 characters, never the same twice."""
    while True:
        wanted, text = chance.choice((20, 25, 30, 40, 50, 70, 95)), _fill(chance, chance.choice(_FAULTS))
        while len(text) < wanted:
            text += _fill(chance, chance.choice(_TAILS))
        if 20 <= len(text) <= 120 and text not in seen:
            seen.add(text)
            return text


def _row(chance: random.Random, number: int, customer: tuple[str, str, str], seen: set[str]) -> dict[str, Any]:
    name, account, person = customer
    found = date(2025, 1, 1) + timedelta(days=chance.randrange(500))
    state = chance.choice(_STATES)
    late = state in ("整改中", "退回") and chance.random() < 0.3
    return {
        "number": f"YH-{found:%Y}-QK-{number:05d}",
        "customer": name,
        "account": account,
        "place": chance.choice(_ROOMS),
        "equipment": chance.choice(_THINGS),
        "description": _description(chance, seen),
        "grade": chance.choices(_GRADES, (1, 4, 5))[0][0],
        "basis": chance.choice(_BASES),
        "measure": _fill(chance, chance.choice(_MEASURES)),
        "found_on": f"{found}",
        "deadline": f"{found + timedelta(days=chance.choice((1, 15, 30, 90)))}",
        "status": f"{state}\n超期 {chance.randrange(1, 40)} 天" if late else state,
        "responsible": person,
        "inspectors": "、".join(f"{one}工" for one in chance.sample(_NAMES, 2)),
        "closed_on": f"{found + timedelta(days=20)}" if state == "已销号" else "",
        "bold": ["deadline", "status"] if late else [],
    }


def printed(row: dict[str, Any], number: int) -> list[list[Any]]:
    """The cells of a row as the ledger prints them, each a text and whether it is bold."""
    account = row["account"]
    texts = {
        **row,
        "no": str(number),
        "customer": f"{row['customer']}\n{account[:4]}\u00a0{account[4:8]}\u00a0{account[8:]}",
        "place": f"{row['place']}\n{row['equipment']}",
        "grade": dict(_GRADES)[row["grade"]],
    }
    keys = ("no", "number", "customer", "place", "description", "grade", "basis", "measure",
            "found_on", "deadline", "status", "responsible", "inspectors", "closed_on")  # fmt: skip
    return [[texts[key], key in row["bold"]] for key in keys]


def write(folder: Path, count: int = ROWS) -> tuple[Path, Path]:
    """Files with the typed rows and with the same rows as printed cells."""
    made = rows(count)
    typed, cells = folder / "rows.json", folder / "cells.json"
    typed.write_text(json.dumps(made, ensure_ascii=False), "utf-8")
    printed_rows = [printed(row, number) for number, row in enumerate(made, 1)]
    cells.write_text(json.dumps(printed_rows, ensure_ascii=False), "utf-8")
    return typed, cells
