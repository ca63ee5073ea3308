"""The ASGI application on Starlette: the routes of `routes` for laptops, those of `pages` for browsers.

Stateless: any number of workers share a database.
"""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as WebRoute

from inspector.problems import Problem
from inspector.server import openapi
from inspector.server.core import Core
from inspector.server.pages.routes import missing
from inspector.server.pages.routes import routes as pages
from inspector.server.routes import ROUTES, Route
from inspector.server.web import JSON, Call, Service, answered, refusal


def application(core: Core, service: Service | None = None) -> Starlette:
    """The application of a server, with limits and figures of its own unless they are given.

    Whoever made the core closes its database.
    """
    service = service or Service(core)
    routes = [_route(route, service) for route in ROUTES]
    described = openapi.document(ROUTES)
    routes.append(WebRoute("/v1/openapi.json", lambda _request: Response(described, media_type=JSON)))
    routes += pages(service)

    async def nowhere(request: Request, error: Exception) -> Response:
        if "text/html" in request.headers.get("accept", ""):
            allowed = (getattr(error, "headers", None) or {}).get("Allow", "")
            return await missing(request, service, allowed)
        return await _unsupported(request, error)

    handlers = {404: nowhere, 405: nowhere}
    return Starlette(routes=routes, exception_handlers=handlers)


def _route(route: Route, service: Service) -> WebRoute:
    async def endpoint(request: Request) -> Response:
        call = Call(request, service, route.path, route.most)
        return await answered(call, route.methods[request.method], versioned=route.versioned)

    made = WebRoute(route.path, endpoint, methods=list(route.methods))
    made.methods = set(route.methods)  # without the HEAD that Starlette adds to every GET
    return made


async def _unsupported(request: Request, error: Exception) -> Response:
    response = refusal(Problem("request_unsupported"))
    status = getattr(error, "status_code", 404)
    response.status_code = status
    if status == 405:
        response.headers["Allow"] = (getattr(error, "headers", None) or {}).get("Allow", "")
    del request
    return response
