"""Taking photos in: orientation, stamp, formats, limits, damaged and hostile files."""

import hashlib
import io
import struct
import zlib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from inspector import assets
from inspector.i18n import Translator
from inspector.photos.intake import Intake, Limits, intake
from inspector.photos.stamp import PhotoStamp
from inspector.problems import CATALOGUE, Problem

STAMP = PhotoStamp("嘉陵江化工股份有限公司", "高压配电室 G03 柜", "王工", datetime(2026, 6, 11, 10, 22, tzinfo=UTC))
CODES = {code for code in CATALOGUE if code.startswith("photo_")}


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def halves(size: tuple[int, int] = (800, 600)) -> Image.Image:
    """Upper half red, lower half blue."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, size[1] // 2, size[0], size[1]))
    return image


def camera_jpeg(orientation: int = 1, *, taken: str = "", offset: str = "", gps: bool = False) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    details = exif.get_ifd(ExifTags.IFD.Exif)
    if taken:
        details[ExifTags.Base.DateTimeOriginal] = taken
    if offset:
        details[ExifTags.Base.OffsetTimeOriginal] = offset
    if gps:
        exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    return encoded(halves(), "JPEG", exif=exif)


def shown(jpeg: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(jpeg))
    image.load()
    return image


def colour(image: Image.Image, x: float, y: float) -> str:
    pixel = image.convert("RGB").getpixel((int(x * (image.width - 1)), int(y * (image.height - 1))))
    assert isinstance(pixel, tuple)
    names = {"red": (255, 0, 0), "blue": (0, 0, 255), "white": (255, 255, 255), "black": (0, 0, 0)}
    return min(names, key=lambda name: sum(abs(a - b) for a, b in zip(names[name], pixel, strict=True)))


def code_of(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Problem) as caught:
        intake(data, STAMP, limits=limits)
    sentence = Translator("zh_CN").describe(caught.value)
    assert sentence.endswith("。")
    assert "{" not in sentence
    return caught.value.code


@pytest.mark.parametrize(
    ("orientation", "red"),
    [(1, "top"), (2, "top"), (3, "bottom"), (4, "bottom"), (5, "left"), (6, "right"), (7, "right"), (8, "left")],
)
def test_the_picture_stands_upright(orientation: int, red: str) -> None:
    taken = intake(camera_jpeg(orientation), STAMP)
    spots = {"top": (0.5, 0.05), "bottom": (0.5, 0.95), "left": (0.05, 0.3), "right": (0.95, 0.3)}
    thumbnail = shown(taken.thumbnail.data)
    assert colour(thumbnail, *spots[red]) == "red"
    turned = orientation >= 5
    assert (taken.original_width, taken.original_height) == ((600, 800) if turned else (800, 600))
    assert (taken.display.width < taken.display.height) == turned


def test_the_stamp_is_drawn_bottom_left_and_only_on_the_display_version() -> None:
    taken = intake(encoded(Image.new("RGB", (1600, 1200), "red"), "PNG"), STAMP)
    display = shown(taken.display.data).convert("RGB")
    corner = display.crop((0, 900, 600, 1200))
    assert sum(corner.convert("L").histogram()[240:]) > 100  # white letters
    rest = [display.crop((0, 0, 1600, 900)), display.crop((1000, 900, 1600, 1200)), shown(taken.thumbnail.data)]
    assert all(colour(part, x, y) == "red" for part in rest for x in (0.1, 0.5, 0.9) for y in (0.1, 0.5, 0.9))


def test_the_stamp_depends_on_what_it_says() -> None:
    data = encoded(halves(), "PNG")
    other = PhotoStamp("别的客户", STAMP.place, STAMP.inspector, STAMP.added_at)
    assert intake(data, STAMP).display.sha256 != intake(data, other).display.sha256
    assert intake(data, STAMP) == intake(data, STAMP)


def test_small_photos_get_room_for_a_readable_stamp() -> None:
    taken = intake(encoded(Image.new("RGB", (4, 2), "red"), "PNG"), STAMP)
    assert (taken.display.width, taken.display.height) == (480, 360)
    assert (taken.thumbnail.width, taken.thumbnail.height) == (4, 2)


def test_sizes_and_hashes() -> None:
    data = encoded(halves((3000, 1000)), "JPEG")
    taken = intake(data, STAMP)
    assert taken.original_sha256 == hashlib.sha256(data).hexdigest()
    assert taken.original_size == len(data)
    assert taken.original_format == "JPEG"
    assert (taken.display.width, taken.display.height) == (2560, 853)
    assert (taken.thumbnail.width, taken.thumbnail.height) == (320, 107)
    for rendition in (taken.display, taken.thumbnail):
        assert rendition.sha256 == hashlib.sha256(rendition.data).hexdigest()
        assert shown(rendition.data).format == "JPEG"


@pytest.mark.parametrize(
    ("taken", "offset", "expected"),
    [
        ("2026:06:11 10:22:33", "", datetime(2026, 6, 11, 10, 22, 33)),  # noqa: DTZ001 - the camera gave no zone
        (
            "2026:06:11 10:22:33",
            "+08:00",
            datetime(2026, 6, 11, 10, 22, 33, tzinfo=timezone(timedelta(hours=8))),
        ),
        ("2026:06:11 10:22:33", "East", datetime(2026, 6, 11, 10, 22, 33)),  # noqa: DTZ001 - no usable zone
        ("0000:00:00 00:00:00", "", None),
        ("", "", None),
    ],
)
def test_time_of_taking_comes_from_the_camera(taken: str, offset: str, expected: datetime | None) -> None:
    assert intake(camera_jpeg(taken=taken, offset=offset), STAMP).taken_at == expected


def test_no_position_leaves_with_the_renditions() -> None:
    taken = intake(camera_jpeg(gps=True, taken="2026:06:11 10:22:33"), STAMP)
    for rendition in (taken.display, taken.thumbnail):
        assert not shown(rendition.data).getexif()


@pytest.mark.parametrize(
    ("mode", "fill", "kind"),
    [
        ("RGB", (255, 0, 0), "WEBP"),
        ("RGB", (255, 0, 0), "TIFF"),
        ("RGB", (255, 0, 0), "BMP"),
        ("RGBA", (255, 0, 0, 255), "PNG"),
        ("CMYK", (0, 255, 255, 0), "JPEG"),
        ("CMYK", (0, 255, 255, 0), "TIFF"),
    ],
)
def test_formats_and_colour_models(mode: str, fill: tuple[int, ...], kind: str) -> None:
    taken = intake(encoded(Image.new(mode, (640, 480), fill), kind), STAMP)
    assert taken.original_format == kind
    assert colour(shown(taken.thumbnail.data), 0.5, 0.5) == "red"


def test_transparency_is_laid_on_white() -> None:
    for data in (
        encoded(Image.new("RGBA", (600, 400), (0, 0, 0, 0)), "PNG"),
        encoded(Image.new("LA", (600, 400), (0, 0)), "PNG"),
        encoded(Image.new("P", (600, 400), 0), "PNG", transparency=0),
    ):
        assert colour(shown(intake(data, STAMP).thumbnail.data), 0.5, 0.5) == "white"


@pytest.mark.parametrize(("sample", "expected"), [(0, "black"), (65535, "white"), (60000, "white"), (3000, "black")])
def test_sixteen_bit_grey_keeps_its_brightness(sample: int, expected: str) -> None:
    image = Image.new("I;16", (600, 400), sample)
    for kind in ("PNG", "TIFF"):
        assert colour(shown(intake(encoded(image, kind), STAMP).thumbnail.data), 0.5, 0.5) == expected


@pytest.mark.parametrize("kind", ["WEBP", "PNG", "TIFF"])
def test_of_several_pictures_the_first_is_taken(kind: str) -> None:
    data = encoded(
        Image.new("RGB", (600, 400), "red"), kind, save_all=True, append_images=[Image.new("RGB", (600, 400), "blue")]
    )
    assert colour(shown(intake(data, STAMP).thumbnail.data), 0.5, 0.5) == "red"


def png_header(width: int, height: int) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    idat = b"IDAT" + zlib.compress(b"\0" * 1000)
    chunks = [struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in (body, idat)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def test_decompression_bombs_are_refused_by_their_header() -> None:
    assert code_of(png_header(60_000, 60_000)) == "photo_too_many_pixels"
    canvas = (16_000_000 - 1).to_bytes(3, "little") * 2
    webp = b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + canvas
    assert code_of(webp) == "photo_too_many_pixels"
    assert code_of(encoded(halves(), "BMP"), Limits(max_pixels=100_000)) == "photo_too_many_pixels"


def test_limits_of_size() -> None:
    assert code_of(b"") == "photo_empty"
    assert code_of(encoded(halves(), "PNG"), Limits(max_bytes=100)) == "photo_too_big"


@pytest.mark.parametrize("data", [b"hello", b"%PDF-1.7 ...", b"GIF89a" + bytes(40), b"<svg/>", bytes(500)])
def test_other_files_are_no_photos(data: bytes) -> None:
    assert code_of(data) == "photo_not_image"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_truncated_photos_are_damaged(kind: str, share: float) -> None:
    data = encoded(Image.effect_noise((300, 200), 80).convert("RGB"), kind)
    assert code_of(data[: int(len(data) * share)]) == "photo_damaged"


def ends_well(data: bytes) -> bool:
    try:
        return isinstance(intake(data, STAMP, limits=Limits(max_pixels=2_000_000, max_side=200)), Intake)
    except Problem as problem:
        return problem.code in CODES


SEEDS = [
    camera_jpeg(6, taken="2026:06:11 10:22:33", offset="+08:00", gps=True),
    *(
        encoded(Image.effect_noise((40, 30), 60).convert("RGB"), kind)
        for kind in ("JPEG", "PNG", "WEBP", "TIFF", "BMP")
    ),
    encoded(Image.new("P", (9, 9), 3), "PNG", transparency=3),
    encoded(Image.new("I;16", (9, 9), 3), "TIFF", compression="tiff_lzw"),
]


@given(st.binary(max_size=400), st.sampled_from([seed[:16] for seed in SEEDS] + [b""]))
def test_random_bytes_end_in_a_photo_or_a_problem(tail: bytes, start: bytes) -> None:
    assert ends_well(start + tail)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=6),
    st.floats(0.02, 1),
)
def test_damaged_photos_end_in_a_photo_or_a_problem(seed: bytes, faults: list[tuple[float, int]], kept: float) -> None:
    data = bytearray(seed)
    for place, value in faults:
        data[int(place * len(data))] = value
    assert ends_well(bytes(data[: int(len(data) * kept)]))


def test_a_missing_font_is_a_problem_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "resource", lambda name: tmp_path / name)
    with pytest.raises(Problem) as caught:
        intake(encoded(halves(), "PNG"), STAMP)
    assert caught.value.code == "font_missing"
    assert caught.value.kind.exit_code == 3
