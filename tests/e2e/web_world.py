"""A server that a sample laptop has sent everything to, for tests and pictures of the web page.

python -m tests.e2e.web_world FOLDER      pictures of every page in two sizes, both themes and both languages
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from tests.e2e.running import ROOT, inspector, ok
from tests.e2e.test_sync_commands import running
from tests.unit.server.browser import Browser

SIZES = ((1366, 690), (1920, 1080))
LANGUAGES = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True)
class Page:
    """The address; the sample laptop's workspace; the password of its lead, whose login is `wang`."""

    url: str
    workspace: Path
    password: str


@contextmanager
def served(base: Path, sample: Path) -> Iterator[Page]:
    """A server in `base`, with everything that a copy of the sample workspace holds."""
    folder, laptop = base / "server", Path(shutil.copytree(sample, base / "laptop"))

    def server(*words: str) -> Any:
        return ok(inspector("server", *words, "--data", folder, "--json")).json

    ok(inspector("server", "init", folder, "--name", "城东供电所"))
    people = ok(inspector("--workspace", laptop, "person", "list", "--json")).json
    for one in people:
        roles = [word for role in one["roles"] for word in ("--role", role)]
        server("user", "add", one["login"], "--name", one["name"], "--team", one["team"], "--id", one["id"], *roles)
        server("grant", one["login"], one["areas"][0], "author")
    code = server("enroll", *(one["login"] for one in people))["code"]
    password = server("user", "password", "wang")["password"]
    with running(folder) as url:
        ok(inspector("--workspace", laptop, "sync", "--server", url, "--code", code))
        yield Page(url, laptop, password)


def with_fonts(home: Path) -> Path:
    """A home folder whose programs know the fonts of the program: this machine may have no Chinese ones."""
    (home / ".fonts").mkdir(parents=True, exist_ok=True)
    for font in (ROOT / "resources" / "fonts").glob("*.ttf"):
        shutil.copy(font, home / ".fonts")
    return home


def sign_in(browser: Browser, page: Page) -> None:
    """Through the form."""
    browser.open(page.url)
    browser.type("#login", "wang")
    browser.type("#password", page.password)
    browser.click("button.primary")


def pictures(folder: Path) -> None:
    """Every page in every look."""
    with tempfile.TemporaryDirectory() as made:
        base = Path(made)
        ok(inspector("demo", base / "sample"))
        with served(base, base / "sample") as page:
            for (name, language), dark in product(LANGUAGES.items(), (False, True)):
                with Browser(home=with_fonts(base / "home"), dark=dark, language=language) as browser:
                    _look(browser, page, folder, f"{'dark' if dark else 'light'}-{name}")


def _look(browser: Browser, page: Page, folder: Path, look: str) -> None:
    browser.open(page.url)
    browser.do(picture=str(folder / f"web-sign-in-{SIZES[0][0]}x{SIZES[0][1]}-{look}.png"))
    sign_in(browser, page)
    hazard = browser.script("document.querySelector('tbody th a').pathname")
    browser.open(f"{page.url}/ledgers/inspection")
    visit = browser.script("document.querySelector('tbody th a').pathname")
    ledgers = {name: f"/ledgers/{name}" for name in ("rectification", "supervision", "inspection")}
    pages = {**ledgers, "hazard": hazard, "visit": visit, "password": "/password", "missing": "/none"}
    for (width, height), (name, path) in product(SIZES, pages.items()):
        browser.do(size=[width, height])
        browser.open(page.url + path)
        browser.do(picture=str(folder / f"web-{name}-{width}x{height}-{look}.png"))


if __name__ == "__main__":
    pictures(Path(sys.argv[1]))
