"""The routes of the web page, and the border where every error of it ends."""

import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from inspector.domain.ledger import LedgerKind
from inspector.i18n import LANGUAGES, N_, Translator
from inspector.problems import Problem, ProblemKind
from inspector.server.log import LOG
from inspector.server.pages import asked, documents, drawing, passwords, readers, reading
from inspector.server.pages.problems import STATUS
from inspector.server.pages.visitor import A_YEAR, LANGUAGE, MOST_TARGET, Visitor, go, language_of, own_path
from inspector.server.web import AGAIN_S, Service, thread

Endpoint = Callable[[Visitor], Awaitable[Response]]
HEADINGS: Final = {
    404: N_("Not found"),
    405: N_("Not possible"),
    403: N_("Not allowed"),
    429: N_("Too many requests"),
    413: N_("Too much"),
}
FAILED: Final = N_("This did not work")
LATER: Final = {429, 503}
"""Answers after which the same may be asked again in a while."""
PAGE_BYTES: Final = {"HEAD", "GET"}


async def first(visitor: Visitor) -> Response:
    """The first page: the ledger of hazards."""
    return go("/ledgers/rectification" if visitor.reader else "/sign-in")


async def sign_in_page(visitor: Visitor) -> Response:
    """The form of signing in."""
    if visitor.reader:
        return go("/")
    return _sign_in(visitor, own_path(visitor.request.query_params.get("next", "/")))


def _sign_in(visitor: Visitor, target: str, login: str = "", problem: str = "", status: int = 200) -> Response:
    secret = visitor.request.cookies.get(visitor.form_cookie, "") or secrets.token_hex(16)
    key = readers.form_key(visitor.service.core, secret)
    page = visitor.page(
        "sign_in.html", status, form_key=key, target=target, login=login, problem=problem, **_every(visitor)
    )
    visitor.keep(page, visitor.form_cookie, secret, readers.SESSION_S)
    return page


async def sign_in(visitor: Visitor) -> Response:
    """Sign in with login and password."""
    fields = await visitor.form()
    login, target = fields.get("login", "").strip(), own_path(fields.get("next", "/"))
    visitor.signing_in(login)
    try:
        secret = await thread(readers.sign_in, visitor.service.core, login, fields.get("password", ""))
    except Problem as problem:
        if problem.code != "sign_in_refused":
            raise
        return _sign_in(visitor, target, login[:200], visitor.t.describe(problem), STATUS[problem.code])
    visitor.signed_in(login)
    if visitor.reader:  # another person, or the same once more: one session for each browser
        await thread(readers.sign_out, visitor.service.core, visitor.reader.secret)
    response = go(target)
    visitor.remember(response, login)
    visitor.keep(response, visitor.session_cookie, secret, readers.SESSION_S)
    visitor.keep(response, visitor.form_cookie, "", 0)
    return response


async def sign_out(visitor: Visitor) -> Response:
    """End the session."""
    await visitor.form()
    if visitor.reader:
        await thread(readers.sign_out, visitor.service.core, visitor.reader.secret)
    response = go("/sign-in")
    visitor.keep(response, visitor.session_cookie, "", 0)
    return response


async def language(visitor: Visitor) -> Response:
    """Choose a language, and back to where one was."""
    chosen = str(visitor.request.path_params["language"])
    if chosen not in LANGUAGES:
        raise Problem("page_missing")
    response = go(own_path(visitor.request.query_params.get("next", "/")))
    visitor.keep(response, LANGUAGE, chosen, A_YEAR)
    return response


async def password_page(visitor: Visitor) -> Response:
    """Who is signed in, and the form for another password."""
    return _password(visitor)


def _password(visitor: Visitor, problem: str = "", status: int = 200, *, done: bool = False) -> Response:
    more = {"problem": problem, "done": done, "least": passwords.LEAST, **_every(visitor)}
    return visitor.page("password.html", status, **more)


