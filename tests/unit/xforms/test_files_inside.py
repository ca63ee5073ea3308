"""A checklist and its files as one text, and written into the compiled form: it reads as with the files beside it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.problems import Problem
from inspector.xforms import FormDefinition, FormInstance, compile_content, load_form
from inspector.xforms.inlining import inlined, named_files
from inspector.xforms.packed import packed, unpacked

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(40)
SHEET = """survey
,type,name,label,choice_filter,calculation,media::image
,text,town,Town,,,
,select_one_from_file makers.csv,maker,Maker,"${town} = '' or town = ${town}",,
,calculate,code,,,"instance('makers')/root/item[name = ${maker}]/code",
,select_one_from_file kinds.xml,kind,Kind,,,
,note,look,Look,,,plate.png
settings
,form_id,version
,f,1
"""
FILES = {
    "makers.csv": "name,label,town,code,电压 (kV)\nabb,ABB,x,<1&2>,10\nxd,西电,y, 7 ,35\n".encode(),
    "kinds.xml": b"<root><item><name>a</name><label>A <b>b</b></label></item></root>",
    "plate.png": PICTURE,
}


def instance(definition: FormDefinition) -> FormInstance:
    return FormInstance.new(definition, now=datetime(2026, 1, 1, tzinfo=UTC), tz=UTC, seed=0)


def shown(form: FormInstance, **answers: str) -> list[Any]:
    for name, value in answers.items():
        form.answer(f"/data/{name}", value)
    views = [form.view(f"/data/{name}") for name in ("maker", "kind")]
    return [*(view.options for view in views), form.answers().get("/data/code")]


def test_a_form_with_its_files_inside_reads_as_with_the_files_beside_it() -> None:
    xml = compile_content(SHEET.encode(), ".csv")
    assert named_files(xml) == ("makers.csv", "kinds.xml", "plate.png")
    alone = load_form(inlined(xml, FILES))
    beside = load_form(xml, attachments=FILES)
    for answers in ({}, {"town": "y", "maker": "xd"}, {"town": "x", "maker": "abb"}):
        assert shown(instance(alone), **answers) == shown(instance(beside), **answers)
    assert shown(instance(alone), town="x", maker="abb")[-1] == "<1&2>"
    (media,) = instance(alone).view("/data/look").media
    assert media[0] == "image"
    assert media[1].startswith("data:image/png;base64,iVBORw0KGgo")
    assert named_files(inlined(xml, FILES)) == ()


def test_what_is_missing_is_left_and_refused_by_whoever_loads_the_form() -> None:
    xml = inlined(compile_content(SHEET.encode(), ".csv"), {"makers.csv": FILES["makers.csv"]})
    assert named_files(xml) == ("kinds.xml", "plate.png")
    with pytest.raises(Problem) as caught:
        load_form(xml)
    assert caught.value.code == "form_attachment_missing"


@pytest.mark.parametrize(
    "files", [{"makers.csv": b"\xff"}, {"kinds.xml": b"<root>"}, {"makers.csv": b"name,label\na,x\x0by\n"}]
)
def test_a_broken_file_is_refused(files: dict[str, bytes]) -> None:
    with pytest.raises(Problem) as caught:
        inlined(compile_content(SHEET.encode(), ".csv"), files)
    assert caught.value.code == "form_attachment_invalid"


NAMES = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=9)


@given(st.dictionaries(NAMES, st.binary(max_size=200)))
def test_files_come_back_from_the_text(files: dict[str, bytes]) -> None:
    assert unpacked(packed(SHEET, files)) == (SHEET, files)


def test_a_large_file_is_cut_into_cells_that_a_reader_of_tables_takes() -> None:
    whole = packed(SHEET, {"big.png": bytes(range(256)) * 1000})
    assert max(map(len, whole.split("\n"))) < 131_072
    assert unpacked(whole)[1]["big.png"] == bytes(range(256)) * 1000


def test_a_text_that_is_no_packed_sheet_is_refused_or_left() -> None:
    assert unpacked(SHEET) == (SHEET, {})
    with pytest.raises(Problem) as caught:
        unpacked(f"{SHEET}\n_files\n,name,content\n,a,!!!\n")
    assert caught.value.code == "form_invalid"
