"""The web page over HTTP: who may see what, what forms and addresses cannot do, and how rows come to be there."""

import io
import re
from collections.abc import Iterator

import httpx
import openpyxl
import pypdfium2 as pdfium
import pytest

from inspector.domain.events import BlobRef
from inspector.domain.person import Role
from inspector.server import administration, quarantine
from inspector.server.app import application
from inspector.server.database import Database, sqlite_url
from inspector.server.pages import passwords, readers, routes
from inspector.server.pages.drawing import HEADERS
from inspector.server.web import Service
from tests.unit.server import world
from tests.unit.server.ledger_world import OPENED, PICTURE, SHA, Reading, fill, hazard
from tests.unit.server.web import served
from tests.unit.server.world import Laptop, Server


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str, Laptop]]:
    folder = tmp_path_factory.mktemp("pages")
    made = world.server(Database(sqlite_url(folder / "s.db")), folder)
    laptop = fill(made)
    with served(made.core) as url:
        yield made, url, laptop
    made.core.database.close()


@pytest.fixture(autouse=True)
def closing() -> Iterator[None]:
    yield
    while OPENED:
        OPENED.pop().close()


@pytest.fixture
def reading(running: tuple[Server, str, Laptop]) -> Reading:
    """Li, who reads `north`, signed in."""
    found = Reading(running[0], running[1])
    assert found.sign_in().status_code == 200
    return found


def rows(page: httpx.Response) -> list[str]:
    """The numbers of the rows of a page."""
    return re.findall(r'<a href="/(?:hazards|visits)/[^"]+">([^<]+)</a>', page.text)


def test_a_ledger_shows_only_the_areas_of_the_grants(reading: Reading) -> None:
    page = reading.http.get("/ledgers/rectification?state=all")
    assert rows(page) == ["H-1", "H-2"]
    assert "南区" not in page.text
    assert reading.http.get("/ledgers/rectification?state=all&area=south").text.count("H-1") == 1
    for path in ("/hazards/h3", "/hazards/h3/photos/1", "/hazards/none", "/visits/h1", "/ledgers/none", "/none"):
        assert reading.http.get(path, headers={"Accept": "text/html"}).status_code == 404, path


def test_texts_of_records_are_text(reading: Reading) -> None:
    page = reading.http.get("/hazards/h1").text
    assert "接地线 &lt;b&gt;断股&lt;/b&gt;" in page
    assert "<b>" not in page
    assert "滨江人民医院" in page
    assert "critical or serious, overdue" in page
    assert "1#主变" in page


def test_filters_narrow_and_what_is_wrong_is_told(reading: Reading) -> None:
    get = reading.http.get
    assert rows(get("/ledgers/rectification?state=overdue")) == ["H-1"]
    assert rows(get("/ledgers/rectification?grade=general")) == ["H-2"]
    assert rows(get("/ledgers/rectification?state=closed")) == []
    assert rows(get("/ledgers/supervision")) == ["H-1"]
    assert rows(get("/ledgers/inspection")) == ["V-1"]
    for words, found in (("江人 医院", 2), ("0056390", 2), ("h-2", 1), ("100%", 0), ("接_线", 0), ("照明 滨江", 1)):
        assert len(rows(get("/ledgers/rectification", params={"q": words}))) == found, words
    assert rows(get("/ledgers/rectification?sort=number&order=desc")) == ["H-2", "H-1"]
    assert rows(get("/ledgers/rectification?from=2026-11-20")) == []
    wrong = get("/ledgers/rectification?from=20.11.&grade=bad&page=-7&sort=words")
    assert rows(wrong) == ["H-1", "H-2"]
    assert "“20.11.”".replace("“", "&#34;").replace("”", "&#34;") in wrong.text
    assert wrong.text.count('role="alert"') == 3
    assert rows(get("/ledgers/rectification?page=3")) == ["H-1", "H-2"]  # the last page there is


def test_pages_of_fifty(running: tuple[Server, str, Laptop], reading: Reading) -> None:
    _server, _url, laptop = running
    for number in range(60):
        hazard(laptop, f"hp{number}", number=f"P-{number:02}", grade="serious", description="许多", photos=[])
    first = reading.http.get("/ledgers/rectification?q=许多")
    assert len(rows(first)) == 50
    (link,) = re.findall(r'rel="next" href="([^"]+)"', first.text)
    second = reading.http.get(link.replace("&amp;", "&"))
    assert len(rows(second)) == 10
    assert not set(rows(first)) & set(rows(second))
    assert "page 2 of 2" in second.text


