"""What people install, on a machine without Python: built, started, and used to the notice and the ledger.

The bundle runs with an empty path and a home of its own; its window shows on a virtual screen.
"""

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageGrab

from inspector.storage.engine import open_connection
from inspector.storage.folder.keys import SAMPLE_KEY
from tests.e2e.running import FIRST, ROOT
from tests.e2e.scripts import answers, signatures, start

pytestmark = pytest.mark.long
PATIENCE_S = 60
MOST_MB = {"folder": 305, "deb": 125, "archive": 145}
"""Most that the bundle and each package may have, so that growing is noticed."""


@dataclass(frozen=True)
class Built:
    """What was built."""

    folder: Path
    deb: Path
    archive: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    out = tmp_path_factory.mktemp("bundle")
    command = [sys.executable, str(ROOT / "packaging" / "bundle" / "build.py"), "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    (deb,), (archive,) = out.glob("*.deb"), out.glob("*.tar.gz")
    return Built(out / "inspector", deb, archive)


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment without Python and without anything of ours."""
    home = tmp_path / "home"
    home.mkdir()
    return {"PATH": str(tmp_path / "nothing"), "HOME": str(home), "LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}


def run(program: Path, env: dict[str, str], *words: str | Path, stdin: str = "") -> str:
    command = [str(program / "inspector"), *map(str, words)]
    done = subprocess.run(
        command, env=env, cwd="/", input=stdin, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def tool(name: str) -> str:
    """A program of the system."""
    found = shutil.which(name)
    assert found, name
    return found


def size_mb(path: Path) -> float:
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file() and not one.is_symlink()]
    return sum(one.stat().st_size for one in files) / 1e6


@contextmanager
def screen() -> Iterator[str]:
    """A virtual screen; its name."""
    read, write = os.pipe()
    command = [tool("Xvfb"), "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


def seen(display: str) -> Image.Image:
    return ImageGrab.grab(xdisplay=display).convert("RGB")


def waited(display: str, found: Callable[[Image.Image], bool], what: str) -> Image.Image:
    """The first picture of the screen for which `found` holds."""
    until = time.monotonic() + PATIENCE_S
    while True:
        picture = seen(display)
        if found(picture):
            return picture
        assert time.monotonic() < until, f"{what} did not show"
        threading.Event().wait(0.25)


def test_a_visit_is_made_and_a_ledger_printed_without_python(
    built: Built, bare: dict[str, str], tmp_path: Path
) -> None:
    workspace = tmp_path / "w"
    run(built.folder, bare, "demo", workspace)
    people = json.loads(run(built.folder, bare, "--workspace", workspace, "person", "list", "--json"))
    inspectors = [one["id"] for one in people if one["login"] in ("wang", "li")]
    first = run(
        built.folder, bare, "--workspace", workspace, "visit", "replay", "-",
        stdin=json.dumps(start("k", FIRST, inspectors)) + "\n",
    )  # fmt: skip
    opened = json.loads(first)
    assert opened["ok"] is True
    photo = ROOT / "tests" / "data" / "photos" / "camera.heic"
    old = {"op": "photo", "hazard": opened["old_hazards"][0]["id"], "file": str(photo)}
    script = [start("k", FIRST, inspectors), *answers(opened), old, *signatures(inspectors)]
    lines = "".join(json.dumps(line) + "\n" for line in script)
    told = run(built.folder, bare, "--workspace", workspace, "visit", "replay", "-", stdin=lines)
    assert all(json.loads(line).get("ok") for line in told.splitlines())
    pdf = tmp_path / "ledger.pdf"
    run(built.folder, bare, "--workspace", workspace, "ledger", "export", "--kind", "rectification", "--out", pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        assert "隐患整改台账" in document[0].get_textpage().get_text_range()
    assert json.loads(run(built.folder, bare, "--workspace", workspace, "doctor", "--json"))["ok"] is True


def test_the_window_opens_a_visit_and_keeps_an_answer(built: Built, bare: dict[str, str], tmp_path: Path) -> None:
    workspace = tmp_path / "w"
    run(built.folder, bare, "demo", workspace)
    people = json.loads(run(built.folder, bare, "--workspace", workspace, "person", "list", "--json"))
    inspectors = [one["id"] for one in people if one["login"] in ("wang", "li")]

    def status() -> dict[str, Any]:
        lines = "".join(json.dumps(line) + "\n" for line in (start("k", FIRST, inspectors), {"op": "status"}))
        told = run(built.folder, bare, "--workspace", workspace, "visit", "replay", "-", stdin=lines)
        return dict(json.loads(told.splitlines()[1]))

    number = status()["number"]
    with screen() as display:
        command = [str(built.folder / "inspector"), "--workspace", str(workspace), "--as", "wang"]
        env = {**bare, "DISPLAY": display}
        window = subprocess.Popen(command, env=env, cwd="/", stderr=subprocess.PIPE, text=True)
        try:
            home = still(display, waited(display, is_drawn, "the window"))
            hands = Hands(display)
            hands.do("windowfocus", hands.window())
            hands.do("key", "ctrl+k")
            still(display, waited(display, lambda picture: picture.tobytes() != home.tobytes(), "the search"))
            before = seen(display)
            hands.do("type", number)
            waited(display, lambda picture: hits(picture) != hits(before), "what was found")
            still(display, seen(display))
            hands.do("key", "Return")
            page = still(display, waited(display, leads_on, "the visit"))
            hands.do("key", "2")
            still(display, waited(display, lambda picture: body(picture) != body(page), "the answer"))
        finally:
            window.send_signal(signal.SIGTERM)
            _out, said = window.communicate(timeout=PATIENCE_S)
    assert "Error" not in said, said
    assert [old["judgement"] for old in status()["old_hazards"]] == ["still"]


def is_drawn(picture: Image.Image) -> bool:
    """Whether a page with texts and colours shows, not a splash."""
    return len(picture.getcolors(maxcolors=1 << 24) or ()) > 400


def body(picture: Image.Image) -> bytes:
    """The page below the search, whose cursor blinks."""
    return picture.crop((80, 200, 1366, 690)).tobytes()


def hits(picture: Image.Image) -> bytes:
    """What the search lists."""
    return picture.crop((350, 115, 1000, 180)).tobytes()


def leads_on(picture: Image.Image) -> bool:
    """Whether the corner where a visit has its next step shows a filled blue button; no other page has one there."""
    corner = picture.crop((1040, 640, 1366, 688)).tobytes()
    points = zip(corner[::3], corner[1::3], corner[2::3], strict=True)
    return sum(red < 60 and 60 < green < 130 and blue > 140 for red, green, blue in points) > 1000


def still(display: str, picture: Image.Image) -> Image.Image:
    """The picture once it has been the same for a second."""
    until, same = time.monotonic() + PATIENCE_S, 0
    while same < 4 and time.monotonic() < until:
        threading.Event().wait(0.25)
        now = seen(display)
        same = same + 1 if body(now) == body(picture) else 0
        picture = now
    return picture


class Hands:
    """Keyboard of the virtual screen."""

    def __init__(self, display: str) -> None:
        self._env = {**os.environ, "DISPLAY": display}

    def do(self, *words: str) -> str:
        """One step of xdotool; what it says."""
        done = subprocess.run([tool("xdotool"), *words], env=self._env, check=True, capture_output=True, text=True)
        return done.stdout

    def window(self) -> str:
        """The program's window: the screen has no window manager that would give it the keyboard."""
        return self.do("search", "--onlyvisible", "--class", "inspector").split()[-1]


def test_the_server_of_the_bundle_answers(built: Built, bare: dict[str, str], tmp_path: Path) -> None:
    run(built.folder, bare, "server", "init", tmp_path / "s", "--name", "x")
    command = [str(built.folder / "inspector"), "server", "run", "--data", str(tmp_path / "s"), "--port", "0", "--json"]
    process = subprocess.Popen(command, env=bare, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        line = ""
        while "}" not in line:
            line += process.stdout.readline()
        assert json.loads(line)["url"].startswith("http://127.0.0.1:")
    finally:
        process.terminate()
        process.communicate()


def test_an_earlier_workspace_is_brought_up_and_a_newer_one_is_refused(
    built: Built, bare: dict[str, str], tmp_path: Path
) -> None:
    shutil.unpack_archive(ROOT / "tests" / "data" / "workspaces" / "0.1.0-early.zip", tmp_path / "w")
    words = ("--workspace", tmp_path / "w", "customer", "list", "--json")
    assert len(json.loads(run(built.folder, bare, *words))) == 5
    assert [path.name for path in (tmp_path / "w" / "before-update").iterdir()] == ["data-0004.db"]
    connection = open_connection(tmp_path / "w" / "data.db", SAMPLE_KEY)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = (tmp_path / "w" / "data.db").read_bytes()
    for language, sentence in (("en", "Install the newer version; nothing was changed."), ("zh_CN", "未作任何更改")):
        command = [str(built.folder / "inspector"), "--language", language, *map(str, words)]
        done = subprocess.run(command, env=bare, cwd="/", capture_output=True, text=True, encoding="utf-8", check=False)
        assert (done.returncode, done.stdout) == (3, "")
        assert sentence in done.stderr
    assert (tmp_path / "w" / "data.db").read_bytes() == before


def test_the_camera_finds_all_that_it_is_linked_with(built: Built) -> None:
    names = {path.name for path in built.folder.rglob("*")}
    plugin = next(built.folder.rglob("libffmpegmediaplugin.so"))
    told = subprocess.run([tool("objdump"), "-p", str(plugin)], capture_output=True, text=True, check=True).stdout
    wanted = {line.split()[1] for line in told.splitlines() if line.split()[:1] == ["NEEDED"]}
    assert {name for name in wanted if name.startswith(("libQt6", "libav", "libsw"))} <= names


def test_no_part_is_there_that_must_not_be(built: Built) -> None:
    names = [path.name for path in built.folder.rglob("*")]
    for word in ("VirtualKeyboard", "Charts", "Graphs", "DataVisualization", "WebEngine", "readline", "gdbm", "libgtk"):
        assert not [name for name in names if word in name], word
    parts = (built.folder / "licences" / "PARTS.txt").read_text("utf-8")
    assert "PySide6_Essentials" in parts
    assert "sqlcipher3" in parts
    for line in parts.splitlines():
        if "GPL" in line and "LGPL" not in line:
            assert "bootloader" in line, line
    for library in ("libssl", "libicudata", "libavcodec", "libheif", "libpdfium", "libxcb-cursor", "Noto Sans SC"):
        assert library in parts, library
    texts = built.folder / "licences"
    for text in ("LICENSE", "texts/LGPL-3.0.txt", "texts/LGPL-2.1.txt", "fonts/OFL.txt", "Python/LICENSE.txt"):
        assert (texts / text).is_file(), text
    assert list((texts / "pypdfium2").iterdir())
    assert list((texts / "sqlcipher3").iterdir())


def test_no_library_is_linked_with_what_must_not_be(built: Built) -> None:
    libraries = [path for path in built.folder.rglob("*.so*") if path.is_file()]
    assert len(libraries) > 100
    for path in libraries:
        held = path.read_bytes()
        for word in (b"libreadline.so", b"libgdbm.so", b"license: GPL", b"--enable-gpl"):
            assert word not in held, (path, word)


def test_sizes_are_what_they_were(built: Built) -> None:
    sizes = {"folder": size_mb(built.folder), "deb": size_mb(built.deb), "archive": size_mb(built.archive)}
    assert {name: mb for name, mb in sizes.items() if mb > MOST_MB[name]} == {}


def test_the_debian_package_puts_everything_in_its_place(built: Built, tmp_path: Path) -> None:
    subprocess.run([tool("dpkg-deb"), "-x", str(built.deb), str(tmp_path)], check=True)
    told = subprocess.run([tool("dpkg-deb"), "-f", str(built.deb)], check=True, capture_output=True, text=True).stdout
    for declared in ("libgssapi-krb5-2", "xkb-data", "libc6 (>= 2."):
        assert declared in told.partition("Depends:")[2].partition("Recommends:")[0], declared
    assert "libpulse0" in told.partition("Recommends:")[2]
    assert gzip.decompress((tmp_path / "usr/share/man/man1/inspector.1.gz").read_bytes()).startswith(b".TH INSPECTOR 1")
    assert (tmp_path / "usr/bin/inspector").is_symlink()
    share = tmp_path / "usr/share"
    names = ["inspector-open.desktop", "inspector.desktop", "zz-inspector-reply.desktop"]
    assert sorted(path.name for path in (share / "applications").iterdir()) == names
    for name in names:
        subprocess.run([tool("desktop-file-validate"), str(share / "applications" / name)], check=True)
    subprocess.run([tool("update-mime-database"), str(share / "mime")], check=True)
    assert "application/x-inspector-exchange:*.hzx" in (share / "mime/globs2").read_text()
    for size in (16, 48, 256):
        with Image.open(share / f"icons/hicolor/{size}x{size}/apps/inspector.png") as icon:
            assert icon.size == (size, size)
            opacity = icon.getchannel("A").tobytes()
            assert min(opacity) < max(opacity) == 255, "nothing was drawn"
    assert (share / "icons/hicolor/scalable/apps/inspector.svg").is_file()
    env = {"PATH": "", "HOME": str(tmp_path)}
    assert run(tmp_path / "opt/inspector", env, "--version").strip() == "0.1.0"


def test_the_archive_runs_where_it_is_unpacked_and_joins_the_menu(built: Built, tmp_path: Path) -> None:
    folder = unpacked(built, tmp_path / "优盘 1" / "用电 检查")
    before = state(folder)
    env = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path / "home")}
    assert run(folder, env, "--version").strip() == "0.1.0"
    subprocess.run([str(folder / "add-to-menu.sh")], env=env, check=True, capture_output=True)
    entry = tmp_path / "home/.local/share/applications/inspector.desktop"
    assert f'Exec="{folder}/inspector"' in entry.read_text("utf-8")
    subprocess.run([tool("desktop-file-validate"), str(entry)], check=True)
    subprocess.run([str(folder / "add-to-menu.sh"), "--remove"], env=env, check=True, capture_output=True)
    assert not entry.exists()
    assert state(folder) == before
    shutil.rmtree(tmp_path / "优盘 1")