async def change_password(visitor: Visitor) -> Response:
    """Take another password."""
    reader = _need(visitor)
    fields = await visitor.form()
    visitor.signing_in(reader.person.login)
    if fields.get("new", "") != fields.get("again", ""):
        return _password(visitor, visitor.t.describe(Problem("passwords_differ")), 422)
    try:
        given = fields.get("old", ""), fields.get("new", "")
        secret = await thread(readers.change_password, visitor.service.core, reader, *given)
    except Problem as problem:
        if STATUS.get(problem.code) != 422:
            raise
        return _password(visitor, visitor.t.describe(problem), 422)
    visitor.reader = await thread(readers.reader, visitor.service.core, secret)
    response = _password(visitor, done=True)
    visitor.keep(response, visitor.session_cookie, secret, readers.SESSION_S)
    return response


async def ledger(visitor: Visitor) -> Response:
    """A page of a ledger, or all its rows as a file."""
    reader = _need(visitor)
    name, _dot, form = str(visitor.request.path_params["name"]).partition(".")
    if name not in set(LedgerKind) or (form and form not in documents.TYPES):
        raise Problem("page_missing")
    wanted = asked.read(LedgerKind(name), visitor.request.query_params, reader.scopes)
    if form:
        return await _document(visitor, wanted, form)
    values = await thread(reading.ledger, visitor.service.core, reader, wanted, visitor.t)
    return visitor.page("ledger.html", **{**_every(visitor), "here": name, **values})


async def _document(visitor: Visitor, wanted: asked.Asked, form: str) -> Response:
    reader, core = _need(visitor), visitor.service.core
    visitor.service.documents.take(reader.person.id)
    chosen = visitor.request.query_params.get("document", "")
    language = chosen if chosen in LANGUAGES else "zh_CN"
    try:
        data = await visitor.service.drawing.do(documents.document, core, reader.session, wanted, form, language)
    except Problem as problem:
        if problem.code == "documents_busy":
            visitor.service.documents.give_back(reader.person.id)
        raise
    name = documents.file_name(wanted, form, documents.local(core).date())
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, headers=headers, media_type=documents.TYPES[form])


async def hazard(visitor: Visitor) -> Response:
    """A hazard."""
    identity = str(visitor.request.path_params["hazard"])
    values = await thread(reading.hazard, visitor.service.core, _need(visitor), identity, visitor.t)
    return visitor.page("hazard.html", **_every(visitor), **values)


async def photo(visitor: Visitor) -> Response:
    """A picture of a hazard; what browsers cannot show comes as a file."""
    named = visitor.request.path_params
    found = await thread(reading.photo, visitor.service.core, _need(visitor), str(named["hazard"]), str(named["place"]))
    data, kind = found
    headers = {} if kind else {"Content-Disposition": 'attachment; filename="photo"'}
    return Response(data, headers=headers, media_type=kind or "application/octet-stream")


async def visit(visitor: Visitor) -> Response:
    """A visit."""
    identity = str(visitor.request.path_params["visit"])
    values = await thread(reading.visit, visitor.service.core, _need(visitor), identity, visitor.t)
    return visitor.page("visit.html", **_every(visitor), **values)


async def notice(visitor: Visitor) -> Response:
    """A notice of a visit, as it was signed."""
    named, reader = visitor.request.path_params, _need(visitor)
    visitor.service.documents.take(reader.person.id)
    data, name = await thread(reading.notice, visitor.service.core, reader, str(named["visit"]), str(named["place"]))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, headers=headers, media_type="application/pdf")


def _need(visitor: Visitor) -> readers.Reader:
    """Who is signed in. Raises Problem sign_in_needed, which leads to the form."""
    if visitor.reader is None:
        raise Problem("sign_in_needed")
    return visitor.reader


def _every(visitor: Visitor) -> dict[str, Any]:
    """What the head of every page says."""
    t = visitor.t
    return {
        "server": visitor.server,
        "ledgers": [(kind.value, t(reading.TITLES[kind])) for kind in _ORDER],
    }


