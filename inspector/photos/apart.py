"""HEIC photos are decoded in a process of their own: a damaged or hostile file may crash the decoder, not the program.

The wrapper around the decoder is known to take the process down on items whose type is no text. The child
(`python -m inspector.photos.apart`; a bundle has no such option and is started with the module's name, see
`packaging/bundle/entry.py`) gets the file on standard input and answers with one line of JSON and the pixels
(RGB, reduced to the side that is wanted). Whatever else happens to it means that the photo is damaged.
"""

import contextlib
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Final

from PIL import Image

from inspector.photos import heif
from inspector.photos.decode import Decoded, decode
from inspector.problems import Problem

MODULE: Final = "inspector.photos.apart"
SECONDS: Final = 60
"""How long a photo may take; 100 megapixels take about ten."""
MEMORY: Final = 4_000_000_000
"""Address space of the child in bytes, where the system can bound it."""
_ROOT: Final = Path(__file__).resolve().parents[2]
"""Where the child finds this program; never the folder it happens to run in."""
_NO_WINDOW: Final = int(getattr(subprocess, "CREATE_NO_WINDOW", 0))


def decode_safely(data: bytes, *, max_pixels: int, wanted_side: int) -> Decoded:
    """As `decode`; a HEIC photo comes back no larger than `wanted_side`. Any thread but the window's: it waits."""
    if not heif.is_heif(data):
        return decode(data, max_pixels=max_pixels, wanted_side=wanted_side)
    heif.find_decoder()
    line = [*_child(), str(max_pixels), str(wanted_side)]
    try:
        done = subprocess.run(  # noqa: S603 - this program itself, with two numbers
            line,
            input=data,
            capture_output=True,
            check=False,
            timeout=SECONDS,
            creationflags=_NO_WINDOW,
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
        )
    except subprocess.TimeoutExpired as error:
        raise Problem("photo_damaged") from error
    except OSError as error:
        raise Problem("photo_heic") from error
    if done.returncode:
        raise Problem("photo_damaged")
    return _answer(done.stdout)


def _child() -> list[str]:
    """What starts the child, but for its two numbers."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-P", "-m", MODULE]
    with_output = Path(sys.executable).with_name("inspector-cli.exe")  # on Windows the window's program has none
    return [str(with_output if with_output.is_file() else sys.executable), MODULE]


def _answer(out: bytes) -> Decoded:
    """What the child says: a problem, or facts and pixels."""
    head, _, pixels = out.partition(b"\n")
    try:
        facts = json.loads(head)
        if "problem" in facts:
            raise Problem(str(facts["problem"]), **facts["params"])
        image = Image.frombytes("RGB", tuple(facts["size"]), pixels)
        taken = datetime.fromisoformat(facts["taken_at"]) if facts["taken_at"] else None
        return Decoded(image, str(facts["format"]), int(facts["width"]), int(facts["height"]), taken)
    except (ValueError, LookupError, TypeError) as error:
        raise Problem("photo_damaged") from error


def main() -> None:
    """The child: a file on standard input, facts and pixels on standard output."""
    _bound()
    max_pixels, wanted_side = (int(word) for word in sys.argv[-2:])
    out = sys.stdout.buffer
    try:
        found = decode(sys.stdin.buffer.read(), max_pixels=max_pixels, wanted_side=wanted_side)
    except Problem as problem:
        out.write(json.dumps({"problem": problem.code, "params": dict(problem.params)}).encode() + b"\n")
        return
    image = found.image
    image.thumbnail((wanted_side, wanted_side), Image.Resampling.LANCZOS)
    facts = {
        "format": found.format,
        "width": found.width,
        "height": found.height,
        "taken_at": found.taken_at.isoformat() if found.taken_at else "",
        "size": image.size,
    }
    out.write(json.dumps(facts).encode() + b"\n")
    out.write(image.tobytes())


def _bound() -> None:
    """Bound the memory and leave no core file with a photo in it, where the system can."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main()