def test_a_window_from_a_stick_that_cannot_be_written(built: Built, bare: dict[str, str], tmp_path: Path) -> None:
    folder = unpacked(built, tmp_path / "优盘 1" / "用电 检查")
    workspace = tmp_path / "样本 工作区"
    run(folder, bare, "demo", workspace)
    writable(folder, on=False)
    before = state(folder)
    pdf = tmp_path / "一户一册.pdf"
    run(folder, bare, "--workspace", workspace, "document", "customer-file", FIRST, "--out", pdf)
    assert pdf.read_bytes().startswith(b"%PDF")
    with screen() as display:
        command = [str(folder / "inspector"), "--workspace", str(workspace), "--as", "wang"]
        window = subprocess.Popen(command, env={**bare, "DISPLAY": display}, cwd="/", stderr=subprocess.PIPE, text=True)
        try:
            waited(display, is_drawn, "the window")
            assert Hands(display).window()
        finally:
            window.send_signal(signal.SIGTERM)
            _out, said = window.communicate(timeout=PATIENCE_S)
    assert "Error" not in said, said
    assert state(folder) == before
    writable(folder, on=True)
    shutil.rmtree(tmp_path / "优盘 1")


def unpacked(built: Built, target: Path) -> Path:
    """The folder of the archive, where somebody put it."""
    with tarfile.open(built.archive) as packed:
        packed.extractall(target, filter="data")
    (folder,) = target.iterdir()
    return folder


def writable(folder: Path, *, on: bool) -> None:
    """Let everything below be written, or nothing; root may all the same, so what is there is compared besides."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | 0o200 if on else path.stat().st_mode & ~0o222)


def state(folder: Path) -> dict[str, int]:
    """What is there and when it was last written."""
    return {str(path): path.lstat().st_mtime_ns for path in folder.rglob("*")}