_ORDER: Final = (LedgerKind.RECTIFICATION, LedgerKind.SUPERVISION, LedgerKind.INSPECTION)
PAGES: Final[Mapping[str, Mapping[str, Endpoint]]] = {
    "/": {"GET": first},
    "/sign-in": {"GET": sign_in_page, "POST": sign_in},
    "/sign-out": {"POST": sign_out},
    "/language/{language}": {"GET": language},
    "/password": {"GET": password_page, "POST": change_password},
    "/ledgers/{name}": {"GET": ledger},
    "/hazards/{hazard}": {"GET": hazard},
    "/hazards/{hazard}/photos/{place}": {"GET": photo},
    "/visits/{visit}": {"GET": visit},
    "/visits/{visit}/notices/{place}": {"GET": notice},
}
"""Everything the web page offers, beside its stylesheet."""
NOWHERE: Final = "/…"
"""What stands in figures and logs for every address that is no page."""
OPEN: Final = ("/", "/sign-in", "/sign-out", "/language/{language}", NOWHERE)
"""What needs nobody signed in."""


def routes(service: Service) -> list[Route]:
    """The routes, for the application."""
    made = [_route(path, methods, service) for path, methods in PAGES.items()]
    return [*made, Route(drawing.style_address(), lambda _request: drawing.style())]


def _route(path: str, methods: Mapping[str, Endpoint], service: Service) -> Route:
    async def endpoint(request: Request) -> Response:
        visitor = Visitor(request, service, Translator(language_of(request)))
        name = "GET" if request.method == "HEAD" else request.method
        return await _answered(visitor, path, methods[name])

    return Route(path, endpoint, methods=list(methods))


async def _answered(visitor: Visitor, path: str, endpoint: Endpoint) -> Response:
    """Let a page answer: the border where every error ends. Counts and logs what happened."""
    began = time.monotonic()
    try:
        await visitor.recognise()
        if visitor.reader is None and path not in OPEN:
            raise Problem("sign_in_needed")  # noqa: TRY301 - the same way as from inside
        response = await endpoint(visitor)
    except Problem as problem:
        if problem.kind is ProblemKind.ENVIRONMENT:
            LOG.error("environment", extra={"told": {"route": path, "code": problem.code}})
        response = refused(visitor, problem)
    except Exception:  # noqa: BLE001 - the border of the request handler
        LOG.exception("bug", extra={"told": {"route": path}})
        response = refused(visitor, Problem("server_failed"))
    for name, value in drawing.HEADERS.items():
        response.headers.setdefault(name, value)
    if visitor.secure:
        response.headers["Strict-Transport-Security"] = drawing.STRICT_TRANSPORT
    _count(visitor, path, response, time.monotonic() - began)
    return response


async def missing(request: Request, service: Service, allowed: str = "") -> Response:
    """What a browser is told that asks for a page which does not exist, or not in this way (`allowed`: methods)."""
    visitor = Visitor(request, service, Translator(language_of(request)))

    async def endpoint(visitor: Visitor) -> Response:
        response = refused(visitor, Problem("page_method" if allowed else "page_missing"))
        if allowed:
            response.headers["Allow"] = allowed
        return response

    return await _answered(visitor, NOWHERE, endpoint)


def refused(visitor: Visitor, problem: Problem) -> Response:
    """A problem as a page; who has to sign in is led to the form and back."""
    if problem.code == "sign_in_needed":
        asks = visitor.request.method in PAGE_BYTES
        target = visitor.address if asks else ""
        return go(f"/sign-in?next={quote(target, safe='')}" if 0 < len(target) < MOST_TARGET else "/sign-in")
    known = problem.code in STATUS or problem.code == "server_failed"
    shown = problem if known else Problem("server_failed")
    status = STATUS.get(problem.code, 500)
    words = visitor.t(HEADINGS.get(status, FAILED))
    values = {**_every(visitor), "heading": words, "problem": visitor.t.describe(shown), "back": "/"}
    response = visitor.page("error.html", status, **values)
    if status in LATER:
        response.headers["Retry-After"] = str(problem.params.get("seconds", AGAIN_S))
    return response


def _count(visitor: Visitor, path: str, response: Response, seconds: float) -> None:
    metrics = visitor.service.metrics
    metrics.requests.labels(path, str(response.status_code)).inc()
    metrics.seconds.labels(path).observe(seconds)
    metrics.received.labels(path).inc(visitor.received)
    metrics.sent.labels(path).inc(len(response.body))
    told = {"route": path, "status": response.status_code, "ms": round(seconds * 1000), "in": visitor.received}
    LOG.info("request", extra={"told": {**told, "out": len(response.body)}})
