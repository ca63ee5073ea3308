"""The server's web page in a real browser: a laptop's records, read by somebody who has no program."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pypdfium2
import pytest

from tests.e2e.running import inspector, ok
from tests.e2e.web_world import Page, served, sign_in, with_fonts
from tests.unit.server.browser import Browser

NAMES = "[...document.querySelectorAll('a, button, input:not([type=hidden]), select, [tabindex=\"0\"]')]"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, demo: Path) -> Iterator[Page]:
    with served(tmp_path_factory.mktemp("page"), demo) as made:
        yield made


@pytest.fixture
def opened(page: Page, tmp_path: Path) -> Iterator[Callable[..., Browser]]:
    """Opens browsers; `signed` has one signed in."""
    started: list[Browser] = []

    def start(*, signed: bool = True, **how: Any) -> Browser:
        browser = Browser(home=with_fonts(tmp_path), **how).__enter__()
        started.append(browser)
        if signed:
            sign_in(browser, page)
        else:
            browser.open(page.url)
        return browser

    yield start
    for browser in started:
        browser.__exit__(None, None, None)


def numbers(browser: Browser) -> list[str]:
    """The numbers in the table's first column."""
    found = browser.script("[...document.querySelectorAll('tbody th a')].map(a => a.innerText)")
    return [str(one) for one in found]


def test_the_same_rows_as_on_the_laptop(page: Page, opened: Callable[..., Browser]) -> None:
    browser = opened()
    laptop = ok(inspector("--workspace", page.workspace, "ledger", "list", "--kind", "rectification", "--json")).json
    browser.open(f"{page.url}/ledgers/rectification?state=all")
    assert sorted(numbers(browser)) == sorted(row["number"] for row in laptop)
    supervised = ok(inspector("--workspace", page.workspace, "ledger", "list", "--kind", "supervision", "--json")).json
    browser.open(f"{page.url}/ledgers/supervision")
    assert len(numbers(browser)) == len(supervised)
    browser.open(f"{page.url}/ledgers/inspection")
    visits = ok(inspector("--workspace", page.workspace, "ledger", "list", "--kind", "inspection", "--json")).json
    assert sorted(numbers(browser)) == sorted(row["number"] for row in visits)
    browser.open(f"{page.url}/ledgers/rectification?state=all")
    browser.type("#q", "滨江")
    browser.click("form.filter button")
    found = {row["number"] for row in laptop if "滨江" in row["customer"]}
    assert set(numbers(browser)) <= found
    assert found


def test_the_whole_page_works_by_keyboard_without_scripts(page: Page, opened: Callable[..., Browser]) -> None:
    browser = opened(signed=False, scripts=False)
    assert browser.script("document.activeElement.id") == "login"
    browser.type("#login", "wang")
    browser.type("#password", page.password)
    browser.do(key="Return")
    assert browser.script("location.pathname") == "/ledgers/rectification"
    reached = set()
    for _ in range(60):
        browser.do(key="Tab")
        reached.add(browser.script(f"{NAMES}.indexOf(document.activeElement)"))
        ring = browser.script("getComputedStyle(document.activeElement).outlineStyle")
        assert ring == "solid" or browser.script("document.activeElement === document.body")
    assert set(range(12)) <= reached


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_nothing_is_wider_than_the_window_and_everything_has_a_name(
    page: Page, opened: Callable[..., Browser], language: str
) -> None:
    browser = opened(language=language)
    hazard = browser.script("document.querySelector('tbody th a').pathname")
    paths = ("/ledgers/rectification", "/ledgers/supervision", "/ledgers/inspection", hazard, "/password", "/none")
    for width, height in ((1366, 690), (1920, 1080), (420, 800)):
        browser.do(size=[width, height])
        for path in paths:
            browser.open(page.url + path)
            assert browser.script("document.documentElement.scrollWidth <= innerWidth"), (path, width)
            nameless = f"{NAMES}.filter(e => !(e.innerText || e.ariaLabel || (e.labels && e.labels.length))).length"
            assert browser.script(nameless) == 0, path
            assert browser.script("document.querySelectorAll('h1').length") == 1
            assert browser.script("document.documentElement.lang") == ("en" if language == "en" else "zh-CN")


def test_colours_follow_the_system_and_stand_out(page: Page, opened: Callable[..., Browser]) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light, dark = opened(), opened(dark=True)
    assert (light.script(ground), dark.script(ground)) == ("rgb(244, 246, 249)", "rgb(24, 29, 35)")
    for browser in (light, dark):
        assert browser.script(CONTRAST) == []


CONTRAST = """(() => {
  const line = v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const lum = c => { const [r, g, b] = c.map(v => line(v / 255));
    return .2126 * r + .7152 * g + .0722 * b; };
  const rgb = text => (text.match(/[0-9.]+/g) || []).map(Number);
  const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] === 1) return c.slice(0, 3); } return [255, 255, 255]; };
  const bad = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.getClientRects().length) continue;
    const [a, b] = [lum(rgb(getComputedStyle(e).color).slice(0, 3)), lum(ground(e))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) bad.push([e.outerHTML.slice(0, 80), ratio]);
  }
  return bad;
})()"""
"""Texts whose contrast with what is behind them is below 4.5 : 1 (WCAG AA)."""


def test_it_prints_with_the_head_on_each_sheet(page: Page, opened: Callable[..., Browser], tmp_path: Path) -> None:
    browser = opened()
    browser.open(f"{page.url}/ledgers/rectification?state=all")
    browser.do(pdf=str(tmp_path / "printed.pdf"))
    with pypdfium2.PdfDocument(tmp_path / "printed.pdf") as printed:
        texts = [sheet.get_textpage().get_text_range() for sheet in printed]
        sizes = [sheet.get_size() for sheet in printed]
    assert len(texts) > 1
    assert all("隐患编号" in text for text in texts)
    assert "English" not in texts[0]
    assert all(width > height for width, height in sizes)


def test_the_ledger_comes_as_pdf(page: Page) -> None:
    with httpx.Client(base_url=page.url, trust_env=False, follow_redirects=True) as http:
        key = re.findall(r'name="key" value="([0-9a-f]+)"', http.get("/sign-in").text)[0]
        http.post("/sign-in", data={"key": key, "login": "wang", "password": page.password})
        chinese = http.get("/ledgers/rectification.pdf?state=all")
        english = http.get("/ledgers/rectification.pdf?state=all&document=en")
        visit = re.findall(r'href="(/visits/[^"]+)"', http.get("/ledgers/inspection").text)[0]
        (notice,) = re.findall(r'href="(/visits/[^"]+/notices/1)"', http.get(visit).text)
        signed = http.get(notice)
    with pypdfium2.PdfDocument(signed.content) as document:
        assert "用电检查结果通知书" in document[0].get_textpage().get_text_range().replace(" ", "")
    texts = []
    for answer in (chinese, english):
        with pypdfium2.PdfDocument(answer.content) as document:
            texts.append("".join(sheet.get_textpage().get_text_range() for sheet in document))
    assert "隐患整改台账" in texts[0]
    assert "Hazard Rectification Ledger" in texts[1]
    laptop = ok(inspector("--workspace", page.workspace, "ledger", "list", "--kind", "rectification", "--json")).json
    assert [row["number"] for row in laptop if row["number"] not in texts[0].replace("\r\n", "")] == []