def test_a_photo_comes_from_its_hazard(reading: Reading) -> None:
    found = reading.http.get("/hazards/h1/photos/1")
    assert (found.content, found.headers["content-type"]) == (PICTURE, "image/jpeg")
    assert [reading.http.get(f"/hazards/h1/photos/{place}").status_code for place in (0, 2)] == [404, 404]


def test_the_rows_as_a_file(reading: Reading) -> None:
    pdf = reading.http.get("/ledgers/supervision.pdf")
    assert pdf.content[:5] == b"%PDF-"
    assert "attachment" in pdf.headers["content-disposition"]
    sheet = reading.http.get("/ledgers/rectification.xlsx?state=overdue&document=en")
    book = openpyxl.load_workbook(io.BytesIO(sheet.content))
    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert "H-1" in cells
    assert "H-2" not in cells
    assert reading.http.get("/ledgers/rectification.exe").status_code == 404


def test_who_is_not_signed_in_is_led_to_the_form_and_back(running: tuple[Server, str, Laptop]) -> None:
    one = Reading(running[0], running[1])
    for path in ("/ledgers/rectification", "/hazards/h1", "/hazards/h1/photos/1", "/visits/v1", "/password"):
        assert one.http.get(path).url.path == "/sign-in"
    assert one.sign_in(next="/hazards/h1").url.path == "/hazards/h1"
    for target in ("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:1"):
        other = Reading(running[0], running[1])
        assert other.sign_in(next=target).url.host == "127.0.0.1"


def test_a_wrong_password_and_an_unknown_login_look_alike(running: tuple[Server, str, Laptop]) -> None:
    server, url, _laptop = running
    answers = set()
    for login in ("li", "wang", "nobody"):  # wang has no password
        one = Reading(server, url, login)
        page = one.sign_in("not the password")
        assert page.status_code == 401
        answers.add(re.sub(r'value="[^"]*"', "", page.text))
    assert len(answers) == 1


def test_forms_of_others_do_nothing(reading: Reading) -> None:
    base, kept, own = reading.http.base_url, dict(reading.http.cookies), reading.key("/password")

    def post(path: str, cookies: dict[str, str], site: str = "same-origin", **fields: str) -> int:
        headers = {"Sec-Fetch-Site": site, "Cookie": "; ".join(f"{name}={text}" for name, text in cookies.items())}
        return httpx.post(base.join(path), data=fields, headers=headers, trust_env=False).status_code

    assert post("/sign-out", kept, key="0" * 64) == 403
    assert post("/sign-out", kept) == 403
    assert post("/sign-out", kept, "cross-site", key=own) == 403
    assert post("/sign-in", {}, login="li", password="x", key=own) == 403
    assert post("/sign-out", kept, **{f"f{number}": "x" for number in range(30)}) == 400
    assert rows(reading.http.get("/ledgers/rectification?grade=critical")) == ["H-1"]
    assert post("/sign-out", kept, key=own) == 303


def test_signing_out_ends_the_session(reading: Reading) -> None:
    kept = dict(reading.http.cookies)
    assert reading.http.post("/sign-out", data={"key": reading.key("/password")}).url.path == "/sign-in"
    again = httpx.get(reading.http.base_url.join("/password"), cookies=kept, trust_env=False)
    assert again.status_code == 303


def test_a_password_of_ones_own_ends_other_sessions(running: tuple[Server, str, Laptop]) -> None:
    server, url, _laptop = running
    given = readers.give_password(server.core, "li")
    here, elsewhere = Reading(server, url), Reading(server, url)
    assert here.sign_in(given).status_code == elsewhere.sign_in(given).status_code == 200

    def change(old: str, new: str, again: str) -> httpx.Response:
        return here.http.post("/password", data={"key": here.key("/password"), "old": old, "new": new, "again": again})

    assert change("wrong", "four good words", "four good words").status_code == 422
    assert change(given, "short", "short").status_code == 422
    assert change(given, "li likes lamps", "li likes lamps").status_code == 422
    assert change(given, "four good words", "four bad words").status_code == 422
    assert "was changed" in change(given, "four good words", "four good words").text
    assert here.http.get("/password").url.path == "/password"
    assert elsewhere.http.get("/password").url.path == "/sign-in"
    assert Reading(server, url).sign_in("four good words").status_code == 200
    assert Reading(server, url).sign_in(given).status_code == 401


def test_who_leaves_or_loses_the_grant_sees_nothing_at_once(running: tuple[Server, str, Laptop]) -> None:
    server, url, _laptop = running
    server.member("guest", team="x", grants=[("north", "reader")])
    guest = Reading(server, url, "guest")
    guest.sign_in()
    assert rows(guest.http.get("/ledgers/supervision"))
    administration.withdraw(server.core, "guest", "north", "reader")
    assert "no area yet" in guest.http.get("/ledgers/supervision").text
    quarantine.grant(server.core, "p-guest", "south", "reader")
    assert rows(guest.http.get("/ledgers/rectification")) == ["S-1"]
    administration.change_user(server.core, "guest", administration.Change(active=False))
    assert guest.http.get("/ledgers/supervision").url.path == "/sign-in"
    assert Reading(server, url, "guest").sign_in().status_code == 401


