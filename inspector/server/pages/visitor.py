"""One request of a browser: who it is, in which language, what its form says, and what is limited."""

from typing import Any, Final
from urllib.parse import parse_qsl, quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from inspector.i18n import LANGUAGES, Translator
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.server.pages import drawing, readers
from inspector.server.pages.readers import Reader
from inspector.server.web import Service, thread
from inspector.sync.messages import malformed

MOST_FORM: Final = 8 * 1024
"""Bytes of a form."""
MOST_FIELDS: Final = 20
LANGUAGE: Final = "inspector_language"
A_YEAR: Final = 365 * 24 * 3600
MOST_TARGET: Final = 2000
"""Characters of an address that one comes back to after signing in."""
KNOWN_S: Final = 90 * 24 * 3600
"""How long a browser in which somebody signed in is remembered: nobody's guessing locks him out of it."""


@dataclass(slots=True)
class Visitor:
    """A request. `t` is the language of the answer; `reader` is None for who is not signed in."""

    request: Request
    service: Service
    t: Translator
    reader: Reader | None = None
    received: int = 0
    server: str = ""
    """The name of the server."""

    @property
    def secure(self) -> bool:
        """Whether it came over TLS, here or at a proxy that this server trusts."""
        return self.request.url.scheme == "https"

    @property
    def session_cookie(self) -> str:
        """The name of the session's cookie; over TLS no other host can set one of this name."""
        return "__Host-inspector_session" if self.secure else "inspector_session"

    @property
    def form_cookie(self) -> str:
        """The name of the cookie that ties the form of signing in to its browser."""
        return "__Host-inspector_form" if self.secure else "inspector_form"

    @property
    def known_cookie(self) -> str:
        """The name of the cookie of a browser in which somebody signed in."""
        return "__Host-inspector_known" if self.secure else "inspector_known"

    async def recognise(self) -> None:
        """Find out who it is. Raises Problem too_many_requests."""
        client = self.request.client
        self.server = (await thread(self.service.core.hello)).name
        secret = self.request.cookies.get(self.session_cookie, "")
        self.reader = await thread(readers.reader, self.service.core, secret) if secret else None
        self.service.browsers.take(self.reader.person.id if self.reader else client.host if client else "")

    def signing_in(self, login: str) -> None:
        """Count an attempt to sign in. Raises Problem too_many_requests."""
        client = self.request.client
        self.service.sign_ins.take(client.host if client else "")
        self.service.logins.take(self._guesser(login))

    def signed_in(self, login: str) -> None:
        """It was the right password: it does not count as guessing."""
        self.service.logins.give_back(self._guesser(login))

    def _guesser(self, login: str) -> str:
        """Whose attempts are counted: those of a browser in which this login signed in before apart from all others."""
        name = login.strip().lower()[:200]
        known = self.request.cookies.get(self.known_cookie, "")
        return f"{name}\n{known}" if known and readers.is_known(self.service.core, name, known) else name

    def remember(self, response: Response, login: str) -> None:
        """Know this browser again when this login signs in."""
        known = readers.known_mark(self.service.core, login.strip().lower()[:200])
        self.keep(response, self.known_cookie, known, KNOWN_S)

    async def form(self) -> dict[str, str]:
        """The fields of a form. Raises Problem protocol_too_large, protocol_malformed or form_foreign."""
        body = b""
        try:
            async for part in self.request.stream():
                self.received += len(part)
                if self.received > MOST_FORM:
                    raise Problem("protocol_too_large")
                body += part
        except ClientDisconnect:
            raise malformed("body") from None
        try:
            fields = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError:
            raise malformed("body") from None
        site = self.request.headers.get("sec-fetch-site", "same-origin")
        if site not in ("same-origin", "none"):
            raise Problem("form_foreign")
        found = dict(fields)
        secret = self.reader.secret if self.reader else self.request.cookies.get(self.form_cookie, "")
        if not readers.is_own_form(self.service.core, secret, found.get("key", "")):
            raise Problem("form_foreign")
        return found

    def keep(self, response: Response, name: str, value: str, seconds: int) -> None:
        """Set a cookie that scripts and other sites do not see; an empty one is taken away."""
        response.set_cookie(
            name, value, max_age=seconds if value else 0, path="/", secure=self.secure, httponly=True, samesite="lax"
        )

    @property
    def address(self) -> str:
        """Path and query of this page, to come back to."""
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query else "")

    def page(self, template: str, status: int = 200, *, form_key: str = "", **values: Any) -> Response:
        """A page with what every page shows."""
        reader = self.reader
        if reader is not None:
            form_key = readers.form_key(self.service.core, reader.secret)
        shown = {"reader": reader, "form_key": form_key, "next": quote(self.address, safe=""), "here": "", **values}
        return drawing.page(template, self.t, status, **shown)


def language_of(request: Request) -> str:
    """The language somebody has chosen, or the browser's first one that we speak; Chinese if it says nothing."""
    chosen = request.cookies.get(LANGUAGE, "")
    if chosen in LANGUAGES:
        return chosen
    wanted = []
    for place, part in enumerate(request.headers.get("accept-language", "")[:500].split(",")[:20]):
        name, _semicolon, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), place, name.lower()))
        except ValueError:
            continue
    for _weight, _place, name in sorted(wanted):
        if name.startswith(("zh", "en")):
            return "zh_CN" if name.startswith("zh") else "en"
    return "zh_CN"


def own_path(text: str) -> str:
    """An address of this server to go to, whatever somebody wrote into it; the first page otherwise."""
    good = text.startswith("/") and not text.startswith("//") and not set(text) & set("\\\r\n\t\0")
    return text if good and len(text) < MOST_TARGET else "/"


def go(target: str) -> Response:
    """On to another page, as a GET."""
    return RedirectResponse(target, 303)
