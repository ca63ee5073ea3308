"""HEIC photos: orientation once, 10 bits, the primary picture, limits, damaged files that must not take us down."""

import hashlib
import io
import struct
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from inspector.photos.intake import Intake, Limits, intake
from inspector.photos.stamp import PhotoStamp
from inspector.problems import CATALOGUE, Problem

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "photos"
STAMP = PhotoStamp("嘉陵江化工股份有限公司", "高压配电室", "王工", datetime(2026, 6, 11, 10, 22, tzinfo=UTC))
CODES = {code for code in CATALOGUE if code.startswith("photo_")}
SPOTS = {"top": (0.5, 0.05), "bottom": (0.5, 0.95), "left": (0.05, 0.3), "right": (0.95, 0.3)}
OPPOSITE = {"top": "bottom", "bottom": "top", "left": "right", "right": "left"}
CAMERA = (SAMPLES / "camera.heic").read_bytes()


def thumbnail(name: str) -> Image.Image:
    image = Image.open(io.BytesIO(intake((SAMPLES / f"{name}.heic").read_bytes(), STAMP).thumbnail.data))
    return image.convert("RGB")


def is_red(image: Image.Image, spot: str) -> bool:
    x, y = SPOTS[spot]
    pixel = image.getpixel((int(x * (image.width - 1)), int(y * (image.height - 1))))
    assert isinstance(pixel, tuple)
    return pixel[0] > 150 > pixel[2]


def code_of(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Problem) as caught:
        intake(data, STAMP, limits=limits)
    return caught.value.code


@pytest.mark.parametrize(
    ("name", "red", "size"),
    [
        ("camera", "top", (128, 96)),
        ("irot3", "bottom", (128, 96)),
        ("irot5", "left", (96, 128)),
        ("irot6", "right", (96, 128)),
        ("irot8", "left", (96, 128)),
        ("exif_only", "right", (96, 128)),
        ("ten_bit", "top", (128, 96)),
        ("several", "top", (128, 96)),
    ],
)
def test_the_picture_stands_upright(name: str, red: str, size: tuple[int, int]) -> None:
    shown = thumbnail(name)
    assert is_red(shown, red)
    assert not is_red(shown, OPPOSITE[red])
    assert shown.size == size


def test_the_original_is_what_was_given() -> None:
    taken = intake(CAMERA, STAMP)
    assert taken.original_sha256 == hashlib.sha256(CAMERA).hexdigest()
    assert (taken.original_format, taken.original_width, taken.original_height) == ("HEIF", 128, 96)
    assert taken.taken_at == datetime.fromisoformat("2026-06-11T10:22:33+08:00")
    for made in (taken.display, taken.thumbnail):
        with Image.open(io.BytesIO(made.data)) as image:
            assert image.format == "JPEG"
            assert not image.getexif()


def test_transparency_is_laid_on_white() -> None:
    assert thumbnail("clear").getpixel((30, 30)) == (255, 255, 255)


def sized(width: int, height: int) -> bytes:
    """The sample that says it is so large."""
    at = CAMERA.index(b"ispe") + 8
    return CAMERA[:at] + struct.pack(">II", width, height) + CAMERA[at + 8 :]


def test_large_pictures_are_refused_by_their_header() -> None:
    assert code_of(sized(20_000, 20_000)) == "photo_too_many_pixels"
    assert code_of(CAMERA, Limits(max_pixels=10_000)) == "photo_too_many_pixels"


@pytest.mark.parametrize("size", [(64, 48), (127, 96), (4000, 3000)])
def test_pictures_of_another_size_than_said_are_damaged(size: tuple[int, int]) -> None:
    assert code_of(sized(*size)) == "photo_damaged"


@pytest.mark.parametrize("share", [0.05, 0.3, 0.9])
def test_cut_files_are_damaged(share: float) -> None:
    assert code_of(CAMERA[: int(len(CAMERA) * share)]) == "photo_damaged"


def test_avif_is_refused_with_advice() -> None:
    assert code_of(b"\0\0\0\x18ftypavif" + bytes(100)) == "photo_avif"
    assert code_of(b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf" + bytes(100)) == "photo_avif"


def test_a_file_that_crashes_the_decoder_is_damaged() -> None:
    """The wrapper does not survive metadata whose type is no text; here it takes only the child with it."""
    at = CAMERA.index(b"infe", CAMERA.index(b"infe") + 1)
    kind = CAMERA.index(b"Exif", at)
    assert code_of(CAMERA[: kind + 1] + b"\xf8" + CAMERA[kind + 2 :]) == "photo_damaged"


def ends_well(data: bytes) -> bool:
    try:
        return isinstance(intake(data, STAMP, limits=Limits(max_side=200)), Intake)
    except Problem as problem:
        return problem.code in CODES


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([path.read_bytes() for path in sorted(SAMPLES.glob("*.heic"))]),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 7)), min_size=1, max_size=5),
    st.floats(0.5, 1),
)
@example(CAMERA, [(0.1, 1)], 1.0)
def test_flipped_bits_end_in_a_photo_or_a_problem(seed: bytes, flips: list[tuple[float, int]], kept: float) -> None:
    data = bytearray(seed)
    for place, bit in flips:
        data[int(place * len(data))] ^= 1 << bit
    assert ends_well(bytes(data[: int(len(data) * kept)]))


def test_a_damaged_photo_does_not_cost_memory() -> None:
    """A header that promises the largest picture allowed, and nothing behind it: refused within bounds."""
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from inspector.photos.decode import decode\n"
        "from inspector.problems import Problem\n"
        "try:\n    decode(sys.stdin.buffer.read(), max_pixels=100_000_000, wanted_side=2560)\n"
        "except Problem as problem:\n    print(problem.code)\n"
        "print(next(line for line in Path('/proc/self/status').read_text().splitlines() if line.startswith('VmHWM')))\n"
    )
    out = subprocess.run(
        [sys.executable, "-c", script], input=sized(9_999, 9_999), capture_output=True, check=True, timeout=60
    ).stdout.split()
    assert out[0] == b"photo_damaged"
    assert int(out[2]) < 200_000  # kilobytes; "VmHWM: 45000 kB"


def test_without_the_decoder_the_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    with pytest.raises(Problem) as caught:
        intake(CAMERA, STAMP)
    assert caught.value.code == "photo_heic"
    assert caught.value.kind.exit_code == 3