def test_a_session_ends_by_itself(running: tuple[Server, str, Laptop]) -> None:
    server, url, _laptop = running
    one = Reading(server, url)
    one.sign_in()
    server.clock.pass_(readers.SESSION_S + 1)
    assert one.http.get("/password").url.path == "/sign-in"


def test_guessing_is_slowed_down(running: tuple[Server, str, Laptop]) -> None:
    server, _url, _laptop = running
    with served(server.core, limited=True) as url:
        one = Reading(server, url, "guessed")
        codes = [one.sign_in(f"guess {number}").status_code for number in range(6)]
    assert codes == [401] * 5 + [429]


def test_every_page_has_its_headers_and_no_script(running: tuple[Server, str, Laptop], reading: Reading) -> None:
    paths = ("/sign-in", "/ledgers/rectification", "/ledgers/inspection", "/hazards/h1", "/visits/v1", "/password")
    for path in (*paths, "/hazards/nothing"):
        page = reading.http.get(path)
        assert {name: page.headers[name] for name in HEADERS} == HEADERS
        assert not re.search(r"<script|<style| style=| on[a-z]+=|javascript:", page.text), path
        assert "Strict-Transport-Security" not in page.headers
    (style,) = re.findall(r'href="(/style-[0-9a-f]+\.css)"', page.text)
    found = reading.http.get(style)
    assert "immutable" in found.headers["cache-control"]
    assert "prefers-color-scheme: dark" in found.text
    cookies = Reading(running[0], running[1]).http.get("/sign-in").headers.get_list("set-cookie")
    assert all("HttpOnly" in cookie and "SameSite=lax" in cookie for cookie in cookies)
    assert cookies


def test_behind_tls_cookies_are_only_sent_over_tls(running: tuple[Server, str, Laptop]) -> None:
    page = httpx.get(running[1] + "/sign-in", headers={"X-Forwarded-Proto": "https"}, trust_env=False)
    (cookie,) = page.headers.get_list("set-cookie")
    assert cookie.startswith("__Host-")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "max-age" in page.headers["Strict-Transport-Security"]


def test_the_language_follows_the_browser_and_the_switch(running: tuple[Server, str, Laptop]) -> None:
    def lang(**headers: str) -> str:
        page = httpx.get(running[1] + "/sign-in", headers=headers, trust_env=False)
        (found,) = re.findall(r'<html lang="([^"]+)"', page.text)
        return str(found)

    said = {"en-GB,en;q=0.8": "en", "zh-TW": "zh-CN", "fr,en;q=0.3,zh;q=0.7": "zh-CN", "fr": "zh-CN", "en;q=x": "zh-CN"}
    assert {text: lang(**{"Accept-Language": text}) for text in said} == said
    one = Reading(running[0], running[1])
    assert '<html lang="zh-CN"' in one.http.get("/language/zh_CN?next=/sign-in").text
    assert '<html lang="zh-CN"' in one.http.get("/sign-in").text
    assert one.http.get("/language/xx").status_code == 404


