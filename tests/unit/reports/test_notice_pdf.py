"""The result notice: text, fonts, pages, signatures."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from inspector import assets
from inspector.domain.hazard import Grade
from inspector.domain.visit import SignMethod, VisitKind
from inspector.i18n import Translator
from inspector.problems import Problem
from inspector.reports.blocks.pictures import modules
from inspector.reports.notice import NoticeHazard, NoticePhoto, ResultNotice, Signature
from inspector.reports.notice_pdf import result_notice
from inspector.reports.pdf import fonts
from inspector.reports.pdf.raster import page_count, page_png, page_text
from tests.unit.reports.pdf_reading import all_text, declared_fonts, has_ink, in_order, properties, squeezed, used_fonts
from tests.unit.reports.samples import DAY, HAZARDS, NOTICE

HEAD = "序号位置/设备存在问题等级依据整改要求整改期限"


def picture(colour: str = "navy") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(out, "PNG")
    return out.getvalue()


def test_text_of_the_design_is_extracted_in_reading_order() -> None:
    pdf = result_notice(NOTICE)
    assert page_count(pdf) == 1
    assert in_order(
        all_text(pdf),
        "嘉陵供电公司 · 用电检查中心",
        "检查一班　服务电话 95598",
        "编号 TZ-2026-0193",
        "检查单 JC-2026-0611-02",
        "签发日期 2026-06-11",
        "用电检查结果通知书",
        "嘉陵江化工股份有限公司：",
        "依据《中华人民共和国电力法》《电力供应与使用条例》《供电营业规则》，我单位于 2026 年 6 月 11 日对贵单位"
        "受电装置进行了周期用电安全检查，发现安全隐患 3 项（危急 1 项、严重 1 项、一般 1 项），现通知如下。",
        "户　　号 5010 2237 816 供电方式 10 kV 双电源 高供高计 受电容量 2×1250 kVA",
        "用电地址 江北区化工园一路 18 号 用户等级 二级重要用户 检查类别 周期检查",
        "一、存在的问题及整改要求",
        HEAD,
        *("1", HAZARDS[0].place, HAZARDS[0].description, "■危急", "GB/T 29328", HAZARDS[0].measure, "2026-06-12"),
        *("2", HAZARDS[1].place, HAZARDS[1].description, "▲严重", "DL/T 664", HAZARDS[1].measure, "2026-06-18"),
        *("3", HAZARDS[2].place, HAZARDS[2].description, "●一般", "GB 50053 6.4.3", HAZARDS[2].measure),
        "二、要求与告知",
        "24 小时内",
        "供电企业（盖章）",
        "联系电话：023-0000 0000",
        "客户签收（盖章）",
        "职　　务：电气负责人",
        "日　　期：2026 年 6 月 11 日",
        "第 1 页　共 1 页",
    )


def test_words_at_line_ends_do_not_run_together() -> None:
    assert "GB 500536.4.3" not in all_text(result_notice(NOTICE))


def test_every_font_is_embedded_and_subset() -> None:
    pdf = result_notice(NOTICE)
    used = used_fonts(pdf)
    assert used
    assert all(font.embedded and font.subset for font in used)
    assert {font.name for font in used} <= {"NotoSansSC-Regular", "NotoSansSC-Bold"}
    assert declared_fonts(pdf)
    assert all(re.fullmatch(r"[A-Z]{6}\+NotoSansSC-(Regular|Bold)", name) for name in declared_fonts(pdf))
    assert pdf.count(b"/FontFile2") == pdf.count(b"/Type /FontDescriptor")
    assert len(pdf) < 200_000


def test_properties_carry_title_author_and_the_given_date() -> None:
    found = properties(result_notice(NOTICE))
    assert found["Title"] == "用电检查结果通知书 TZ-2026-0193"
    assert found["Author"] == NOTICE.company
    assert found["CreationDate"] == "D:20260611000000"


def test_the_same_model_gives_the_same_bytes() -> None:
    assert result_notice(NOTICE) == result_notice(NOTICE)


def test_without_hazards_it_says_so() -> None:
    text = squeezed(all_text(result_notice(replace(NOTICE, hazards=()))))
    assert "未发现安全隐患。" in text
    assert "本次检查未发现安全隐患。" in text
    assert "24小时" not in text
    assert HEAD not in text


@pytest.mark.parametrize(
    ("kind", "title", "found", "none"),
    [
        (VisitKind.SEASONAL, "用电检查结果通知书", "季节性", "未发现安全隐患"),
        (VisitKind.INTERMEDIATE, "客户受电工程中间检查意见单", "进行了中间检查", "未发现缺陷"),
        (VisitKind.ACCEPTANCE, "客户受电工程竣工检验意见单", "合格前不得继续施工或送电", "未发现缺陷"),
    ],
)
def test_title_and_sentence_say_the_occasion(kind: VisitKind, title: str, found: str, none: str) -> None:
    notice = replace(NOTICE, kind=kind)
    text = squeezed(all_text(result_notice(notice)))
    assert title in text
    assert found in text
    assert none in squeezed(all_text(result_notice(replace(notice, hazards=()))))


def test_sixty_hazards_repeat_the_head_and_split_no_row() -> None:
    many = tuple(replace(HAZARDS[n % 3], place=f"第 {n} 处", measure=f"起{n}止。") for n in range(60))
    pdf = result_notice(replace(NOTICE, hazards=many))
    pages = [squeezed(page_text(pdf, page)) for page in range(page_count(pdf))]
    assert len(pages) > 3
    rows = 0
    for number, page in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in page
        here = [n for n in range(60) if f"第{n}处" in page]
        assert (HEAD in page) == bool(here)
        for n in here:
            assert f"起{n}止。" in page
            assert many[n].description.replace(" ", "") in page
        rows += len(here)
    assert rows == 60
    assert "供电企业（盖章）" in pages[-1]
    assert "客户签收（盖章）" in pages[-1]


def test_the_signature_block_moves_as_a_whole() -> None:
    for count in range(1, 40):
        hazards = tuple(replace(HAZARDS[2], place=f"第 {n} 处") for n in range(count))
        pdf = result_notice(replace(NOTICE, hazards=hazards))
        holders = [page for page in range(page_count(pdf)) if "盖章" in page_text(pdf, page)]
        assert holders == [page_count(pdf) - 1]
        assert page_text(pdf, holders[0]).count("盖章") == 2
        if page_count(pdf) > 2:
            break


def test_a_row_higher_than_a_page_is_continued() -> None:
    long = "".join(f"第{n}处螺栓松动。" for n in range(250))
    hazards = (HAZARDS[0], NoticeHazard("G05 出线柜", long, Grade.SERIOUS, "GB 50053", "紧固。"), HAZARDS[2])
    pdf = result_notice(replace(NOTICE, hazards=hazards))
    pages = [squeezed(page_text(pdf, page)) for page in range(page_count(pdf))]
    assert all(HEAD in page for page in pages[1:-1])
    assert all("2续" in page for page in pages[1:3])
    assert not any("续续" in page for page in pages)
    body = "".join(pages)
    positions = [body.find(f"第{n}处螺栓") for n in range(250)]
    assert positions.count(-1) < len(
        pages
    )  # only a word that lies across two pages may be hidden by their heads and feet
    assert "照明灯具2盏" in body


def test_empty_fields_print_as_empty_fields() -> None:
    empty = replace(
        NOTICE,
        company="",
        team="",
        service_phone="",
        contact_phone="",
        address="",
        supply="",
        capacity="",
        importance=None,
        inspectors=(),
        client=None,
        hazards=(NoticeHazard("", "", Grade.GENERAL),),
    )
    text = all_text(result_notice(empty))
    assert "None" not in text
    assert in_order(text, "供电方式", "受电容量", "检查人员：", "客户代表：")


def test_pin_refusal_and_paper_are_told_in_words() -> None:
    pin = Signature("王工", SignMethod.PIN, DAY)
    refused = Signature("赵工", SignMethod.REFUSED, DAY, reason="不认可第 3 项结论。", witness="孙工（物业）")
    text = all_text(result_notice(replace(NOTICE, inspectors=(pin,), client=refused)))
    assert in_order(text, "王工（PIN）", "赵工（拒签）", "拒签原因：不认可第 3 项结论。", "见证人：孙工（物业）")
    paper = Signature("赵工", SignMethod.PAPER, DAY, image=picture())
    assert "赵工（纸质签字）" in all_text(result_notice(replace(NOTICE, client=paper)))


def test_a_very_long_reason_is_printed_in_full_before_the_block() -> None:
    reason = "".join(f"理由{n}；" for n in range(300))
    refused = Signature("赵工", SignMethod.REFUSED, DAY, reason=reason, witness="孙工")
    text = squeezed(all_text(result_notice(replace(NOTICE, client=refused))))
    assert "理由0；" in text
    assert "理由299；" in text
    assert "见签字栏上方" in text


def test_strokes_and_images_are_drawn() -> None:
    unsigned = result_notice(replace(NOTICE, client=None))
    drawn = result_notice(NOTICE)
    photo = result_notice(replace(NOTICE, client=Signature("赵工", SignMethod.PAPER, DAY, image=picture())))
    assert len({page_png(one, 0, 600) for one in (unsigned, drawn, photo)}) == 3


def test_a_broken_signature_image_is_named() -> None:
    broken = Signature("赵工", SignMethod.PAPER, DAY, image=picture()[:60])
    with pytest.raises(Problem) as caught:
        result_notice(replace(NOTICE, client=broken))
    assert caught.value.code == "picture_unreadable"
    assert caught.value.params["name"] == "赵工"


def test_photos_make_an_appendix_on_pages_of_its_own() -> None:
    photos = tuple(NoticePhoto(picture(), f"照片说明 {n}") for n in range(9))
    pdf = result_notice(replace(NOTICE, photos=photos))
    assert "附：现场照片" not in page_text(pdf, 0)
    assert in_order(all_text(pdf), "附：现场照片", *(f"照片说明 {n}" for n in range(9)))
    assert page_count(pdf) == 3


def test_rare_characters_print_as_their_code() -> None:
    assert "[U+20BB7]野家：" in all_text(result_notice(replace(NOTICE, customer="\U00020bb7野家")))


def test_the_code_on_the_page_is_the_one_of_its_text() -> None:
    expected = modules("N:TZ-2026-0193;V:JC-2026-0611-02;A:50102237816;D:2026-06-11;H:3")
    scale = 2100 / 210  # pixels per millimetre
    page = Image.open(io.BytesIO(page_png(result_notice(NOTICE), 0, 2100))).convert("L")
    cell = 17 * scale / len(expected)
    left, top = (195 - 17) * scale, 12 * scale

    def dark(row: int, column: int) -> bool:
        shade = page.getpixel((int(left + (column + 0.5) * cell), int(top + (row + 0.5) * cell)))
        assert isinstance(shade, int | float)
        return shade < 128

    side = range(len(expected))
    assert [[dark(row, column) for column in side] for row in side] == expected


def test_english_documents_have_no_chinese_fixed_words() -> None:
    bare = replace(NOTICE, company="Utility", customer="Works", team="Team 1", address="", supply="", hazards=())
    signed = Signature("Wang", SignMethod.PIN, DAY)
    text = all_text(result_notice(replace(bare, inspectors=(signed,), client=signed), Translator("en")))
    assert "Electricity Inspection Result Notice" in text
    assert not any("\u4e00" <= char <= "\u9fff" for char in text)


def test_a_later_version_says_so() -> None:
    assert in_order(all_text(result_notice(replace(NOTICE, version=2))), "编号 TZ-2026-0193 （第 2 版）")


def test_a_missing_font_is_a_problem_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "resource", lambda name: tmp_path / name)
    monkeypatch.setattr(fonts, "_load", fonts._load.__wrapped__)
    with pytest.raises(Problem) as caught:
        result_notice(NOTICE)
    assert caught.value.code == "font_missing"
    assert caught.value.kind.exit_code == 3


LONG = "很长的一段文字，" * 250


@pytest.mark.parametrize(
    "notice",
    [
        replace(NOTICE, company=LONG),
        replace(NOTICE, team=LONG),
        replace(NOTICE, customer=LONG),
        replace(NOTICE, address=LONG, supply=LONG, capacity=LONG),
        replace(NOTICE, contact_phone=LONG),
        replace(NOTICE, conclusion=LONG, requirements=(LONG,)),
        replace(NOTICE, client=Signature(LONG, SignMethod.REFUSED, DAY, title=LONG, reason=LONG, witness=LONG)),
    ],
)
def test_endless_texts_in_any_field_stay_on_the_paper(notice: ResultNotice) -> None:
    pdf = result_notice(notice)
    for number in range(page_count(pdf)):
        page = Image.open(io.BytesIO(page_png(pdf, number, 420))).convert("L")
        edges = [(0, 0, 28, page.height), (392, 0, 420, page.height), (0, page.height - 12, 420, page.height)]
        assert not any(has_ink(page, edge) for edge in edges)
    assert in_order(all_text(pdf), "供电企业（盖章）", "客户签收（盖章）")
