"""Photo appendices: within their budget, two to a row, bookmarks, progress."""

import io
import random
from dataclasses import replace
from datetime import datetime

import pypdfium2
import pytest
from PIL import Image
from pypdfium2 import raw

from inspector.problems import Problem
from inspector.reports.blocks.appendix import PhotoAppendix, PhotoGroup, photo_appendix
from inspector.reports.blocks.photo_sizes import BUDGET, Quality, fitted
from inspector.reports.notice import NoticePhoto
from inspector.reports.pdf.raster import page_count, page_text
from tests.unit.reports.pdf_reading import all_text, bookmarks, in_order, properties

TWENTY_MB = 20_000_000


def noisy(width: int, height: int, seed: int) -> bytes:
    """A photo with the noise of a small sensor, which is what makes photos large."""
    chance = random.Random(seed)
    coarse = Image.frombytes("RGB", (48, 36), chance.randbytes(48 * 36 * 3)).resize((width, height))
    tile = Image.frombytes("L", (512, 512), chance.randbytes(512 * 512))
    noise = Image.new("L", (width, height))
    for x in range(0, width, 512):
        for y in range(0, height, 512):
            noise.paste(tile, (x, y))
    out = io.BytesIO()
    Image.blend(coarse, Image.merge("RGB", (noise, noise, noise)), 0.25).save(out, "JPEG", quality=85)
    return out.getvalue()


SMALL = tuple(noisy(640, 480, seed) for seed in range(3))


def photo(number: int, data: bytes) -> NoticePhoto:
    return NoticePhoto(data, f"照片 {number}：1 号主变低压侧")


def appendix(*groups: PhotoGroup) -> PhotoAppendix:
    return PhotoAppendix(
        number="ZG-2026-06",
        company="嘉陵供电公司",
        subject="嘉陵江化工股份有限公司",
        made_at=datetime(2026, 6, 11),  # noqa: DTZ001 - printed as it is
        groups=groups,
    )


def two_hundred(width: int, height: int) -> tuple[NoticePhoto, ...]:
    """200 photos of different bytes; what follows the end of a JPEG changes no pixel."""
    made = [noisy(width, height, seed) for seed in range(4)]
    return tuple(photo(number, made[number % 4] + number.to_bytes(2, "big")) for number in range(200))


def test_two_hundred_photos_stay_under_their_budget() -> None:
    photos = two_hundred(1000, 750)
    assert sum(len(one.image) for one in photos) > 2 * TWENTY_MB
    bitmaps = fitted([(one.image, one.caption) for one in photos], (245, 168))
    assert sum(len(one.data) for one in bitmaps) <= BUDGET  # equal pixels are stored once: not the file is measured
    assert min(one.width for one in bitmaps) > 300


@pytest.mark.long
def test_two_hundred_camera_photos_stay_under_twenty_megabytes() -> None:
    made = noisy(4000, 3000, 1)
    chance = random.Random(7)
    photos = []
    for number in range(200):
        turned = Image.open(io.BytesIO(made)).crop((0, 0, 3000 + 5 * number, 2250 + 3 * number))
        out = io.BytesIO()
        turned.save(out, "JPEG", quality=80 + chance.randrange(10))
        photos.append(photo(number, out.getvalue()))
    assert len(photo_appendix(appendix(PhotoGroup("", tuple(photos))))) < TWENTY_MB


def test_a_file_of_many_different_photos_keeps_its_budget() -> None:
    photos = tuple(photo(number, noisy(640, 480, number)) for number in range(1, 13))
    full, small = (len(photo_appendix(appendix(PhotoGroup("", photos)), budget=one)) for one in (10**9, 240_000))
    assert full > 600_000
    assert small < 300_000


def test_few_photos_use_the_room_they_have() -> None:
    (fine,) = fitted([(SMALL[0], "")], (245, 168))
    (normal,) = fitted([(SMALL[0], "")], (245, 168), quality=Quality.SMALL)
    assert fine.width == 640 or fine.height == 480
    assert len(normal.data) < len(fine.data) / 2


def test_groups_are_headings_and_bookmarks_and_pairs_stand_side_by_side() -> None:
    before, after = photo(1, SMALL[0]), photo(2, SMALL[1])
    pdf = photo_appendix(
        appendix(
            PhotoGroup("YH-2026-QK-00001 A 相渗油", before=(before, before), after=(after,)),
            PhotoGroup("YH-2026-QK-00002 封堵不严", photos=(photo(3, SMALL[2]),)),
        )
    )
    words = ("照片附录", "YH-2026-QK-00001", "整改前", "照片 1", "整改后", "照片 2", "照片 1", "无照片")
    assert in_order(all_text(pdf), *words)
    assert [one.title for one in bookmarks(pdf)] == ["YH-2026-QK-00001 A 相渗油", "YH-2026-QK-00002 封堵不严"]
    assert [one.page for one in bookmarks(pdf)] == [0, 1]  # a heading stays with its photos
    assert properties(pdf)["Subject"] == "嘉陵江化工股份有限公司"
    assert properties(pdf)["Keywords"] == "ZG-2026-06"


def test_a_photo_that_is_used_twice_is_stored_once() -> None:
    once = photo_appendix(appendix(PhotoGroup("", (photo(1, SMALL[0]),))))
    twice = photo_appendix(appendix(PhotoGroup("", (photo(1, SMALL[0]),) * 6)))
    assert len(twice) < len(once) * 1.2


def test_photos_keep_their_proportions() -> None:
    wide = noisy(900, 300, 9)
    document = pypdfium2.PdfDocument(photo_appendix(appendix(PhotoGroup("", (photo(1, wide),)))))
    (image,) = document[0].get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])
    left, bottom, right, top = image.get_bounds()
    document.close()
    assert (right - left) / (top - bottom) == pytest.approx(3, rel=0.01)


def test_transparent_pictures_stand_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(out, "PNG")
    (made,) = fitted([(out.getvalue(), "")], (245, 168))
    assert Image.open(io.BytesIO(made.data)).getpixel((20, 15)) == (255, 255, 255)


def test_progress_counts_photos_and_can_cancel() -> None:
    group = PhotoGroup("", tuple(photo(number, SMALL[0]) for number in range(5)))
    seen: list[tuple[int, int]] = []

    def note(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    photo_appendix(appendix(group), progress=note)
    assert seen == [(number, 5) for number in range(1, 6)]
    with pytest.raises(Problem, match="report_cancelled"):
        photo_appendix(appendix(group), progress=lambda done, _total: done < 2)


def test_a_broken_photo_is_named() -> None:
    with pytest.raises(Problem) as caught:
        photo_appendix(appendix(PhotoGroup("", (replace(photo(7, SMALL[0]), image=b"nothing"),))))
    assert caught.value.code == "picture_unreadable"
    assert "照片 7" in str(caught.value.params)


def test_an_appendix_of_many_pages_numbers_them() -> None:
    pdf = photo_appendix(appendix(PhotoGroup("", tuple(photo(number, SMALL[0]) for number in range(20)))))
    pages = page_count(pdf)
    assert pages >= 4
    assert f"第{pages}页" in page_text(pdf, pages - 1).replace(" ", "")