@pytest.mark.expects_log("bug")
def test_a_bug_is_told_as_a_page_and_logged(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("inspector.server.pages.reading.ledger", broken)
    fill(server)
    with served(server.core) as url:
        one = Reading(server, url)
        page = one.sign_in(next="/ledgers/inspection")
    assert page.status_code == 500
    assert "secret" not in page.text


def test_passwords_are_kept_as_slow_hashes() -> None:
    kept = passwords.hash_of("four good words")
    assert kept.startswith("argon2id$32768$3$")
    assert passwords.is_right("four good words", kept)
    assert not passwords.is_right("four good word", kept)
    assert not passwords.is_right("", passwords.NOBODY)
    assert passwords.hash_of("four good words") != kept


def test_every_route_is_in_the_application(server: Server) -> None:
    known = {route.path for route in application(server.core, Service(server.core)).routes if hasattr(route, "path")}
    assert set(routes.PAGES) <= known


def test_what_was_ruled_out_shows_neither_pictures_nor_words(
    running: tuple[Server, str, Laptop], reading: Reading
) -> None:
    server, _url, _laptop = running
    server.person("zhou", Role.INSPECTOR, scopes=["south"])
    outsider = server.laptop("p-zhou", "d-outside")
    blobs = (BlobRef(SHA, len(PICTURE), "image/jpeg"),)
    told = [
        outsider.event("rectification_submitted", "h2", note="OUTSIDER-SUBMITS"),
        outsider.event("photo_added", "h2", photos=[{"display": SHA, "taken_at": "INVENTED"}], blobs=blobs),
        outsider.event("note_added", "h2", text="OUTSIDER-WORDS"),
    ]
    (receipt,) = outsider.push(outsider.frame(*told))
    assert {code for _event, code in receipt.rulings} == {"out_of_scope"}
    page = reading.http.get("/hazards/h2").text
    assert "/photos/" not in page
    assert not re.search("OUTSIDER|INVENTED", page)
    assert page.count("without effect") == 3
    assert reading.http.get("/hazards/h2/photos/1").status_code == 404


def test_odd_addresses_are_no_pages_and_no_bugs(running: tuple[Server, str, Laptop], reading: Reading) -> None:
    stranger = Reading(running[0], running[1])
    html = {"Accept": "text/html"}
    long = "9" * 5000
    for path in ("/hazards/%00", "/visits/a%00b", "/hazards/%00/photos/1", "/visits/%00/notices/1", "/none"):
        assert reading.http.get(path, headers=html).status_code == 404, path
    for path in (
        f"/hazards/h1/photos/{long}",
        "/hazards/h1/photos/0",
        "/hazards/h1/photos/x",
        f"/visits/v1/notices/{long}",
    ):
        page = reading.http.get(path)
        assert page.status_code == 404, path
        assert page.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
        assert stranger.http.get(path).url.path == "/sign-in"
    missing = reading.http.get("/none", headers=html)
    assert ">Sign out<" in missing.text
    assert f" · {running[0].core.hello().name}</title>" in missing.text
    refused = reading.http.put("/ledgers/rectification", headers=html)
    assert (refused.status_code, refused.headers["content-type"][:9]) == (405, "text/html")
    assert "GET" in refused.headers["Allow"]
    assert {name: refused.headers[name] for name in HEADERS} == HEADERS
    far = stranger.http.get("/ledgers/rectification?q=" + "x" * 9000, follow_redirects=False)
    assert far.headers["location"] == "/sign-in"


def test_signing_in_once_more_ends_the_session_before(running: tuple[Server, str, Laptop]) -> None:
    one = Reading(running[0], running[1])
    given = readers.give_password(running[0].core, "li")
    one.sign_in(given)
    before, key = one.http.cookies["inspector_session"], one.key("/password")
    one.http.post("/sign-in", data={"key": key, "login": "li", "password": given})
    assert one.http.cookies["inspector_session"] != before
    assert readers.reader(running[0].core, before) is None


def test_guessing_of_others_locks_nobody_out_of_a_browser_that_is_known(running: tuple[Server, str, Laptop]) -> None:
    server, _url, _laptop = running
    given = readers.give_password(server.core, "li")
    with served(server.core, limited=True) as url:
        own, other = Reading(server, url), Reading(server, url)
        assert own.sign_in(given).status_code == 200
        own.http.post("/sign-out", data={"key": own.key("/password")})
        assert [other.sign_in(f"guess {number}").status_code for number in range(6)] == [401] * 5 + [429]
        assert own.sign_in(given).status_code == 200
        own.http.post("/sign-out", data={"key": own.key("/password")})
        other.http.cookies.set("inspector_known", "made-up")
        assert other.sign_in(given).status_code == 429
        codes = [own.sign_in(f"guess {number}").status_code for number in range(6)]
        assert codes == [401] * 5 + [429]


def test_a_file_has_the_rows_and_the_head_of_now(running: tuple[Server, str, Laptop], reading: Reading) -> None:
    _server, _url, laptop = running

    def chosen(section: str, **fields: str) -> None:
        told = {"section": section, **fields}
        made = laptop.event("settings_changed", f"{section}-now", kind="setting", fields=told, roles=["lead"])
        (receipt,) = laptop.push(laptop.frame(made))
        assert receipt.rulings == ()

    def text() -> str:
        document = pdfium.PdfDocument(reading.http.get("/ledgers/supervision.pdf").content)
        try:
            return "".join(page.get_textpage().get_text_bounded() for page in document)
        finally:
            document.close()

    reading.http.get("/ledgers/supervision")
    hazard(laptop, "fresh", number="F-1", grade="critical", description="新挂出来", photos=[])
    chosen("company", company="城东供电公司")
    chosen("documents", **{"signature.prepared.role": "编制人", "signature.prepared.name": "张三丰"})
    found = "".join(text().split())
    assert [words for words in ("新挂出来", "城东供电公司", "编制人", "张三丰") if words not in found] == []
