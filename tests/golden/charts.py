"""One chart of each kind, with the long names and gaps that real ones have."""

from datetime import date

from inspector.reports.figures.charts import Category, Chart, Kind, Look, Series, Value

DAY = date(2026, 6, 11)
REMARK = "2025-07-01 – 2026-06-30 · 全部班组和客户"
LONG = "北城水务集团股份有限公司第二自来水厂及取水泵站联合变电所（含一期、二期、三期扩建工程）"


def value(label: str, name: str, amount: float | None, unit: str = "") -> Value:
    text = "" if amount is None else f"{amount:g}{unit}"
    return Value(amount, text, f"{label}：{name} {text or '—'}", "rectification:counted", int(amount or 0))


def months() -> Chart:
    counts = ((3, 0), (1, 1), (0, 1), (12, 4), (30, 22), (25, 31), (18, 20), (7, 7), (2, 9), (0, 0), (110, 36), (5, 2))
    labels = [f"{25 + n // 12:02d}-{n % 12 + 1:02d}" for n in range(6, 18)]
    return Chart(
        key="months",
        title="隐患发现与闭环",
        kind=Kind.COLUMNS,
        series=(Series("发现隐患", "primary", Look.LIGHT), Series("销号隐患", "primary", Look.SOLID)),
        categories=tuple(
            Category(label, (value(label, "发现", found), value(label, "销号", closed)))
            for label, (found, closed) in zip(labels, counts, strict=True)
        ),
        told="当月发现的隐患，以及当月销号的隐患。",
    )


def grades() -> Chart:
    rows = (("危急", 2.5, 6), ("严重", 9, 21), ("一般", 14, 33))
    return Chart(
        key="days",
        title="闭环天数（按等级）",
        kind=Kind.COLUMNS,
        series=(Series("中位数", "green", Look.SOLID), Series("九成以内", "green", Look.HATCHED)),
        categories=tuple(
            Category(label, (value(label, "中位数", half), value(label, "九成以内", most)))
            for label, half, most in rows
        ),
    )


def lines() -> Chart:
    rates = (50.0, 100.0, None, 87.5, 60.0, 0.0)
    labels = [f"26-{n:02d}" for n in range(1, 7)]
    return Chart(
        key="rate",
        title="闭环率（按发现月份）",
        kind=Kind.LINES,
        series=(Series("闭环率", "primary", Look.SOLID),),
        categories=tuple(
            Category(label, (value(label, "闭环率", rate, "%"),)) for label, rate in zip(labels, rates, strict=True)
        ),
        unit="%",
        top=100,
        target=90,
        target_words="目标 90 %",
    )


def parts() -> Chart:
    rows = ((LONG, 12, 3, 5), ("检查二班", 4, 0, 0), ("检查三班", 0, 0, 1), ("其他 1,204 户", 210, 41, 7))
    return Chart(
        key="customers",
        title="按客户",
        kind=Kind.PARTS,
        series=(
            Series("已销号", "primary", Look.SOLID),
            Series("期限内", "primary", Look.LIGHT),
            Series("超期", "red", Look.HATCHED),
        ),
        categories=tuple(
            Category(
                label,
                (value(label, "已销号", closed), value(label, "期限内", open_), value(label, "超期", late)),
                f"{closed}/{closed + open_ + late} · {100 * closed / (closed + open_ + late):.1f} %",
            )
            for label, closed, open_, late in rows
        ),
    )


CHARTS = {"columns": months(), "two-columns": grades(), "lines": lines(), "parts": parts()}
EMPTY = Chart("empty", "按班组", Kind.PARTS, (Series("已销号", "primary", Look.SOLID),), (), empty="所选范围内没有隐患")
HOSTILE = Chart(
    "hostile",
    "<script>alert('&')</script> ]]>",
    Kind.COLUMNS,
    (Series('"quoted" & <b>', "red", Look.HATCHED),),
    (Category("<b>\x0b&amp;</b>", (Value(2, "2", "<b>\x0b&</b> \ud83d: 2", "rectification:counted", 2),)),),
)
